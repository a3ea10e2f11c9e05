"""Reports that come as attachments: gzip, zip or plain, the XML of DMARC or JSON of TLS reports, however labelled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from whosent.feedback import aggregate, tls
from whosent.feedback.unpack import MAX_FILES, MAX_PACKED, Budget, RefusedError, files, is_packed
from whosent.mail.part import Part
from whosent.model.feedback import Feedback
from whosent.model.notice import Notice

_XML = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")
_JSON = b"{"
_REPORT = (b"<?xml", b"<feedback", b"{")
_BLANK = b"\xef\xbb\xbf \t\r\n"
"""A byte order mark and white space."""
_SNIFFED = 120
"""Bytes of an attachment, as they stand in the message, by which it is told what it is."""


def read(mail: Part, notice: Notice) -> tuple[Feedback, ...]:
    """The reports in `mail`; at least one, which says why there is none."""
    budget = Budget()
    found = [report for leaf in _attachments(mail) for report in _attached(leaf, budget)]
    if not found:
        found.append(Feedback("tls" if notice.kind == "tls-report" else "dmarc", trouble="no-report"))
    return tuple(found)


def _attachments(mail: Part) -> list[Part]:
    """What can be a report by its first bytes. In a text for people it must say more than that markup begins."""
    leaves = [leaf for leaf in mail.leaves() if leaf.content_type != "text/html" and _is_report(leaf)]
    return leaves[:MAX_FILES]


def _is_report(leaf: Part) -> bool:
    start = leaf.payload(_SNIFFED)
    if leaf.content_type == "text/plain":
        return start.lstrip(_BLANK).startswith(_REPORT)
    return is_packed(start) or _is_xml(start) or _is_json(start)


def _is_xml(start: bytes) -> bool:
    return start.startswith(_XML) or start.lstrip(_BLANK).startswith(_XML[0])


def _is_json(start: bytes) -> bool:
    return start.lstrip(_BLANK).startswith(_JSON)


def _attached(leaf: Part, budget: Budget) -> Iterator[Feedback]:
    """The reports in one attachment. One that is refused is told, and nothing behind it is opened."""
    try:
        if leaf.end - leaf.body > 2 * MAX_PACKED:  # base64 takes a third more than what it carries
            raise RefusedError("too-large")
        for pieces in files(leaf.payload(), budget):
            yield from _file(pieces)
    except RefusedError as refused:
        yield Feedback("dmarc", trouble=refused.trouble)


def _file(pieces: Iterator[bytes]) -> Iterator[Feedback]:
    first = next(pieces, b"")
    pieces = chain((first,), pieces)
    if _is_xml(first):
        yield aggregate.read(pieces)
    elif _is_json(first):
        yield from tls.read(pieces)
    else:
        raise RefusedError("no-report")
