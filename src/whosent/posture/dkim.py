"""DKIM keys as they are published (RFC 6376 section 3.6.1, RFC 8463)."""

from __future__ import annotations

from whosent.auth.ask import Ask
from whosent.auth.dkim import Why
from whosent.auth.dkim.key import Key as Published
from whosent.auth.dkim.key import read_key
from whosent.auth.dkim.tags import MAX_LIST, read_tags
from whosent.model.question import Observed, Question
from whosent.posture.facts import Key, KeySource

USUAL = (
    "default", "dkim", "mail", "selector1", "selector2", "google", "k1", "k2", "s1", "s2", "s1024", "s2048", "fm1",
    "key1", "mx", "protonmail", "sig1", "zoho", "20230601", "1",
)  # fmt: skip
"""What widespread signing programs and providers call theirs: where no selector is known, these are worth a look."""
MAX_RECORDS = 50


def survey(domain: str, selectors: dict[tuple[str, str], KeySource], ask: Ask) -> tuple[Key, ...]:
    """The keys of the given selectors (with their signing domains); of the usual ones those that exist."""
    wanted: dict[tuple[str, str], KeySource] = {(name, domain): "usual" for name in USUAL}
    wanted.update(selectors)
    found = [look_up(selector, signer, source, ask) for (selector, signer), source in wanted.items()]
    known = [key for key in found if key.source != "usual"]
    return tuple(known + [key for key in found if key.source == "usual" and key.state in ("key", "broken", "revoked")])


def look_up(selector: str, domain: str, source: KeySource, ask: Ask) -> Key:
    """One key, read as who verifies a signature reads it."""
    answer = ask(Question("TXT", f"{selector}._domainkey.{domain}"))
    if not isinstance(answer, Observed):
        return Key(selector, domain, "unseen", source)
    found = [one for text in answer.values[:MAX_RECORDS] if (one := _read(text)) != "no-key"]
    if not found:
        return Key(selector, domain, "none", source)
    if len(found) > 1:
        return Key(selector, domain, "broken", source)
    key = found[0]
    if isinstance(key, str):
        return Key(selector, domain, "revoked" if key == "key-revoked" else "broken", source)
    bits = key.bits if key.kind == "rsa" else None
    return Key(selector, domain, "key", source, key.kind, bits, key.testing)


def _read(text: str) -> Published | Why:
    """Other records that answer for every name below a domain (a wildcard of SPF or DMARC) are no keys."""
    if len(text) > MAX_LIST:
        return "key-size"
    tags = read_tags(text) or {}
    return read_key(text) if tags.get("v", "DKIM1") == "DKIM1" else "no-key"
