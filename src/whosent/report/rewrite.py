"""Change every free text of a case, wherever it stands: the one table of fields that hold text from a mail.

Used to replace names (`redact`) and to leave out the account of somebody else. `tests/unit/report/test_rewrite.py`
fails when the model gets a text field that is in neither table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from whosent.model.case import Case, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.feedback import Auth, Feedback, Policy, Record, Sessions
from whosent.model.hop import Hop
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.model.notice import Notice, Oddity, Original, Recipient
from whosent.model.question import Question
from whosent.model.verdict import Missing, Origin, Subject, Verdict

Change = Callable[[str], str]
S = TypeVar("S", bound=Struct)

FREE: dict[type[Struct], tuple[str, ...]] = {
    Case: ("source", "notice", "message_id", "subject", "victim", "addressee", "hops", "hand_over_ip", "verdict",
           "open_questions", "lines", "feedback"),
    Notice: ("recipients", "reporting_mta", "received_from", "queue_id", "original", "source_ip", "oddities"),
    Oddity: ("seen",),
    Recipient: ("address", "original_address", "diagnostic", "remote_mta"),
    Original: ("message_id", "from_addr", "envelope_from", "subject"),
    TracedHop: ("hop",),
    Hop: ("by", "from_helo", "from_rdns", "from_ip", "auth", "login", "ident", "local_user", "id", "for_addr",
          "envelope_from"),
    Verdict: ("evidence_for", "evidence_against", "evidence_neutral", "origin", "subject"),
    Evidence: ("source", "params"),
    Origin: ("ip", "script", "dir", "mailbox", "queue_id"),
    Subject: ("address",),
    Question: ("name",),
    Feedback: ("reporter", "contact", "report_id", "domain", "policy", "records", "sessions"),
    Record: ("source_ip", "header_from", "envelope_from", "auth", "overrides"),
    Auth: ("domain", "result", "selector"),
    Policy: ("domain",),
    Sessions: ("reasons",),
    Incident: ("sources", "addresses", "origins"),
    Unreadable: ("source", "error"),
}  # fmt: skip
"""Fields whose text comes from outside."""

FIXED: dict[type[Struct], tuple[str, ...]] = {
    Case: ("date", "fingerprint"),
    Notice: ("kind", "dialect"),
    Oddity: ("name",),
    Recipient: ("action", "status", "reason"),
    Original: ("date", "body"),
    TracedHop: ("standing", "of", "place"),
    Hop: ("protocol", "date", "tls", "family"),
    Verdict: ("cause", "certainty", "ruleset", "rule", "missing"),
    Evidence: ("kind", "standing"),
    Missing: ("question", "would_settle"),
    Origin: ("entry", "country"),
    Subject: ("relation",),
    Question: ("topic",),
    Feedback: ("form", "begin", "end", "totals", "trouble", "standing"),
    Record: ("disposition", "dkim", "spf", "whose"),
    Auth: ("method",),
    Policy: ("p", "sp", "np"),
    Incident: ("id", "cause", "certainty", "first", "last", "hourly", "aim", "forecast", "merged_into"),
}
"""Fields with words of our own, dates and codes."""


def rewrite(value: S, change: Change) -> S:
    """A copy in which `change` went over every free text."""
    return replace(value, **{name: _any(getattr(value, name), change) for name in FREE[type(value)]})


def _any(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_any(item, change) for item in value)
    if isinstance(value, dict):
        return {name: change(text) for name, text in value.items()}
    return rewrite(value, change) if isinstance(value, Struct) else value
