"""One message through all stages. Reading `examine` from top to bottom is reading the program.

Pure: what it needs of the world it asks for, in questions; call it again with the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence import Scene, collect
from whosent.incident.fingerprint import fingerprint
from whosent.mail import Part, parse
from whosent.mail.address import domain_of, first_address
from whosent.mail.decode import decode_words
from whosent.mail.head import Head
from whosent.mail.part import EMBEDDED, parse_span
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.notice import Notice
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Answers, Question
from whosent.notice import recognise
from whosent.received.date import rfc3339
from whosent.trace import case_hops, find_origin, find_subject, shown_lines
from whosent.verdict import judge, newest
from whosent.verdict.rule import Ruleset
from whosent.walk import Walk, walk_copy, walk_message, walk_notice
from whosent.walk.side import Ask
from whosent.walk.victim import unwrap

MAX_FORWARDED = 100
"""Notices unwrapped from one wrapper."""


def examine(
    item: Item, own: OwnSide, answers: Answers, ruleset: Ruleset | None = None, *, show: bool = False
) -> tuple[Case, ...]:
    """Examine one message. A wrapper with notices attached gives one case per notice and none for itself.

    `answers` are what is known of the world; each case lists the questions still open. `show` adds the raw header lines
    that a human report wants to print.
    """
    mail = parse(item.data)
    own = _with_intake(own, "upload") if item.reconstructed else own
    notice = recognise(mail)
    if notice.kind == "message":
        inner = list(_forwarded(mail))
        if inner:
            return tuple(_examine_forwarded(item, part, number if len(inner) > 1 else 0, own, answers, ruleset, show)
                         for number, part in enumerate(inner, 1))  # fmt: skip
    return (_examine_one(item.source, mail, notice, own, answers, ruleset, show),)


def _examine_forwarded(
    item: Item, part: Part, number: int, own: OwnSide, answers: Answers, ruleset: Ruleset | None, show: bool
) -> Case:
    """What somebody attached: its outer header is `reported` at best."""
    source = f"{item.source}#{number}" if number else item.source
    return _examine_one(source, part, recognise(part), _with_intake(own, "upload"), answers, ruleset, show, copy=True)


def _examine_one(
    source: str, mail: Part, notice: Notice, own: OwnSide, answers: Answers, ruleset: Ruleset | None, show: bool,
    *, copy: bool = False,
) -> Case:  # fmt: skip
    open_questions: list[Question] = []

    def ask(question: Question) -> Answer | None:
        answer = answers.get(question)
        if answer is None and question not in open_questions:
            open_questions.append(question)
        return answer

    returned = None
    if notice.returned is not None:
        returned = parse_span(notice.returned_data, *notice.returned)
    plain = notice.kind == "message"
    walk: Walk | None
    if plain:
        walk = _walk_plain(mail.head, own, ask, copy=copy)
    elif notice.kind in ("auto-reply", "challenge", "read-receipt", "dmarc-report", "tls-report"):
        walk = None
    else:
        walk = walk_notice(mail.head, notice, returned.head if returned else None, own, ask)
        if notice.kind == "complaint" and not _in_our_name(walk.victim, walk.addressee, own):
            walk = None
    body = mail if plain else returned
    common = {
        "source": source,
        "notice": notice,
        "message_id": (mail.head.get(b"message-id") or "").strip() or None,
        "date": rfc3339(mail.head.get(b"date") or ""),
        "subject": decode_words(mail.head.get(b"subject") or "") or None,
    }
    if walk is None:
        return Case(**common)
    head = mail.head if plain else (returned.head if returned else None)
    scene = Scene(notice=notice, head=mail.head, returned=head, walk=walk, plain=plain)
    evidence = collect(scene)
    verdict = judge(
        evidence, ruleset or newest(), find_origin(walk, head, notice), find_subject(walk)
    )
    return Case(
        **common,
        victim=walk.victim,
        addressee=walk.addressee,
        hops=case_hops(scene),
        hand_over_ip=walk.hand_over_line.hop.from_ip if walk.hand_over_line else None,
        verdict=verdict,
        open_questions=tuple(open_questions),
        lines=shown_lines(scene, evidence) if show else {},
        fingerprint=fingerprint(body.text(2_000), notice.original.subject or "") if body is not None else None,
    )


def _walk_plain(head: Head, own: OwnSide, ask: Ask, *, copy: bool) -> Walk | None:
    """Walk a message that reports nothing, if it carries our name as sender."""
    sender = first_address(head.get(b"from"))
    envelope = first_address(head.get(b"return-path"))
    walk = walk_copy(head, sender, own, ask) if copy else walk_message(head, sender, own, ask)
    for name in (sender, unwrap(envelope)):
        if name and _in_our_name(name, walk.addressee, own):
            return walk
    return None


def _in_our_name(address: str | None, addressee: str | None, own: OwnSide) -> bool:
    """Is the address one of those whose side we are on? By default that is the address the message was delivered to."""
    if not address:
        return False
    lower = address.lower()
    if own.domains or own.addresses:
        return domain_of(lower) in own.domains or lower in own.addresses
    return bool(addressee) and lower == str(addressee).lower()


def _forwarded(mail: Part) -> Iterator[Part]:
    """Messages attached to this one: message/rfc822 parts, and attached .eml files of any type."""
    if not mail.parts:
        return
    for count, leaf in enumerate(leaf for leaf in mail.leaves() if _is_message(leaf)):
        if count >= MAX_FORWARDED:
            break
        inner = leaf.embedded() if leaf.content_type in EMBEDDED else parse(leaf.payload())
        if inner.head.fields:
            yield inner


def _is_message(leaf: Part) -> bool:
    if leaf.content_type in EMBEDDED:
        return True
    name = leaf.param("name") or ""
    disposition = leaf.head.get(b"content-disposition") or ""
    return name.lower().endswith(".eml") or ".eml" in disposition.lower()


def _with_intake(own: OwnSide, intake: str) -> OwnSide:
    from msgspec.structs import replace

    return own if own.intake == intake else replace(own, intake=intake)
