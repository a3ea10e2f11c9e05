"""The machine interface: the only place that knows the JSON names (docs/machine-interface.md). Stable: names are added,
never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from whosent.mail.address import first_address
from whosent.model.case import Case, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.feedback import Sender, World
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.model.notice import Original, Recipient
from whosent.model.verdict import Missing, Origin, Verdict
from whosent.report import facts
from whosent.report.summary import Counts, Summary
from whosent.report.texts import Texts

SCHEMA = 1

Json = dict[str, Any]


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A jsonl line, made where the message was examined, but for what is known only where all results come together:
    how its `source` is called there, which stands before `middle`, and its incident, which stands between the two."""

    source: str
    middle: bytes
    end: bytes


Result = tuple[Case | Line | Unreadable, str | None]
"""A case or its line, and the id of its incident; or what could not be read."""

_HALF = re.compile("[\ud800-\udfff]")
_C1 = re.compile(rb"\xc2([\x80-\x9f])")
"""U+0080 to U+009F in UTF-8: some terminals obey them as they do ESC, and JSON does not demand that they be escaped."""
_fast = msgspec.json.Encoder().encode
_BEGIN = b'{"schema":%d,"source":' % SCHEMA


@lru_cache(maxsize=1)
def schema() -> Json:
    """The JSON Schema (2020-12) of a `json` document; `$defs/message` is that of one `jsonl` line."""
    from importlib import resources

    found: Json = msgspec.json.decode(resources.files(__package__).joinpath("schema.json").read_bytes())
    return found


def jsonl(results: Iterable[Result], texts: Texts) -> Iterator[bytes]:
    """`--format jsonl`: one line per message."""
    for result, wave in results:
        if isinstance(result, Line):
            yield b"".join((_BEGIN, _encode(result.source), result.middle, _encode(wave), result.end))
        else:
            yield _encode(_any(result, wave, texts)) + b"\n"


def line(case: Case, texts: Texts) -> Line:
    """The line of one message, for `jsonl`."""
    made = _encode(message(case, None, texts))
    end = b',"truncated":%b}' % _encode(case.truncated)
    return Line(case.source, made[len(_BEGIN) + len(_encode(case.source)) : -len(b"null" + end)], end + b"\n")


def json_chunks(
    results: Iterable[Result], texts: Texts, incidents: Callable[[], Iterable[Incident]]
) -> Iterator[bytes]:
    """`--format json`, piece by piece: the messages are never all in memory. `incidents` is asked once, after the last
    of `results`."""
    counts = Counts()
    yield b'{"schema":%d,"messages":[' % SCHEMA
    between = b"\n"
    for result, wave in results:
        assert not isinstance(result, Line)
        if isinstance(result, Case):
            counts.add(result)
        else:
            counts.add_unreadable(result)
        yield between + _encode(_any(result, wave, texts))
        between = b",\n"
    yield b'],"incidents":['
    between = b"\n"
    for wave_found in incidents():
        yield between + _encode(incident(wave_found))
        between = b",\n"
    yield b'],"summary":' + _encode(summary(counts.summary())) + b"}\n"


def laid_out(document: Json) -> bytes:
    """A document in lines, for reading."""
    return msgspec.json.format(_encode(document), indent=1) + b"\n"


def _encode(value: Any) -> bytes:
    """JSON in UTF-8, without control characters. Half a surrogate pair, which some character sets can smuggle in,
    becomes U+FFFD."""
    try:
        made = _fast(value)
    except UnicodeEncodeError:
        made = _fast(_writable(value))
    return _C1.sub(lambda found: b"\\u00%02x" % ord(found[1]), made) if b"\xc2" in made else made


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: _writable(item) for name, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, list) else value


def _any(result: Case | Unreadable, wave: str | None, texts: Texts) -> Json:
    return message(result, wave, texts) if isinstance(result, Case) else unreadable(result)


def message(case: Case, incident: str | None, texts: Texts) -> Json:
    """The object of one message, as in a jsonl line."""
    notice = case.notice
    return {
        "schema": SCHEMA,
        "source": case.source,
        "message_id": case.message_id,
        "kind": notice.kind,
        "recipients": [_recipient(recipient) for recipient in notice.recipients],
        "reporting_mta": notice.reporting_mta,
        "dialect": notice.dialect or None,
        "original": _original(notice.original),
        "hops": [_hop(traced) for traced in case.hops],
        "hand_over_ip": case.hand_over_ip,
        "verdict": _verdict(case, case.verdict, texts) if case.verdict is not None else None,
        "incident": incident,
        "truncated": case.truncated,
    }


def unreadable(item: Unreadable) -> Json:
    """The object of a message that could not be read: the same names, so that no reader stumbles, and why."""
    return {
        "schema": SCHEMA, "source": item.source, "error": item.error, "message_id": None, "kind": None,
        "recipients": [], "reporting_mta": None, "dialect": None, "original": None, "hops": [], "hand_over_ip": None,
        "verdict": None, "incident": None, "truncated": None,
    }  # fmt: skip


def _recipient(recipient: Recipient) -> Json:
    found: Json = {
        "address": recipient.address,
        "action": recipient.action,
        "status": recipient.status,
        "reason": recipient.reason,
        "permanent": recipient.permanent,
        "diagnostic": recipient.diagnostic,
        "remote_mta": recipient.remote_mta,
    }
    if recipient.original_address is not None:
        found["original_address"] = recipient.original_address
    return found


