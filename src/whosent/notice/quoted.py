"""A message that stands as text inside another: the copy at the end of a bounce without MIME parts."""

from __future__ import annotations

import re

from whosent.mail.part import Part, parse, parse_span
from whosent.mail.pattern import pattern
from whosent.notice.view import View, bytes_of
from whosent.notice.words import any_in

# Both below are matched with the text in lower case.
_FIELD = pattern(r"[ \t]{0,12}(?:>[ \t]?){0,4}([a-z][a-z0-9-]{1,60}):(?=[ \t]|$)")
_UNQUOTE = pattern(r"^[ \t]{0,12}(?:>[ \t]?){0,4}", re.MULTILINE)
_TRACE = frozenset({"received", "return-path", "message-id", "mime-version", "dkim-signature", "content-type"})
"""Fields that a header block has and a list of message details in prose ("To: ..., Subject: ...") has not."""
_TRACE_LABELS = tuple(f"{name}:" for name in sorted(_TRACE))
_COMMON = frozenset({"from", "to", "subject", "date"})
_CONTINUED = (" ", "\t", ">")
# "--- Below this line is a copy of the message.", "-----Unsent message below-----", "Original message follows."
_COPY = pattern(
    r"^[ \t]{0,12}(?:[-=*_|+]{2}[^\n]{0,100}(?:original|returned|unsent|below this line|copy of|message text"
    r"|your message|ursprüngliche|original-?nachricht|originale?|d'origine|kopie)"
    r"|(?:original|returned|unsent) message follows"
    r"|message headers follow|your message reads)",
    re.MULTILINE,
)
_MAX_LINES = 2_000


def find_header_block(view: View) -> int:
    """Where the first header block begins in the human-readable text, its length if there is none: lines that are
    fields or continue one, with at least one field of transport among them."""
    text = view.lower
    if not any_in(_TRACE_LABELS, text):
        return len(text)
    at, begin = 0, -1
    names: set[str] = set()
    for line in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        found = _FIELD.match(line)
        if found is not None:
            begin = begin if names else at
            names.add(found[1])
        elif not (names and line[:1] in _CONTINUED and line.strip(" \t>")):
            if _is_header(names):
                return begin
            names = set()
        at += len(line) + 1
    return begin if _is_header(names) else len(text)


def _is_header(names: set[str]) -> bool:
    return len(names & _TRACE) + len(names & _COMMON) > 2 and bool(names & _TRACE)


def end_of_words(view: View, block: int) -> int:
    """Where the notice's own words end: at a line that announces the copy, or at its header block `block`."""
    copy = _COPY.search(view.lower, 0, block)
    return copy.start() if copy else block


def own_words(view: View) -> str:
    """The human-readable text without the copy of the message."""
    return view.text[: end_of_words(view, find_header_block(view))]


def quoted_message(view: View) -> Part | None:
    """The message quoted in the human-readable text, None if there is none."""
    return message_at(view, find_header_block(view))


def message_at(view: View, block: int) -> Part | None:
    """The message whose header block begins at `block` of the human-readable text: in the notice's own bytes where it
    stands there as it is, else unquoted into a buffer of its own; None at the end of the text."""
    text = view.text
    if block >= len(text):
        return None
    line = text[block : block + 2_000].partition("\n")[0]
    if line[:1] in _CONTINUED:
        return parse(_UNQUOTE.sub("", text[block:]).encode("utf-8", "surrogateescape"))
    needle = line.encode("utf-8", "surrogateescape")
    for leaf in view.human:
        data, start, end = bytes_of(leaf)
        found = data.find(needle, start, end)
        if found >= 0:
            return parse_span(data, found, end)
    return parse(text[block:].encode("utf-8", "surrogateescape"))
