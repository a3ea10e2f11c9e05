"""Parameters of MIME header fields: `; name=value`, quoted or not, and their RFC 2231 forms."""

from __future__ import annotations

import re

from whosent.mail.charset import decode_text
from whosent.mail.decode import decode_hex

MAX_FIELD = 4_000
"""Characters of a field value that are read (and remembered)."""
MAX_SECTIONS = 100

_CHAR = r"[!#-'*+\-.0-9A-Z^-~]"
# RFC 2045 section 5.1. A quotation mark without its pendant is skipped; white space around `=` is forbidden and occurs.
_PARAM = re.compile(rf";\s*({_CHAR}{{1,60}})\s*=\s*(?:\"((?:[^\"\\]|\\.){{0,1000}})\"|\"?([^\s;\"]{{1,1000}}))")
_ESCAPED = re.compile(r"\\([\"\\])")
# RFC 2231: name*N (section 3), name* (section 4), name*N* (section 4.1).
_SECTION = re.compile(r"([^*]{1,60})\*(?:([0-9]{1,2})(\*?))?")

Sections = dict[int, tuple[bool, str]]
"""By number: whether percent signs stand for bytes, and the value."""


def parameters(value: str) -> dict[str, str]:
    """The parameters of a field value by lower-case name; of several with one name the first counts."""
    if ";" not in value:
        return {}
    last_to_first = reversed(_PARAM.findall(value, 0, MAX_FIELD))
    found = {name.lower(): quoted or plain for name, quoted, plain in last_to_first}
    if "\\" in value:
        found = {name: _ESCAPED.sub(r"\1", text) for name, text in found.items()}
    return _join(found) if "*" in value else found


def _join(found: dict[str, str]) -> dict[str, str]:
    """The same with the sections of RFC 2231 put together; a plain `name` beside them is for older readers."""
    divided: dict[str, Sections] = {}
    for key, value in found.items():
        part = _SECTION.fullmatch(key)
        if part is not None:
            encoded = part[2] is None or bool(part[3])
            divided.setdefault(part[1], {})[int(part[2] or 0)] = (encoded, value)
    return found | {name: _text(sections) for name, sections in divided.items() if 0 in sections}


def _text(sections: Sections) -> str:
    """The sections from 0 on, up to the first that is missing; the first may begin with charset'language'."""
    charset = None
    raw: list[bytes] = []
    for number in range(MAX_SECTIONS):
        if number not in sections:
            break
        encoded, value = sections[number]
        if encoded and number == 0 and value.count("'") > 1:
            charset, _, value = value.split("'", 2)
        data = value.encode("utf-8")
        raw.append(decode_hex(data, b"%") if encoded else data)
    return decode_text(b"".join(raw), charset)
