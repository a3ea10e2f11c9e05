"""One message through all stages. Reading `examine` from top to bottom is reading the program.

Pure: what it needs of the world it asks for, in questions; call it again with the answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from whosent.content import fingerprint, names_victim
from whosent.evidence import Scene, collect
from whosent.feedback import read_feedback
from whosent.mail import Part, parse
from whosent.mail.address import domain_of, first_address
from whosent.mail.date import rfc3339
from whosent.mail.decode import decode_words
from whosent.mail.part import EMBEDDED
from whosent.model.case import Case
from whosent.model.evidence import Evidence
from whosent.model.feedback import Feedback
from whosent.model.item import Item
from whosent.model.notice import Notice
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Answers, Question
from whosent.model.steps import Steps, completed
from whosent.model.verdict import Missing, Verdict
from whosent.notice import recognise_in_steps, recognise_with_returned
from whosent.trace import case_hops, find_origin, find_subject, shown_lines
from whosent.verdict import judge, newest
from whosent.verdict.rule import Ruleset
from whosent.walk import Walk, walk_copy, walk_message, walk_notice
from whosent.walk.lines import Line, read_lines
from whosent.walk.logged import find_logged
from whosent.walk.reporter import place_reports
from whosent.walk.side import Ask
from whosent.walk.victim import unwrap

MAX_FORWARDED = 100
"""Messages unwrapped from one wrapper."""
MAX_CONTENT = 8_000
"""Bytes of the sent message's text that are compared with others."""
NOTHING_SENT = frozenset({"auto-reply", "challenge", "read-receipt", "dmarc-report", "tls-report"})
"""Kinds that speak about no message of ours whose way could be walked."""


class Message(Struct, frozen=True, gc=False):
    """One message as read, before anything is known of the world. `returned` is the message that a notice returns,
    `lines` and `returned_lines` are the Received lines of the two, `feedback` the reports about mail in somebody's
    name.

    `attached`: it lay in another message. `vouched`: these are the bytes that a mail system stored; what was attached
    anybody may have edited, and what Outlook saved it has rebuilt. `truncated`: its end was not read.
    """

    source: str
    mail: Part
    notice: Notice
    returned: Part | None
    lines: tuple[Line, ...]
    returned_lines: tuple[Line, ...]
    attached: bool
    vouched: bool
    truncated: bool
    feedback: tuple[Feedback, ...] = ()


class Trail(Struct, frozen=True, gc=False):
    """A message whose way was followed. `content` is what was sent in our name: what a notice returns, or the message
    itself. `scene` is None where nothing was. `open_questions`: what the world was asked and has not answered."""

    message: Message
    content: Part | None
    scene: Scene | None
    evidence: tuple[Evidence, ...]
    open_questions: tuple[Question, ...]
    feedback: tuple[Feedback, ...] = ()


def examine(
    item: Item, own: OwnSide, answers: Answers, ruleset: Ruleset | None = None, *, show: bool = False
) -> tuple[Case, ...]:
    """Examine one message. A wrapper with notices attached gives one case per notice and none for itself.

    `answers` are what is known of the world; each case lists the questions still open. `show` adds the raw header lines
    that a human report wants to print.
    """
    trails = [follow(message, own, answers) for message in completed(read(item))]
    return tuple([conclude(trail, ruleset, show=show) for trail in trails])


def read(item: Item) -> Steps[tuple[Message, ...]]:
    """First, what the bytes say, whoever asks and whatever else is known."""
    mail = parse(item.data)
    yield
    notice, returned = yield from recognise_in_steps(mail)
    if notice.kind == "message":
        inner = list(_forwarded(mail))
        if inner:
            names = [f"{item.source}#{n}" for n in range(1, len(inner) + 1)] if len(inner) > 1 else [item.source]
            return tuple([_message(name, part, *recognise_with_returned(part), item, attached=True)
                          for name, part in zip(names, inner, strict=True)])  # fmt: skip
    yield
    return (_message(item.source, mail, notice, returned, item, attached=False),)


