"""The way at a glance: three or four stations for the owner of the mailbox, before any detail."""

from __future__ import annotations

from whosent.model.case import Case, TracedHop
from whosent.model.verdict import Entry
from whosent.report import facts
from whosent.report.parts import Form, Node
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts

_OURS: frozenset[Entry] = frozenset({"login", "local", "loopback", "relayed"})


def glance(case: Case, texts: Texts) -> tuple[Node, ...]:
    """Who sent it, our server if it went through it, who refused, and the reader. () where the start is not known or
    only claimed."""
    verdict = case.verdict
    start = facts.place(case, "entry") or facts.place(case, "hand-over")
    if verdict is None or start is None or start.standing == "claimed" or verdict.origin.entry is None:
        return ()
    entry = verdict.origin.entry
    nodes = [_node(texts, f"glance-{entry}", "seen", _start(start, entry))]
    plain = case.notice.kind == "message"
    if entry in _OURS or plain:
        nodes.append(_node(texts, "glance-server", "border", start.hop.by))
    if not plain:
        nodes.append(_refused(case, texts, entry))
    return (*nodes, _node(texts, "glance-you-copy" if plain else "glance-you", "event", case.addressee))


def _start(traced: TracedHop, entry: Entry) -> str | None:
    hop = traced.hop
    if entry == "local":
        return facts.account_name(hop.account)
    return None if entry == "loopback" else hop.client


def _refused(case: Case, texts: Texts, entry: Entry) -> Node:
    """The server that would not have it: the one that our server names if ours made the notice, else the reporter."""
    failed = [recipient for recipient in case.notice.recipients if recipient.reason]
    remote = failed[0].remote_mta if failed else None
    title = texts.say(f"reason-{failed[0].reason}", voice="title") if failed else ""
    who = (remote if entry in _OURS else None) or case.notice.reporting_mta
    return Node("seen", texts.words("glance-recipient"), tuple(_value(item) for item in (who, Said(title)) if item))


def _node(texts: Texts, key: str, form: Form, detail: str | None) -> Node:
    return Node(form, texts.words(key), (_value(detail),) if detail else ())


def _value(text: str) -> Words:
    return (Span(text, "plain" if isinstance(text, Said) else "value"),)
