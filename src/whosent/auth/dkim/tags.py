"""Tag lists (RFC 6376 section 3.2) of signatures and key records."""

from __future__ import annotations

import base64
import re

MAX_LIST = 8_192
"""Characters of a tag list. An RSA key of 8192 bits and a signature with it take 1,400 each."""

FOLDING = " \t\r\n"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")

Tags = dict[str, str]


def read_tags(text: str) -> Tags | None:
    """The tags with their values, white space around both taken off. None where the list is malformed or has a tag
    twice: such a list is invalid as a whole."""
    specs = text.split(";")
    if not specs[-1].strip(FOLDING):
        specs.pop()
    tags: Tags = {}
    for spec in specs:
        name, equals, value = spec.partition("=")
        name = name.strip(FOLDING)
        if not equals or name in tags or not _NAME.fullmatch(name):
            return None
        tags[name] = value.strip(FOLDING)
    return tags


def words(value: str) -> list[str]:
    """A list with colons between, in lower case."""
    return [word for item in value.lower().split(":") if (word := item.strip(FOLDING))]


def octets(value: str) -> bytes | None:
    """Base64 with folding white space anywhere; None where it is none."""
    try:
        return base64.b64decode(value.encode("ascii").translate(None, FOLDING.encode()), validate=True)
    except ValueError:  # binascii.Error and UnicodeEncodeError are such
        return None