def _original(original: Original) -> Json:
    return {
        "message_id": original.message_id,
        "from": original.from_addr,
        "envelope_from": original.envelope_from,
        "subject": original.subject,
        "date": original.date,
        "body": original.body,
    }


def trace(hops: Iterable[TracedHop]) -> bytes:
    """`whosent trace --format json`."""
    return _encode({"hops": [_hop(traced) for traced in hops]}) + b"\n"


def _hop(traced: TracedHop) -> Json:
    """One Received line."""
    it = traced.hop
    return {
        "standing": traced.standing,
        "of": traced.of,
        "by": it.by,
        "from_helo": it.from_helo,
        "from_rdns": it.from_rdns,
        "from_ip": it.from_ip,
        "protocol": it.protocol,
        "auth": it.auth,
        "id": it.id,
        "for": first_address(it.for_addr) if it.for_addr else None,
        "date": it.date,
        "line": traced.line,
    }


def _verdict(case: Case, verdict: Verdict, texts: Texts) -> Json:
    known = facts.of_case(case) if verdict.missing else {}
    return {
        "cause": verdict.cause,
        "certainty": verdict.certainty,
        "ruleset": verdict.ruleset,
        "rule": verdict.rule,
        "for": [evidence(item, texts) for item in verdict.evidence_for],
        "against": [evidence(item, texts) for item in verdict.evidence_against],
        "missing": [_missing(item, known, texts) for item in verdict.missing],
        "origin": _origin(verdict.origin),
        "subject": {"address": verdict.subject.address, "relation": verdict.subject.relation},
    }


def evidence(item: Evidence, texts: Texts) -> Json:
    """One piece of evidence with its sentence."""
    found: Json = {
        "kind": item.kind,
        "standing": item.standing,
        "text": texts.say(item.kind, facts.of_evidence(item, texts)),
        "source": item.source,
    }
    if item.line is not None:
        found["line"] = item.line
    return found


def _missing(item: Missing, known: facts.Params, texts: Texts) -> Json:
    return {
        "question": item.question,
        "would_settle": texts.say(f"missing-{item.would_settle}", known),
    }


def _origin(origin: Origin) -> Json:
    return {
        "entry": origin.entry,
        "ip": origin.ip,
        "script": origin.script,
        "dir": origin.dir,
        "uid": origin.uid,
        "mailbox": origin.mailbox,
        "queue_id": origin.queue_id,
        "country": origin.country,
    }


def incident(wave: Incident) -> Json:
    """One wave."""
    return {
        "id": wave.id,
        "cause": wave.cause,
        "certainty": wave.certainty,
        "messages": wave.messages,
        "sources": list(wave.sources),
        "first": wave.first,
        "last": wave.last,
        "hourly": [{"hour": hour, "messages": count} for hour, count in wave.hourly],
        "addresses": list(wave.addresses),
        "address_count": wave.address_count,
        "aim": wave.aim,
        "catch_all": wave.catch_all,
        "origins": list(wave.origins),
        "origin_count": wave.origin_count,
        "contents": wave.contents,
        "forecast": {
            "why": wave.forecast.why,
            "earliest": wave.forecast.earliest,
            "latest": wave.forecast.latest,
        },
        "merged_into": wave.merged_into,
    }


def summary(found: Summary) -> Json:
    """What a run came to. `world` and `reports_not_read` only where there are reports of other mail systems."""
    told: Json = {
        "messages": found.messages,
        "kinds": found.kinds,
        "causes": found.causes,
        "without_verdict": found.unaccused,
        "distinct_messages": found.distinct,
        "truncated": found.truncated,
        "unreadable": found.unreadable,
        "not_read": [unreadable(item) for item in found.unread],
    }
    if found.worlds:
        told["world"] = [world(one) for one in found.worlds]
    if found.unopened:
        told["reports_not_read"] = found.unopened
    return told


def world(seen: World) -> Json:
    """What other mail systems report of one domain."""
    return {
        "domain": seen.domain,
        "reports": seen.reports,
        "delivered_by_reporter": seen.delivered,
        "reporters": list(seen.reporters),
        "reporter_count": seen.reporter_count,
        "messages": seen.messages,
        "passed": seen.passed,
        "failed": seen.failed,
        "failed_own": seen.own,
        "failed_forwarded": seen.forwarded,
        "rejected": seen.rejected,
        "quarantined": seen.quarantined,
        "first": seen.first,
        "last": seen.last,
        "daily": [{"day": day[:10], "failed": count} for day, count in seen.days],
        "senders": [_sender(sender) for sender in seen.senders],
        "sender_count": seen.sender_count,
        "own_senders": [_sender(sender) for sender in seen.own_senders],
        "vouchers": [{"domain": domain, "messages": count} for domain, count in seen.vouchers],
        "policy": seen.policy,
        "testing": seen.testing,
        "failure_reports": seen.singles,
        "complaints": seen.complaints,
        "tls": {"reports": seen.tls_reports, "sessions": seen.tls_sessions, "failed": seen.tls_failed},
    }


def _sender(sender: Sender) -> Json:
    return {
        "ip": sender.ip,
        "messages": sender.messages,
        "first": sender.first,
        "last": sender.last,
        "vouched_by": sender.vouched_by,
        "own_network": sender.whose == "own-network",
    }
