"""A domain's report for programs: the only place that knows its JSON names. Names are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from whosent.posture.advice import Step
from whosent.posture.facts import Key, Posture, Spf
from whosent.posture.publish import Publish
from whosent.report.clean import visible
from whosent.report.posture_parts import outcome
from whosent.report.texts import Texts

SCHEMA = 1
MAX_TEXT = 10_000

Json = dict[str, Any]


def encode(posture: Posture, steps: Sequence[Step], texts: Texts) -> bytes:
    """One object, laid out for reading. Control characters of hostile records are shown as signs."""
    made = msgspec.json.encode(_clean(document(posture, steps, texts)))
    return msgspec.json.format(made, indent=2) + b"\n"


def document(posture: Posture, steps: Sequence[Step], texts: Texts) -> Json:
    """The object (docs/posture.md)."""
    reach, transport, seen = posture.reach, posture.transport, posture.seen
    return {
        "schema": SCHEMA,
        "domain": posture.domain,
        "outcome": outcome(posture),
        "forged": {
            "sender": reach.sender, "subdomain": reach.subdomain, "new_subdomain": reach.new_subdomain,
            "envelope": reach.envelope,
        },
        "spf": _spf(posture.spf),
        "dmarc": _dmarc(posture),
        "dkim": [_key(key) for key in posture.keys],
        "mx": {"state": transport.state, "hosts": list(transport.mx), "null_mx": transport.null_mx,
               "without_address": list(transport.dead)},
        "tls_rpt": transport.tls_rpt,
        "mta_sts": transport.mta_sts,
        "mail": {"messages": seen.messages, "notices": seen.notices, "tagged": seen.tagged, "untagged": seen.untagged,
                 "made_up": list(seen.made_up)},
        "steps": [_step(step, texts) for step in steps],
        "unseen": [{"question": question, "why": why} for question, why in posture.unseen],
    }  # fmt: skip


def _spf(spf: Spf) -> Json:
    return {
        "state": spf.state,
        "records": list(spf.texts),
        "result": spf.result,
        "why": spf.why or None,
        "lookups": spf.lookups,
        "services": list(spf.services),
        "missing_names": list(spf.dead),
    }


def _dmarc(posture: Posture) -> Json:
    found = posture.dmarc
    return {
        "state": "several" if posture.several_dmarc else found.state,
        "record": found.record.text if found.record else None,
        "record_at": found.record_at,
        "tag": found.tag,
        "policy": found.policy,
        "applied": found.applied,
        "organizational_domain": found.organizational_domain,
        "registered_domain": found.registered_domain,
    }


def _key(key: Key) -> Json:
    return {
        "selector": key.selector, "domain": key.domain, "state": key.state, "source": key.source,
        "algorithm": key.algorithm, "bits": key.bits, "testing": key.testing,
    }  # fmt: skip


def _step(step: Step, texts: Texts) -> Json:
    return {
        "kind": step.key.removeprefix("posture-"),
        "weight": step.weight,
        "title": texts.say(step.key, step.params, "title"),
        "text": texts.say(step.key, step.params, "expert"),
        "records": [_record(record) for record in step.records],
    }


def _record(record: Publish) -> Json:
    return {"name": record.name, "type": record.type, "value": record.value, "when": record.when}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value, MAX_TEXT)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
