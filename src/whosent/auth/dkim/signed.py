"""What a signature was made over: the fields that h= selects and the body, each in its canonical form."""

from __future__ import annotations

import hashlib
from collections import Counter

from whosent.auth.dkim.canonical import (
    crlf,
    relaxed_body,
    relaxed_field,
    simple_body,
    simple_field,
    unsigned,
    without_line_end,
)
from whosent.auth.dkim.field import Field
from whosent.auth.dkim.outcome import WATCHED, Result
from whosent.mail.head import Head
from whosent.mail.part import Part
from whosent.model.notice import Body


class Signed:
    """A message in canonical form, for all of its signatures. Each form is made once."""

    def __init__(self, part: Part, have: Body) -> None:
        self.head: Head = part.head
        self._part = part
        self._whole = have == "full"
        self._bodies: dict[bool, bytes] = {}
        self._fields: dict[tuple[int, bool], bytes] = {}

    def fields(self, number: int, field: Field) -> bytes:
        """The fields that `field`, which stands at `number`, signs (RFC 6376 section 3.7)."""
        relaxed = field.relaxed_header
        pieces = [self._field(selected, relaxed) for selected in self._select(number, field.headers)]
        name, value = self._split(number)
        canonical = relaxed_field if relaxed else simple_field
        pieces.append(canonical(name, unsigned(value)))
        return b"\r\n".join(pieces)

    def _select(self, own: int, names: tuple[str, ...]) -> list[int]:
        """The lowest field of a name first; a name without a field left counts for nothing (section 5.4.2). A signature
        does not sign its own field in this way, as it was not there (section 3.7)."""
        numbers = self.head.numbers
        left: dict[str, list[int]] = {}
        selected: list[int] = []
        for name in names:
            if name not in left:
                stack = numbers(name.encode("utf-8"))
                left[name] = [number for number in stack if number != own] if name == "dkim-signature" else stack[:]
            if left[name]:
                selected.append(left[name].pop())
        return selected

    def _field(self, number: int, relaxed: bool) -> bytes:
        made = self._fields.get((number, relaxed))
        if made is None:
            name, value = self._split(number)
            made = relaxed_field(name, value) if relaxed else simple_field(name, value)
            self._fields[number, relaxed] = made
        return made

    def _split(self, number: int) -> tuple[bytes, bytes]:
        """A field at its colon, without the last line end."""
        found = self.head.fields[number]
        raw, colon = without_line_end(found[0]), found.start(2) - found.start() - 1
        return raw[:colon], raw[colon + 1 :]

    def body(self, field: Field) -> Result:
        """Is this the body whose hash is in bh=? Of a body that is missing or cut nobody can say no; but what is signed
        (its first part, by l=) may have come back."""
        body = self._body(field.relaxed_body)
        signed = body if field.length is None else body[: field.length]
        if hashlib.sha256(signed).digest() == field.body_hash:
            return "valid"
        return "invalid" if self._whole else "unknown"

    def _body(self, relaxed: bool) -> bytes:
        made = self._bodies.get(relaxed)
        if made is None:
            raw = crlf(self._part.data[self._part.body : self._part.end])
            made = self._bodies[relaxed] = relaxed_body(raw) if relaxed else simple_body(raw)
        return made

    def watched(self, headers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of `WATCHED`, those that are there and signed every time, and those that could not be added."""
        listed = Counter(headers)
        there = {name: len(self.head.numbers(name.encode())) for name in WATCHED}
        return (
            tuple(name for name in WATCHED if 0 < there[name] <= listed[name]),
            tuple(name for name in WATCHED if there[name] < listed[name]),
        )
