"""Chains of RFC 8617, sealed with our key."""

from __future__ import annotations

import base64
import hashlib

from tests.unit.auth.dkim.signing import own_signature

from whosent.auth.dkim.canonical import relaxed_body, relaxed_field

FIELDS = (("From", "anna@own.example"), ("To", "list@lists.example"), ("Subject", "An  offer"))
BODY = b"Hello  all,\r\n\r\nhere it is. \r\n"


class Chain:
    """A message with as many sets as `seal` was called times."""

    def __init__(self, body: bytes = BODY) -> None:
        self._body = body
        self._sets: list[list[tuple[str, str]]] = []

    def seal(
        self, domain: str = "lists.example", cv: str | None = None, *, more: str = "", selector: str = "s1"
    ) -> Chain:
        """One set more; `more` are further tags of its ARC-Message-Signature."""
        number = len(self._sets) + 1
        common = f"i={number}; a=rsa-sha256; d={domain}; s={selector}; "
        digest = base64.b64encode(hashlib.sha256(relaxed_body(self._body)).digest()).decode()
        tags = f"{common}c=relaxed/relaxed; h=from:subject; bh={digest}; {more}b="
        made: list[tuple[str, str]] = [
            ("ARC-Authentication-Results", f"i={number}; mx.{domain};\r\n\tdkim=pass header.d=own.example"),
            _completed("ARC-Message-Signature", tags, [FIELDS[0], FIELDS[2]]),
        ]
        cv = cv or ("none" if number == 1 else "pass")
        before = [field for fields in self._sets for field in fields]
        made.append(_completed("ARC-Seal", f"{common}cv={cv}; b=", before + made))
        self._sets.append(made)
        return self

    def message(self) -> bytes:
        """The newest set on top."""
        sets = [field for fields in reversed(self._sets) for field in reversed(fields)]
        return "".join(f"{name}: {value}\r\n" for name, value in (*sets, *FIELDS)).encode() + b"\r\n" + self._body


def _completed(name: str, tags: str, signed: list[tuple[str, str]]) -> tuple[str, str]:
    data = [relaxed_field(field.encode(), value.encode()) for field, value in (*signed, (name, tags))]
    return name, tags + own_signature(b"\r\n".join(data))
