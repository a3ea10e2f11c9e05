"""One message through all stages. Reading `examine` from top to bottom is reading the program.

Pure: what it needs of the world it asks for, in questions; call it again with the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from whosent.content import fingerprint, names_victim
from whosent.evidence import Scene, collect
from whosent.mail import Part, parse
from whosent.mail.address import domain_of, first_address
from whosent.mail.date import rfc3339
from whosent.mail.decode import decode_words
from whosent.mail.head import Head
from whosent.mail.part import EMBEDDED
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.notice import Notice
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Answers, Question
from whosent.model.verdict import Missing
from whosent.notice import recognise_with_returned
from whosent.trace import case_hops, find_origin, find_subject, shown_lines
from whosent.verdict import judge, newest
from whosent.verdict.rule import Ruleset
from whosent.walk import Walk, walk_copy, walk_message, walk_notice
from whosent.walk.victim import unwrap

MAX_FORWARDED = 100
"""Messages unwrapped from one wrapper."""
MAX_CONTENT = 8_000
"""Bytes of the sent message's text that are compared with others."""
NOTHING_SENT = frozenset({"auto-reply", "challenge", "read-receipt", "dmarc-report", "tls-report"})
"""Kinds that speak about no message of ours whose way could be walked."""


def examine(
    item: Item, own: OwnSide, answers: Answers, ruleset: Ruleset | None = None, *, show: bool = False
) -> tuple[Case, ...]:
    """Examine one message. A wrapper with notices attached gives one case per notice and none for itself.

    `answers` are what is known of the world; each case lists the questions still open. `show` adds the raw header lines
    that a human report wants to print.
    """
    cases = _cases(item, _Examination(own, answers, ruleset or newest(), show))
    return tuple(map(_cut_short, cases)) if item.truncated else cases


def _cases(item: Item, examination: _Examination) -> tuple[Case, ...]:
    mail = parse(item.data)
    if item.reconstructed:
        examination = examination.of_upload()
    notice, returned = recognise_with_returned(mail)
    if notice.kind == "message":
        inner = list(_forwarded(mail))
        if inner:
            attached = examination.of_upload()
            names = [f"{item.source}#{n}" for n in range(1, len(inner) + 1)] if len(inner) > 1 else [item.source]
            return tuple(attached.case(name, part, *recognise_with_returned(part), copy=True)
                         for name, part in zip(names, inner, strict=True))  # fmt: skip
    return (examination.case(item.source, mail, notice, returned),)


def _cut_short(case: Case) -> Case:
    """What its end would have said is missing."""
    verdict = case.verdict
    if verdict is not None:
        verdict = replace(verdict, missing=(Missing("option", "whole-message"), *verdict.missing))
    return replace(case, truncated=True, verdict=verdict)


class _Examination:
    """The settings for one item, and the questions that its messages leave open."""

    def __init__(self, own: OwnSide, answers: Answers, ruleset: Ruleset, show: bool) -> None:
        self.own = own
        self.answers = answers
        self.ruleset = ruleset
        self.show = show
        self.open: dict[Question, None] = {}

    def of_upload(self) -> _Examination:
        """The same for bytes that anybody may have edited: what was attached, what Outlook rebuilt."""
        return _Examination(replace(self.own, intake="upload"), self.answers, self.ruleset, self.show)

    def ask(self, question: Question) -> Answer | None:
        """The answer, or None after noting the question as open."""
        answer = self.answers.get(question)
        if answer is None:
            self.open[question] = None
        return answer

    def case(self, source: str, mail: Part, notice: Notice, returned: Part | None, *, copy: bool = False) -> Case:
        """One message, judged if something was sent in our name."""
        plain = notice.kind == "message"
        case = Case(
            source=source,
            notice=notice,
            message_id=(mail.head.get(b"message-id") or "").strip() or None,
            date=rfc3339(mail.head.get(b"date") or ""),
            subject=decode_words(mail.head.get(b"subject") or "") or None,
        )
        walk = self._walk(mail.head, notice, returned, copy=copy)
        if walk is None:
            return case
        content = mail if plain else returned
        scene = Scene(notice, mail.head, content.head if content is not None else None, walk, plain)
        evidence = collect(scene)
        leaf = _first_text(content) if content is not None else None
        text = leaf.text(MAX_CONTENT) if leaf is not None else ""
        html = leaf.payload(MAX_CONTENT) if leaf is not None and leaf.content_type == "text/html" else b""
        recipients = tuple([recipient.address for recipient in notice.recipients])
        return replace(
            case,
            victim=walk.victim,
            addressee=walk.addressee,
            hops=case_hops(scene),
            hand_over_ip=walk.hand_over_line.hop.from_ip if walk.hand_over_line else None,
            verdict=judge(evidence, self.ruleset, find_origin(scene), find_subject(walk)),
            open_questions=tuple(self.open),
            lines=shown_lines(scene, evidence) if self.show else {},
            fingerprint=fingerprint(text, _subject_of(scene), recipients, html=html) if text else None,
            mentions_victim=bool(text and walk.victim) and names_victim(text, str(walk.victim), recipients),
        )

    def _walk(self, head: Head, notice: Notice, returned: Part | None, *, copy: bool) -> Walk | None:
        """The walk, None where nothing was sent in our name."""
        if notice.kind == "message":
            return self._walk_plain(head, copy=copy)
        if notice.kind in NOTHING_SENT:
            return None
        walk = walk_notice(head, notice, returned.head if returned is not None else None, self.own, self.ask)
        if notice.kind == "complaint" and not _in_our_name(walk.victim, walk.addressee, self.own):
            return None
        return walk

    def _walk_plain(self, head: Head, *, copy: bool) -> Walk | None:
        sender = first_address(head.get(b"from"))
        envelope = unwrap(first_address(head.get(b"return-path")))
        walk = (walk_copy if copy else walk_message)(head, sender, self.own, self.ask)
        ours = any(_in_our_name(name, walk.addressee, self.own) for name in (sender, envelope))
        return walk if ours else None


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


def _first_text(content: Part) -> Part | None:
    """The first text part, whose words are compared with others."""
    for leaf in content.leaves():
        if leaf.content_type.startswith("text/"):
            return leaf
    return None


def _subject_of(scene: Scene) -> str | None:
    return decode_words(scene.returned.get(b"subject") or "") or None if scene.returned is not None else None
