"""What a file is, by its first bytes; its name is only a hint."""

from __future__ import annotations

import re
from typing import Literal

from whosent.adapters.stream import GZIP_MAGIC
from whosent.mail.mbox import looks_like_mbox

Kind = Literal["message", "mbox", "msg", "gzip", "utf-16", "emlx"]

HEAD = 8192
"""Bytes that are looked at."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF8_BOM = b"\xef\xbb\xbf"

SUFFIXES: dict[str, Kind] = {".eml": "message", ".mbox": "mbox", ".mbx": "mbox", ".emlx": "emlx", ".msg": "msg"}

_FOREIGN = (
    (b"!BDN", "an Outlook data file (.pst/.ost): save the messages from Outlook as .msg first"),
    (b"PK\x03\x04", "a ZIP archive or Office document: unpack it first"),
    (b"%PDF-", "a PDF: save the message itself (.eml or .msg), a print shows no headers"),
    (b"\x89PNG", "a picture: save the message itself (.eml or .msg), a screenshot shows no headers"),
    (b"\xff\xd8\xff", "a picture: save the message itself (.eml or .msg), a screenshot shows no headers"),
    (b"GIF8", "a picture: save the message itself (.eml or .msg), a screenshot shows no headers"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"<!doctype html", "a web page: save the message itself (.eml or .msg)"),
    (b"<html", "a web page: save the message itself (.eml or .msg)"),
    (b"// <!-- <mdb:mork", "Thunderbird's index (.msf): give the file beside it that has no suffix"),
)
_TAR, _TAR_AT = b"ustar", 257
"""The magic of POSIX.1-1988 and later, and where it stands."""
_EMLX = re.compile(rb"\d{1,12}[ \t]{0,20}\r?\n[!-9;-~]{1,76}[ \t]?:")
_FIELDS = re.compile(rb"(?:[!-9;-~]{1,76}[ \t]?:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z))+")
_KNOWN_FIELD = re.compile(
    rb"^(?:received|return-path|delivered-to|envelope-to|x-[a-z0-9-]{1,70}|from|to|cc|subject|date|message-id|sender"
    rb"|reply-to|mime-version|dkim-signature|authentication-results|arc-seal|content-type|auto-submitted)[ \t]?:",
    re.IGNORECASE | re.MULTILINE,
)


def kind(head: bytes, hint: Kind | None) -> Kind:
    """What begins with `head`. An `.eml` is one message even with a leading `From ` line."""
    if head.startswith(GZIP_MAGIC):
        return "gzip"
    if head.startswith(OLE_MAGIC):
        return "msg"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and hint != "mbox":
        return "utf-16"
    if _EMLX.match(head) and hint != "mbox":
        return "emlx"
    if hint == "message":
        return "message"
    if hint == "mbox" or looks_like_mbox(head):
        return "mbox"
    return "message"


def foreign(head: bytes) -> str | None:
    """What kind of file it is if it certainly holds no mail that could be read here, with advice."""
    if head[_TAR_AT:].startswith(_TAR):
        return "a tar archive: unpack it first"
    start = head.removeprefix(UTF8_BOM).lstrip()[:32].lower()
    return next((said for magic, said in _FOREIGN if start.startswith(magic.lower())), None)


def looks_like_mail(head: bytes) -> bool:
    """True if somebody who collects mail from a folder would take this file."""
    if head.startswith((GZIP_MAGIC, OLE_MAGIC)) or looks_like_mbox(head) or _EMLX.match(head):
        return True
    start = head.removeprefix(UTF8_BOM).lstrip(b"\r\n")
    fields = _FIELDS.match(start)
    return fields is not None and _KNOWN_FIELD.search(fields[0]) is not None


def hint_of(name: str) -> Kind | None:
    """What the suffix of `name` says; a `.gz` behind it does not count."""
    inner = name[:-3] if name[-3:].lower() == ".gz" else name
    lower = inner.lower()
    return next((said for suffix, said in SUFFIXES.items() if lower.endswith(suffix)), None)