def _message(source: str, mail: Part, notice: Notice, returned: Part | None, item: Item, *, attached: bool) -> Message:
    vouched = not (attached or item.reconstructed)
    lines = read_lines(mail.head, "notice")
    below = read_lines(returned.head, "returned") if returned is not None and notice.kind != "message" else ()
    feedback = read_feedback(mail, notice)
    return Message(source, mail, notice, returned, lines, below, attached, vouched, item.truncated, feedback)


def follow(message: Message, own: OwnSide, answers: Answers) -> Trail:
    """Then the way that it took, and what of that is evidence."""
    asker = _Asker(answers)
    own = own if message.vouched else replace(own, intake="upload")
    feedback = place_reports(message.feedback, message.mail.head, message.lines, own, asker)
    walk = _walk(message, own, asker)
    if walk is None:
        return Trail(message, None, None, (), tuple(asker.open), feedback)
    plain = message.notice.kind == "message"
    content = message.mail if plain else message.returned
    head = content.head if content is not None else None
    logged = find_logged(walk, message.notice, asker) if own.logs else None
    as_sent = content if message.vouched or message.attached else None
    scene = Scene(message.notice, message.mail.head, head, walk, asker, plain, logged, as_sent)
    evidence = collect(scene)
    return Trail(message, content, scene, evidence, tuple(asker.open), feedback)


def conclude(trail: Trail, ruleset: Ruleset | None = None, *, show: bool = False) -> Case:
    """Last, the case, judged if something was sent in our name."""
    message, content, scene = trail.message, trail.content, trail.scene
    mail, notice = message.mail, message.notice
    case = Case(
        source=message.source,
        notice=notice,
        message_id=(mail.head.get(b"message-id") or "").strip() or None,
        date=rfc3339(mail.head.get(b"date") or ""),
        subject=decode_words(mail.head.get(b"subject") or "") or None,
        truncated=message.truncated,
        feedback=trail.feedback,
    )
    if scene is None:
        return replace(case, open_questions=trail.open_questions) if trail.feedback else case
    walk = scene.walk
    verdict = judge(trail.evidence, ruleset or newest(), find_origin(scene), find_subject(walk, scene.logged))
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
        verdict=_without_its_end(verdict) if message.truncated else verdict,
        open_questions=trail.open_questions,
        lines=shown_lines(scene, trail.evidence) if show else {},
        fingerprint=fingerprint(text, _subject_of(scene), recipients, html=html) if text else None,
        mentions_victim=bool(text and walk.victim) and names_victim(text, str(walk.victim), recipients),
    )


def _without_its_end(verdict: Verdict) -> Verdict:
    """What the end of the message would have said is missing."""
    return replace(verdict, missing=(Missing("option", "whole-message"), *verdict.missing))


class _Asker:
    """Answers questions, and notes those that are open."""

    __slots__ = ("_answers", "open")

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.open: dict[Question, None] = {}

    def __call__(self, question: Question) -> Answer | None:
        answer = self._answers.get(question)
        if answer is None:
            self.open[question] = None
        return answer


def _walk(message: Message, own: OwnSide, ask: Ask) -> Walk | None:
    """The walk, None where nothing was sent in our name."""
    notice = message.notice
    if notice.kind == "message":
        return _walk_plain(message, own, ask)
    if notice.kind in NOTHING_SENT:
        return None
    walk = walk_notice(message.mail.head, message.lines, notice, message.returned_lines, own, ask)
    if notice.kind == "complaint" and not _in_our_name(walk.victim, walk.addressee, own):
        return None
    return walk


def _walk_plain(message: Message, own: OwnSide, ask: Ask) -> Walk | None:
    head = message.mail.head
    sender = first_address(head.get(b"from"))
    envelope = unwrap(first_address(head.get(b"return-path")))
    if message.attached:
        walk = walk_copy(message.lines, sender, own, ask)
    else:
        walk = walk_message(head, message.lines, sender, own, ask)
    ours = any(_in_our_name(name, walk.addressee, own) for name in (sender, envelope))
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
