"""What stands in the DNS, as rows for the technician."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.posture.facts import Key, Posture
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts

Row = tuple[Words, Words]


def facts(posture: Posture, texts: Texts) -> Iterator[Row]:
    """The rows."""
    yield from _spf(posture, texts)
    yield from _dmarc(posture, texts)
    for key in posture.keys:
        yield texts.words("posture-fact-key"), _key(key, texts)
    transport = posture.transport
    if transport.null_mx:
        yield texts.words("posture-fact-mx"), texts.words("posture-null-mx")
    else:
        yield texts.words("posture-fact-mx"), _values(transport.mx) or texts.words(f"posture-state-{transport.state}")
    yield texts.words("posture-fact-tls-rpt"), texts.words(f"posture-state-{transport.tls_rpt}")
    yield texts.words("posture-fact-mta-sts"), texts.words(f"posture-state-{transport.mta_sts}")


def _spf(posture: Posture, texts: Texts) -> Iterator[Row]:
    spf = posture.spf
    for text in spf.texts:
        yield texts.words("posture-fact-spf"), _values((text,))
    if not spf.texts:
        yield texts.words("posture-fact-spf"), texts.words(f"posture-state-{spf.state}")
    if spf.state != "found":
        return
    result = (Span(spf.result), *((Span(": "), Span(spf.why, "value")) if spf.why else ()))
    yield texts.words("posture-fact-spf-result"), result
    yield texts.words("posture-fact-lookups"), texts.words("posture-of-ten", {"n": Said(str(spf.lookups))})
    if spf.services:
        yield texts.words("posture-fact-services"), _values(spf.services)


def _dmarc(posture: Posture, texts: Texts) -> Iterator[Row]:
    found = posture.dmarc
    if found.record is None:
        state = {"open": "unseen", "error": "unseen"}.get(found.state, "several" if posture.several_dmarc else "none")
        yield texts.words("posture-fact-dmarc"), texts.words(f"posture-state-{state}")
    else:
        yield texts.words("posture-fact-dmarc"), _values((found.record.text,))
    if found.applied is not None:
        params = {"applied": Said(found.applied), "tag": Said(found.tag or ""), "at": found.record_at or ""}
        yield texts.words("posture-fact-policy"), texts.words("posture-policy", params)
    if found.organizational_domain and found.organizational_domain != posture.domain:
        yield texts.words("posture-fact-organizational"), _values((found.organizational_domain,))


def _key(key: Key, texts: Texts) -> Words:
    name = f"{key.selector}._domainkey.{key.domain}"
    if key.state != "key":
        return texts.words(f"posture-key-{key.state}", {"name": name})
    bits = str(key.bits) if key.bits is not None else ""
    return texts.words("posture-key", {"name": name, "algorithm": key.algorithm or "", "bits": Said(bits)})


def _values(values: tuple[str, ...]) -> Words:
    """Data, one after the other."""
    spans: list[Span] = []
    for value in values:
        spans += [Span(", "), Span(value, "value")] if spans else [Span(value, "value")]
    return tuple(spans)
