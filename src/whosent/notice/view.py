"""One message as the recognisers see it: header words, the human-readable text, the machine-readable groups, and the
place where the returned message begins. Computed once, on demand; recognisers only read."""

from __future__ import annotations

import re

from whosent.mail.address import first_address
from whosent.mail.decode import decode_words
from whosent.mail.head import Head
from whosent.mail.part import EMBEDDED, Part, parse, parse_span, undeclared_parts
from whosent.notice.fields import Groups, read_groups

MAX_HUMAN = 64 * 1024
"""Characters of human-readable text that are searched."""
_MIN_PLAIN = 200
"""Characters of plain text that are taken for the whole of it, where there is HTML as well."""
_HEADER_START = re.compile(rb"(?:^|\n)[ \t>]{0,4}(?:Received|Return-Path|From|Date|Message-ID|Subject|To|DKIM-Signature"
                           rb"|MIME-Version|Reply-To|Sender|X-[A-Za-z-]{1,40})[ \t]{0,4}:", re.IGNORECASE)  # fmt: skip
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RECEIPT = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_UNTOLD = frozenset({"application/octet-stream", "application/x-unknown", "message/x-delivery-status"})
"""Types that gateways give to parts they do not know."""
_STATUS_FIELDS = (b"reporting-mta:", b"final-recipient:", b"original-recipient:", b"original-envelope-id:")
_MESSAGE_FIELDS = (b"received:", b"return-path:", b"message-id:", b"from:", b"date:", b"dkim-signature:")
_MAX_BEGINNING = 200
"""Bytes of a part by which it is told what it is."""
_MIME_BODY = re.compile(rb"\s{0,20}(?:[^\n@]{1,200}\n){0,4}\s{0,20}--\S")
_QUOTED = re.compile(rb"[ \t>]{1,12}")
_MAX_SIGNED = 160
"""Characters of a field in which a program gives itself away."""


