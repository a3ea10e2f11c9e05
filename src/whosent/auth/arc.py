"""ARC (RFC 8617): what forwarders and lists vouch for, one set of fields each. dkimpy computes the chain.

It is kept away from what would make it slow or wrong: messages for which its patterns need more than linear time are
not given to it, and it gets no key that `auth.dkim` would refuse. It compares t= and x= with the clock of the computer:
chains that fail for these are `unknown`, so that nobody is blamed for the day on which his mail is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from whosent.auth.ask import Ask
from whosent.auth.dkim.key import Key, read_key
from whosent.auth.dkim.tags import MAX_LIST, read_tags
from whosent.mail.domain import a_labels
from whosent.mail.head import Head, squeeze
from whosent.mail.part import Part
from whosent.model.notice import Body
from whosent.model.question import Observed, Question

Cv = Literal["none", "pass", "fail", "unknown"]
"""The chain validation status as of today (RFC 8617 section 4.4). `none`: no chain, or one that says of itself that it
ended (cv=fail)."""

Why = Literal["", "limit", "open", "not-observed", "no-key", "body", "clock", "ended", "structure", "mismatch"]
"""
limit         more than 50 sets (fail, section 5.2), or larger than any honest message
open          the question for a key has no answer yet
not-observed  nobody could look for a key
no-key        a key is missing, revoked or unusable; RFC 8617 calls this fail, though old keys are taken away
body          the seals hold, but the body did not come back as a whole
clock         t= lies in the future or x= in the past
ended         the last seal says cv=fail
structure     the fields are no complete chain
mismatch      a signature does not fit
"""

MAX_INSTANCES = 50
"""RFC 8617 section 4.2.1."""
MAX_FIELDS = 500
"""In the header of a message with a chain that is checked."""
MAX_WORK = 16 * 1024 * 1024
"""Octets that are gone through: each set goes over the message. These take about two seconds."""
MAX_LOOKS = 2_000_000
"""Fields that are looked at to find those of h=."""

_SEAL, _SIGNATURE, _RESULTS = b"arc-seal", b"arc-message-signature", b"arc-authentication-results"
# White space on which patterns of dkimpy try every way to split it
_RUN = re.compile(rb"\s{16,}+")
_BLANK_RUN = re.compile(rb"[ \t]{16,}+")
_INSTANCE = re.compile(r"i ?= ?([0-9]{1,3}) ?; ?([^\s;]{1,255}+)(.*)", re.DOTALL)


class Instance(NamedTuple):
    """One set. `domain` sealed it (d=); `results` is what stands behind i= in ARC-Authentication-Results, with
    the name of the server, `authserv_id`, in front. They are worth as much as that domain is trusted, and nothing where
    the chain fails."""

    number: int
    domain: str
    authserv_id: str
    results: str


class Chain(Struct, frozen=True, gc=False):
    """The chain of a message, as of now; `instances` in the order of i=, those that can be read."""

    cv: Cv
    instances: tuple[Instance, ...] = ()
    why: Why = ""


def verify(part: Part, have: Body, ask: Ask) -> Chain:
    """The chain of a message. Total: any bytes give a result. `have` says how much of its body came back. Where `why`
    is `open`: answer what was asked (all keys at once) and call again."""
    head = part.head
    if not any(name in head for name in (_SEAL, _SIGNATURE, _RESULTS)):
        return Chain("none")
    instances = tuple(_instances(head))
    sets = max(len(head.numbers(name)) for name in (_SEAL, _SIGNATURE, _RESULTS))
    if sets > MAX_INSTANCES:
        return Chain("fail", instances, "limit")
    if not _is_bearable(part, sets):
        return Chain("unknown", instances, "limit")
    cv, why = _computed(part, have, _Keys(ask))
    return Chain(cv, instances, why)


def _instances(head: Head) -> Iterator[Instance]:
    domains: dict[str, str] = {}
    for value in head.all(_SEAL)[:MAX_INSTANCES]:
        tags = read_tags(value[:MAX_LIST]) or {}
        domains.setdefault(tags.get("i", ""), tags.get("d", "").lower())
    found = (_INSTANCE.match(squeeze(value[:MAX_LIST])) for value in head.all(_RESULTS)[:MAX_INSTANCES])
    told = {int(match[1]): match for match in found if match is not None}
    for number in sorted(told):
        match = told[number]
        yield Instance(number, domains.get(str(number), ""), match[2], f"{match[2]}{match[3]}")


def _is_bearable(part: Part, sets: int) -> bool:
    """Would dkimpy be done in reasonable time? Runs of white space count by their square, as it tries each of their
    beginnings with each of their ends; and it looks through all fields for each name in h=."""
    head, data = part.head, part.data
    fields = [head.fields[number][2] for name in (_SEAL, _SIGNATURE) for number in head.numbers(name)]
    if len(head.fields) > MAX_FIELDS or any(len(value) > MAX_LIST for value in fields):
        return False
    if sum(value.count(b":") for value in fields) * len(head.fields) > MAX_LOOKS:
        return False
    work = part.end - part.start
    work += _squares(_RUN.finditer(data, part.start, part.body)) + _squares(
        _BLANK_RUN.finditer(data, part.body, part.end)
    )
    return work * sets <= MAX_WORK


def _squares(runs: Iterable[re.Match[bytes]]) -> int:
    return sum((run.end() - run.start()) ** 2 for run in runs)


class _Keys:
    """Key records for dkimpy, and what was missing of them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.missing: set[Why] = set()

    def __call__(self, name: bytes, timeout: float = 0) -> bytes:
        """The one record with a usable key, b"" where there is none."""
        answer = self._ask(Question("TXT", a_labels(name.decode("utf-8", "replace").lower().rstrip("."))))
        if not isinstance(answer, Observed):
            self.missing.add("open" if answer is None else "not-observed")
            return b""
        for text in answer.values:
            if text.isascii() and len(text) <= MAX_LIST and isinstance(read_key(text), Key):
                return text.encode("ascii")
        self.missing.add("no-key")
        return b""


class _Silent:
    """A logger that says nothing: dkimpy wants one, and the values it would print are the sender's."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def _computed(part: Part, have: Body, keys: _Keys) -> tuple[Cv, Why]:
    import dkim  # type: ignore[import-untyped]

    try:
        status, results, reason = dkim.arc_verify(
            part.data[part.start : part.end], logger=_Silent(), dnsfunc=keys, minkey=1024
        )
    except Exception:  # it converts and decodes what the sender wrote without a second look
        status, results, reason = dkim.CV_Fail, [], ""
    for missing in ("open", "not-observed"):
        if missing in keys.missing:
            return "unknown", missing
    if status == dkim.CV_None:
        return "none", "structure"
    if status is None:
        return "none", "ended"
    if status == dkim.CV_Pass:
        return "pass", ""
    return _failed(results, str(reason), have, keys)


def _failed(results: list[dict[str, Any]], reason: str, have: Body, keys: _Keys) -> tuple[Cv, Why]:
    if reason.startswith(("x= value is past", "t= value is in the future")):
        return "unknown", "clock"
    if "no-key" in keys.missing:
        return "fail", "no-key"
    if "did not validate" not in reason:
        return "fail", "structure"
    seals_hold = all(result["as-valid"] for result in results)
    return ("unknown", "body") if seals_hold and have != "full" else ("fail", "mismatch")
