"""Notices in prose: an announcement, the recipients each on a line of its own with what was said about it, then a
copy of the message. Most mail systems differ only in the words; a `Form` holds the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from msgspec import Struct

from whosent.mail.address import ADDR_SPEC, first_address, tidy
from whosent.mail.head import squeeze
from whosent.mail.part import Part
from whosent.mail.pattern import pattern
from whosent.model.notice import Kind
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View
from whosent.notice.words import any_in

_PARAGRAPH = pattern(r"\n[ \t]*\n\s*")
_MAX_RECIPIENTS = 1_000
_MAX_SAID = 2_000
"""Characters of what was said about one recipient."""

_DELAY_WORDS = (
    "this is a warning message only", "not need to resend", "not have to resend", "has been delayed",
    "is delayed", "not yet been delivered", "being retried", "will be retried",
    "will continue to attempt", "will continue to try", "will continue for", "will keep trying",
    "attempts will continue", "has been postponed",
)  # fmt: skip
"""A notice that says one of these reports a delay, whatever mail system wrote it."""
_DELAY_SUBJECTS = ("delay", "warning: message", "warning: could not send", "still being retried")


def line(before: str = r"[ \t]{0,24}<?", after: str = r">?:?[ \t]*$") -> re.Pattern[str]:
    """A line with an address in group 1, and the line end in front of it (a search for that is several times as fast as
    one for `^`); `before` and `after` are regular expressions for what surrounds the address."""
    return pattern(rf"\n(?i:{before})({ADDR_SPEC})(?i:{after})", re.MULTILINE)


ALONE = line()
"""The address has the line to itself: bare, in angle brackets, with a colon."""
ANGLE = line(r"[ \t]{0,24}<", r">[ \t]*:?")
"""The address in angle brackets begins the line."""
LEADING = line(r"[ \t]{0,24}<?", r">?[ \t]*(?=[:;,(\[\s-]|$):?")
"""The address begins the line; what follows it is what was said."""


class Form(Struct, frozen=True):
    """The layout of a notice in prose. Literals in lower case.

    line        finds the address (group 1) of one recipient; what follows up to the next one was said about it
    after       the recipients stand behind the first of these that occurs; none occurs: another form. () from the top
    until       ends the recipients
    copy        in front of the returned message; ends the recipients as well
    needs       one of these occurs somewhere, else it is another form
    because     in front of what was said about all of them, where nothing stands behind their addresses
    paragraphs  so many paragraphs belong to what was said about a recipient
    heading     what `line` found belongs to what was said
    sender, client, host  in front of the returned message's envelope sender, of the client that handed it over, and of
                the name of the reporting system, where a notice prints these
    """

    line: re.Pattern[str] = ALONE
    after: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    paragraphs: int = 1
    heading: bool = False
    sender: str = ""
    client: str = ""
    host: str = ""


def prose(name: str, source: str, marks: tuple[str, ...], *forms: Form, header: tuple[str, ...] = ()) -> Dialect:
    """A dialect that needs no code of its own: the first form that fits is read. Where none fits and the notice
    carries a machine-readable part, that part is left to speak and only the name is given."""
    return Dialect(name, source, marks, reader(forms), header)


def reader(forms: tuple[Form, ...]) -> Callable[[View], Reading | None]:
    """Read by the first of `forms` that fits."""

    def read(view: View) -> Reading | None:
        for form in forms:
            reading = read_form(view, form)
            if reading is not None:
                return reading
        return named(view)

    return read


def named(view: View) -> Reading | None:
    """A reading that only names the dialect, where a machine-readable part says the rest."""
    return Reading() if view.groups else None


def read_form(view: View, form: Form) -> Reading | None:
    """The reading of `view` by `form`; None if its words or addresses are not there."""
    if form.needs and not any_in(form.needs, view.lower):
        return None
    start, end = span(view, form.after, form.until + form.copy)
    if start < 0:
        return None
    recipients = listed(view.text, start, end, form)
    if not recipients:
        return None
    if form.because and not any(found.diagnostic for found in recipients):
        reason = said_after(view, form.because, form.paragraphs)
        for found in recipients:
            found.diagnostic = reason
    return Reading(
        kind=kind_of(view, end),
        recipients=recipients,
        returned=returned_behind(view, form.copy),
        envelope_from=first_address(_printed(view, form.sender)),
        received_from=_printed(view, form.client) or None,
        reporting_mta=_printed(view, form.host) or None,
    )


def _printed(view: View, label: str) -> str:
    """The rest of the line behind `label`, without angle brackets."""
    at = view.lower.find(label) if label else -1
    if at < 0:
        return ""
    return view.text[at + len(label) :].split("\n", 1)[0].strip(" \t<>")[:255]


def returned_behind(view: View, copy: tuple[str, ...]) -> Part | None:
    """The returned message behind the first of `copy`, where it is no MIME part of its own."""
    return view.returned_after(*(literal.encode() for literal in copy)) if view.returned is None and copy else None


def span(view: View, after: tuple[str, ...], until: tuple[str, ...]) -> tuple[int, int]:
    """Where the text behind the first of `after` begins and where the first of `until` ends it; (-1, -1) if none of
    `after` occurs."""
    lower = view.lower
    start = 0
    if after:
        at, literal = _first_of(after, lower, 0)
        if not literal:
            return -1, -1
        start = at + len(literal)
    return start, _first_of(until, lower, start)[0]


def _first_of(literals: tuple[str, ...], text: str, start: int) -> tuple[int, str]:
    """Where the first of `literals` stands behind `start`, and which it is (of two that begin at the same place the
    longer one); the end of `text` and "" if none occurs. Each is searched only as far as the one found before."""
    first, which = len(text), ""
    for literal in literals:
        at = text.find(literal, start, first + len(literal))
        if at >= 0 and (at < first or len(literal) > len(which)):
            first, which = at, literal
    return first, which


def listed(text: str, start: int, end: int, form: Form) -> list[Found]:
    """The recipients between `start` and `end`, each once. A run of addresses with nothing between them shares what
    is said behind the last."""
    if start:
        start -= 1
    else:
        text, end = "\n" + text, end + 1
    matches = list(islice(form.line.finditer(text, start, end), _MAX_RECIPIENTS))
    recipients: dict[str, Found] = {}
    shared = ""
    for index in range(len(matches) - 1, -1, -1):
        stop = matches[index + 1].start() if index + 1 < len(matches) else end
        begin = matches[index].start() if form.heading else matches[index].end()
        shared = said(text[begin:stop], form.paragraphs) or shared
        address = tidy(matches[index][1])
        earlier = recipients.pop(address.lower(), None)
        recipients[address.lower()] = Found(address, shared or (earlier.diagnostic if earlier else ""))
    return list(reversed(recipients.values()))


def said(text: str, paragraphs: int = 1) -> str:
    """The first `paragraphs` paragraphs of `text` in one line."""
    text = text.lstrip(" \t\n:>,;-").rstrip()
    if not text:
        return ""
    return squeeze(" ".join(_PARAGRAPH.split(text, paragraphs)[:paragraphs]))[:_MAX_SAID]


def said_after(view: View, literals: tuple[str, ...], paragraphs: int = 1) -> str:
    """What stands behind one of `literals` (the first in their order) in the text, "" if none occurs."""
    for literal in literals:
        at = view.lower.find(literal)
        if at >= 0:
            return said(view.text[at + len(literal) :], paragraphs)
    return ""


def kind_of(view: View, end: int) -> Kind:
    """A delay if the text up to `end`, or the subject, announces one, else a bounce."""
    subject = view.subject_l
    if any_in(_DELAY_SUBJECTS, subject):
        return "bounce" if "failure" in subject else "delay"
    return "delay" if any_in(_DELAY_WORDS, view.lower[:end]) else "bounce"