class View:
    """The message `mail`, prepared for reading.

    head           its header block
    names          lower-case names of its header fields
    subject, sender, lower-case `subject_l`, `sender_l` (sender = the From field, decoded)
    from_addr      the From address or ""
    text           the human-readable part(s), LF line ends, at most 64 KiB; `lower` the same in lower case
    groups         delivery-status groups, [] where there are none
    disposition    fields of message/disposition-notification (RFC 8098), {}
    returned       the returned message as a Part (its bytes: `returned.data[returned.start:returned.end]`), or None
    parts          all parts that are no multiparts, in order
    human          the parts that `text` is made of
    """

    __slots__ = ("_header_lower", "_lower", "_text", "disposition", "from_addr", "groups", "head",
                 "human", "mail", "names", "parts", "report_type", "returned", "sender", "sender_l", "subject",
                 "subject_l")  # fmt: skip

    def __init__(self, mail: Part) -> None:
        self.mail = mail
        self.head: Head = mail.head
        self.names = mail.head.names()
        self.subject = decode_words(mail.head.get(b"subject") or "")
        self.subject_l = self.subject.lower()
        self.sender = decode_words(mail.head.get(b"from") or "")
        self.sender_l = self.sender.lower()
        self.from_addr = (first_address(self.sender) or "").lower()
        self.report_type = (mail.param("report-type") or "").lower() if mail.parts else ""
        self.groups: Groups = []
        self.disposition: dict[str, str] = {}
        self.returned: Part | None = None
        self.parts = self._parts()
        self.human: list[Part] = []
        self._text: str | None = None
        self._lower: str | None = None
        self._header_lower: str | None = None
        self._sort_parts()

    def _sort_parts(self) -> None:
        for leaf in self.parts:
            kind = leaf.content_type
            if kind in _STATUS:
                self.groups.extend(read_groups(leaf.text()))
            elif kind in _RECEIPT:
                for group in read_groups(leaf.text()):
                    self.disposition.update(group)
            elif kind in EMBEDDED:
                self.returned = self.returned or leaf.embedded()
            elif kind.startswith(("text/", "multipart/")) or leaf is self.mail or kind in _UNTOLD:
                self._sort_text(leaf)

    def _parts(self) -> tuple[Part, ...]:
        """The parts; those of a message that lost the header which says that it has any, as well: its body begins with
        a delimiter, at most with the usual sentence about MIME before it."""
        mail = self.mail
        if not mail.parts and mail.content_type == "text/plain" and _MIME_BODY.match(mail.data, mail.body, mail.end):
            parts = undeclared_parts(mail)
            if any(part.content_type.startswith("message/") for part in parts):
                return tuple(leaf for part in parts for leaf in part.leaves())
        return tuple(mail.leaves())

    def _sort_text(self, leaf: Part) -> None:
        """A part without a telling type: words, or fields or the returned message with the wrong label."""
        if leaf is not self.mail:
            beginning = leaf.payload(_MAX_BEGINNING).lstrip().lower()
            if not self.groups and beginning.startswith(_STATUS_FIELDS):
                self.groups.extend(read_groups(leaf.text()))
                return
            if self.groups and self.returned is None and beginning.startswith(_MESSAGE_FIELDS):
                self.returned = leaf.embedded()
        if self.returned is None and leaf.content_type not in _UNTOLD:
            self.human.append(leaf)

    @property
    def text(self) -> str:
        """The human-readable text before the returned message: the text/plain parts; with HTML reduced to words where
        those are not worth reading (a list's footer)."""
        if self._text is None:
            if len(self.human) == 1:
                self._text = self.human[0].text(MAX_HUMAN)[:MAX_HUMAN]
                return self._text
            plain = [part for part in self.human if part.content_type != "text/html"]
            text = "\n".join(part.text(MAX_HUMAN) for part in plain)
            if len(plain) < len(self.human) and len(text) < _MIN_PLAIN:
                text = "\n".join(part.text(MAX_HUMAN) for part in self.human)
            self._text = text[:MAX_HUMAN]
        return self._text

    @property
    def lower(self) -> str:
        """`text` in lower case, character by character: positions in one are positions in the other (of all
        characters, only the dotted capital I grows in lower case)."""
        if self._lower is None:
            self._lower = self.text.replace("\u0130", "i").lower()
        return self._lower

    @property
    def header_lower(self) -> str:
        """The raw header block in lower case (bytes read as Latin-1)."""
        if self._header_lower is None:
            self._header_lower = self.head.data[self.head.start : self.head.body].decode("latin-1").lower()
        return self._header_lower

    def signed(self, name: bytes) -> str:
        """The beginning of a field by which programs sign, in lower case: From and Subject decoded; of the Received
        lines the lowest, which is the reporter's own where it writes one ("(qmail 1 invoked for bounce)")."""
        if name == b"from":
            value = self.sender_l
        elif name == b"subject":
            value = self.subject_l
        elif name == b"received":
            lines = self.head.numbers(name)
            value = self.head.value(lines[-1]).lower() if lines else ""
        else:
            value = (self.head.get(name) or "").lower()
        return value[:_MAX_SIGNED]

    def returned_after(self, *markers: bytes) -> Part | None:
        """The returned message that follows a marker line in the text, for notices without MIME parts: parsed from
        the first header-like line after the first of the markers that occurs. Markers are lower case."""
        for leaf in self.human:
            data, start, end = bytes_of(leaf)
            lower = data[start:end].lower()
            for marker in markers:
                at = lower.find(marker)
                if at < 0:
                    continue
                begin = _HEADER_START.search(data, start + at, end)
                if begin is not None:
                    return _parse_quoted(data, begin.start() + (data[begin.start()] == 10), end)
        return None


def bytes_of(leaf: Part) -> tuple[bytes, int, int]:
    """The buffer that the bytes of a part's text stand in, and from where to where: the message itself, so that offsets
    stay true, or where base64 or quoted-printable hides them a buffer of their own."""
    if leaf.encoding() in ("base64", "quoted-printable"):
        data = leaf.payload()
        return data, 0, len(data)
    return leaf.data, leaf.body, leaf.end


def _parse_quoted(data: bytes, start: int, end: int) -> Part:
    if data[start] in b"> \t":  # quoted or indented: take away what the first line begins with (folds keep theirs)
        prefix = _QUOTED.match(data, start)
        mark = prefix[0] if prefix else b""
        pattern = rb"(?m)^(?:" + re.escape(mark) + rb"|" + re.escape(mark.rstrip()) + rb")"
        return parse(re.sub(pattern, b"", data[start:end]))
    return parse_span(data, start, end)
