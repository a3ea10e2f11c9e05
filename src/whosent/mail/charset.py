"""Bytes as text: the declared charset where it is true, else what the bytes look like. Total, and never a lone
surrogate, which is no text (RFC 3629 section 3)."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_ISO_2022_JP = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape", "punycode",
                          "idna", "undefined"})  # fmt: skip
"""Python codecs that are notations and no charsets of mail; punycode takes quadratic time."""
_UNSAID = frozenset({"ascii", "iso8859-1", "cp1252"})
"""Codecs of labels that programs write without looking: where bytes beyond ASCII are UTF-8 they are hardly anything
else, and where they are not, Windows-1252 is the guess anyway."""
_MEANT = {
    # Under these names Windows programs have always sent the larger sets (WHATWG Encoding Standard, section 4.2).
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949", "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
}  # fmt: skip
_LABELS = {
    # Labels of that standard which Python does not know.
    "x-sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "windows-949": "cp949", "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "koi8": "koi8-r", "koi8-ru": "koi8-u",
    "x-mac-roman": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "x-cp1250": "cp1250", "x-cp1251": "cp1251",
}  # fmt: skip


def decode_text(raw: bytes, charset: str | None) -> str:
    """Bytes as text with LF line ends: the declared charset, else UTF-8, else ISO-2022-JP by its escapes, else
    Windows-1252. One that was cut or damaged counts as declared while more of its characters are whole than broken."""
    name = _codec(charset) if charset else None
    text = _strict(raw, name) if name else None
    if text is None:
        plain = name is None and raw.isascii() and b"\x1b" not in raw
        text = raw.decode("ascii") if plain else _guess(raw, name)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_western(raw: bytes) -> str:
    """Windows-1252, and as Latin-1 the five bytes that it does not have."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _strict(raw: bytes, name: str) -> str | None:
    try:
        text = raw.decode(name)
        if name == "utf-7":  # Exchange writes its notices in it; Python's codec lets lone surrogates pass
            text.encode("utf-8")
    except UnicodeError:
        return None
    return text


def _guess(raw: bytes, declared: str | None) -> str:
    names = ["utf-8"]
    if b"\x1b" in raw and _ISO_2022_JP.search(raw):
        names.insert(0, "iso2022_jp_ext")
    for name in names:
        if (text := _strict(raw, name)) is not None:
            return text
    if declared and declared != "utf-7":
        names.insert(0, declared)
    for name in names:
        if (text := _mostly(raw, name)) is not None:
            return text
    return decode_western(raw)


def _mostly(raw: bytes, name: str) -> str | None:
    """`raw` with U+FFFD for what is broken, None if more is broken than whole: then it is another charset."""
    text = raw.decode(name, "replace")
    broken = text.count("\ufffd")
    whole = len(text) - broken - len(text.encode("ascii", "ignore"))
    return text if whole > broken else None


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """The Python codec of a charset name, None where the name says nothing."""
    name = charset.strip(" \t'\"").lower()
    try:
        info = codecs.lookup(_LABELS.get(name, name))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _NO_CHARSETS or info.name in _UNSAID:
        return None
    return _MEANT.get(info.name, info.name)
