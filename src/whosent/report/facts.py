"""What a case knows, by the names that the texts use. Nothing is invented; what is not known is left out."""

from __future__ import annotations

from whosent.mail.address import first_address
from whosent.model.case import Case, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.report.dates import Clock
from whosent.report.template import Span, Words
from whosent.report.texts import Texts
from whosent.report.trouble import told

Params = dict[str, str]


def of_evidence(item: Evidence, texts: Texts) -> Params:
    """The parameters of one piece of evidence, ready for its sentence."""
    found = dict(item.params)
    if account := account_name(found.get("account")):
        found["account"] = account
    if why := found.get("why"):
        found["why"] = told(why, texts).removesuffix(".")
    return found


def of_case(case: Case, clock: Clock | None = None) -> Params:
    """Parameters about one case; dates in words if there is a clock, else as they were read."""
    original, verdict = case.notice.original, case.verdict
    entry, hand_over = place(case, "entry"), place(case, "hand-over")
    believed = entry or hand_over
    hop = believed.hop if believed else Hop()
    origin = verdict.origin if verdict else None
    plain = case.notice.kind == "message"
    sent = hop.date or original.date or (case.date if plain else None)
    found = {
        "message_id": case.message_id if plain else original.message_id,
        "notice_id": None if plain else case.message_id,
        "received": _date(None if plain else case.date, clock),
        "sent": _date(sent, clock),
        "subject": case.subject if plain else original.subject,
        "recipient": case.notice.recipients[0].address if case.notice.recipients else None,
        "reporter": _reporter(case),
        "victim": case.victim or case.addressee,
        "ip": case.hand_over_ip,
        "client": hop.client,
        "host": hop.by,
        "accepted_for": first_address(hop.for_addr),
        "account": account_name(hop.account),
        "queue_id": origin.queue_id if origin else None,
        "script": (origin.script or origin.dir) if origin else None,
    }
    return {name: value for name, value in found.items() if value}


def account_name(account: str | None) -> str | None:
    """A bare number is no name: 33 -> uid 33."""
    return f"uid {account}" if account and account.isdigit() else account


def place(case: Case, name: str) -> TracedHop | None:
    """The hop that the walk marked so."""
    for traced in case.hops:
        if traced.place == name:
            return traced
    return None


def _reporter(case: Case) -> str | None:
    if case.notice.reporting_mta:
        return case.notice.reporting_mta
    for traced in case.hops:
        if traced.of == "returned" and traced.hop.by:
            return traced.hop.by
    return None


def _date(value: str | None, clock: Clock | None) -> str | None:
    return clock.moment(value) if clock and value else value


def joined(parts: list[Words], separator: str = " · ") -> Words:
    """The parts as one line."""
    spans: list[Span] = []
    for part in filter(None, parts):
        if spans:
            spans.append(Span(separator))
        spans += part
    return tuple(spans)
