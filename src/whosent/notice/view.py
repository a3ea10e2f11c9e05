"""One message as the recognisers see it: header words, the human-readable text, the machine-readable groups, and the
place where the returned message begins. Computed once, on demand; recognisers only read."""

from __future__ import annotations

import re

from whosent.mail.address import first_address
from whosent.mail.decode import decode_words
from whosent.mail.head import Head
from whosent.mail.part import EMBEDDED, Part
from whosent.notice.fields import Groups, read_groups

MAX_HUMAN = 64 * 1024
"""Characters of human-readable text that are searched."""
_HEADER_START = re.compile(rb"(?:^|\n)[ \t>]{0,4}(?:Received|Return-Path|From|Date|Message-ID|Subject|To|DKIM-Signature"
                           rb"|MIME-Version|Reply-To|Sender|X-[A-Za-z-]{1,40})[ \t]{0,4}:", re.IGNORECASE)  # fmt: skip
_QUOTED = re.compile(rb"[ \t>]{1,12}")
_SIGNED = (b"x-mailer", b"user-agent", b"message-id", b"content-type")
"""Fields besides From and Subject in which a mail system gives itself away."""
_MAX_SIGNED = 160
"""Characters of each."""


class View:
    """The message `mail`, prepared for reading.

    head           its header block
    names          lower-case names of its header fields
    subject, sender, lower-case `subject_l`, `sender_l` (sender = the From field, decoded)
    from_addr      the From address or ""
    text           the human-readable part(s), LF line ends, at most 64 KiB; `lower` the same in lower case
    groups         delivery-status groups, [] where there are none
    feedback       fields of message/feedback-report (RFC 5965), {} where there is none
    disposition    fields of message/disposition-notification (RFC 8098), {}
    returned       the returned message as a Part (its bytes: `returned.data[returned.start:returned.end]`), or None
    headers_only   True where only the header block came back (text/rfc822-headers and kin)
    """

    __slots__ = ("_header_lower", "_lower", "_text", "disposition", "feedback", "from_addr", "groups", "head",
                 "headers_only", "human", "mail", "names", "report_type", "returned", "sender", "sender_l", "subject",
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
        self.feedback: dict[str, str] = {}
        self.disposition: dict[str, str] = {}
        self.returned: Part | None = None
        self.headers_only = False
        self.human: list[Part] = []
        self._text: str | None = None
        self._lower: str | None = None
        self._header_lower: str | None = None
        self._sort_parts()

    def _sort_parts(self) -> None:
        for leaf in self.mail.leaves():
            kind = leaf.content_type
            if kind in ("message/delivery-status", "message/global-delivery-status"):
                self.groups.extend(read_groups(leaf.text()))
            elif kind == "message/feedback-report":
                for group in read_groups(leaf.text()):
                    self.feedback.update(group)
            elif kind in ("message/disposition-notification", "message/global-disposition-notification"):
                for group in read_groups(leaf.text()):
                    self.disposition.update(group)
            elif kind in EMBEDDED:
                if self.returned is None:
                    self.returned = leaf.embedded()
                    self.headers_only = "header" in kind
            elif self.returned is None and (kind.startswith("text/") or leaf is self.mail):
                self.human.append(leaf)

    @property
    def text(self) -> str:
        """The human-readable text: text/plain parts before the returned message, else HTML reduced to words."""
        if self._text is None:
            plain = [part for part in self.human if part.content_type != "text/html"]
            self._text = "\n".join(part.text(MAX_HUMAN) for part in plain or self.human)[:MAX_HUMAN]
            if not self._text.strip() and plain and len(plain) < len(self.human):
                self._text = "\n".join(part.text(MAX_HUMAN) for part in self.human)[:MAX_HUMAN]
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

    @property
    def face(self) -> str:
        """The fields of the header by which programs sign, with their values, in lower case, one to a line."""
        lines = [f"from: {self.sender_l[:_MAX_SIGNED]}\nsubject: {self.subject_l[:_MAX_SIGNED]}"]
        signed = [(name, self.head.get(name)) for name in _SIGNED if name in self.names]
        lines.extend(f"{name.decode()}: {(value or '')[:_MAX_SIGNED].lower()}" for name, value in signed)
        return "\n".join(lines)

    def returned_after(self, *markers: bytes) -> Part | None:
        """The returned message that follows a marker line in the text, for notices without MIME parts: parsed from
        the first header-like line after the topmost marker found. Bytes are sliced, never re-serialised (a part in
        base64 or quoted-printable is decoded first). Markers are compared without case."""
        for leaf in self.human:
            data, start, end = leaf.data, leaf.body, leaf.end
            if leaf.encoding() in ("base64", "quoted-printable"):
                data = leaf.payload()
                start, end = 0, len(data)
            lower = data[start:end].lower()
            for marker in markers:
                at = lower.find(marker.lower())
                if at < 0:
                    continue
                begin = _HEADER_START.search(data, start + at + len(marker) - 1, end)
                if begin is not None:
                    return _parse_quoted(data, begin.start() + (data[begin.start()] == 10), end)
        return None


def _parse_quoted(data: bytes, start: int, end: int) -> Part:
    from whosent.mail.part import parse, parse_span

    if data[start] in b"> \t":  # quoted or indented: take away what the first line begins with (folds keep theirs)
        prefix = _QUOTED.match(data, start)
        mark = prefix[0] if prefix else b""
        pattern = rb"(?m)^(?:" + re.escape(mark) + rb"|" + re.escape(mark.rstrip()) + rb")"
        return parse(re.sub(pattern, b"", data[start:end]))
    return parse_span(data, start, end)
