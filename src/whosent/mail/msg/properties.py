"""MAPI properties of one object in a .msg file ([MS-OXMSG] 2.1-2.4, numbers from [MS-OXPROPS])."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime, timedelta

from whosent.mail.head import squeeze
from whosent.mail.msg.compound import Storage

MESSAGE_CLASS = 0x001A
SUBJECT = 0x0037
CLIENT_SUBMIT_TIME = 0x0039
SENT_REPRESENTING_NAME = 0x0042
ORIGINAL_SUBJECT = 0x0049
ORIGINAL_SUBMIT_TIME = 0x004E
SENT_REPRESENTING_TYPE = 0x0064
SENT_REPRESENTING_ADDRESS = 0x0065
RECEIVED_BY_ADDRESS = 0x0076
TRANSPORT_HEADERS = 0x007D
REPORT_DISPOSITION = 0x0080
NDR_REASON_CODE = 0x0C04
NDR_DIAG_CODE = 0x0C05
RECIPIENT_TYPE = 0x0C15
SENDER_NAME = 0x0C1A
SUPPLEMENTARY_INFO = 0x0C1B
SENDER_TYPE = 0x0C1E
SENDER_ADDRESS = 0x0C1F
NDR_STATUS_CODE = 0x0C20
REMOTE_MTA = 0x0C21
DISPLAY_TO = 0x0E04
DELIVERY_TIME = 0x0E06
BODY = 0x1000
REPORT_TEXT = 0x1001
RTF_COMPRESSED = 0x1009
HTML = 0x1013
INTERNET_MESSAGE_ID = 0x1035
REFERENCES = 0x1039
IN_REPLY_TO = 0x1042
ORIGINAL_MESSAGE_ID = 0x1046
DISPLAY_NAME = 0x3001
ADDRESS_TYPE = 0x3002
EMAIL_ADDRESS = 0x3003
ATTACH_DATA = 0x3701
ATTACH_FILENAME = 0x3704
ATTACH_METHOD = 0x3705
ATTACH_LONG_FILENAME = 0x3707
ATTACH_MIME_TAG = 0x370E
SMTP_ADDRESS = 0x39FE
INTERNET_CODEPAGE = 0x3FDE
MESSAGE_CODEPAGE = 0x3FFD
SENDER_SMTP_ADDRESS = 0x5D01
SENT_REPRESENTING_SMTP_ADDRESS = 0x5D02
RECEIVED_BY_SMTP_ADDRESS = 0x5D07
REPORTING_MTA = 0x6820

TOP, EMBEDDED, CHILD = 32, 24, 8
"""Bytes in front of the entries of the property stream: message file, embedded message, recipient or attachment."""

_STREAM = "__properties_version1.0"
_INTEGER16, _INTEGER32, _TIME, _STRING8, _UNICODE, _BINARY = 0x0002, 0x0003, 0x0040, 0x001E, 0x001F, 0x0102
_MAX_ENTRIES = 4096
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # of FILETIME, counted in 100 ns

_CODEPAGES = {
    20127: "ascii", 20866: "koi8_r", 21866: "koi8_u", 28591: "iso8859_1", 28592: "iso8859_2", 28593: "iso8859_3",
    28594: "iso8859_4", 28595: "iso8859_5", 28596: "iso8859_6", 28597: "iso8859_7", 28598: "iso8859_8",
    28599: "iso8859_9", 28603: "iso8859_13", 28605: "iso8859_15", 50220: "iso2022_jp", 50221: "iso2022_jp",
    50222: "iso2022_jp", 50225: "iso2022_kr", 51932: "euc_jp", 51936: "gb2312", 51949: "euc_kr", 52936: "hz",
    54936: "gb18030", 65000: "utf_7", 65001: "utf_8", 936: "gbk", 10000: "mac_roman",
}  # fmt: skip


def codec_of(codepage: int | None) -> str:
    """The Python codec of a Windows code page; windows-1252 where it is unknown."""
    name = _CODEPAGES.get(codepage or 0, f"cp{codepage}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


class Properties:
    """The properties of one storage. Every getter gives None for a property that is absent or unreadable."""

    __slots__ = ("_fixed", "codec", "storage")

    def __init__(self, storage: Storage, header: int, codec: str = "cp1252") -> None:
        self.storage = storage
        self._fixed: dict[int, bytes] = {}
        data = (storage.read(_STREAM) or b"")[: header + 16 * _MAX_ENTRIES]
        for start in range(header, len(data) - 15, 16):
            self._fixed[int.from_bytes(data[start : start + 4], "little")] = data[start + 8 : start + 16]
        codepage = self.number(MESSAGE_CODEPAGE) or self.number(INTERNET_CODEPAGE)
        self.codec = codec_of(codepage) if codepage else codec

    def number(self, tag: int) -> int | None:
        """A signed integer."""
        if (value := self._fixed.get(tag << 16 | _INTEGER32)) is not None:
            return int.from_bytes(value[:4], "little", signed=True)
        if (value := self._fixed.get(tag << 16 | _INTEGER16)) is not None:
            return int.from_bytes(value[:2], "little", signed=True)
        return None

    def time(self, tag: int) -> datetime | None:
        """A time in UTC."""
        value = self._fixed.get(tag << 16 | _TIME)
        ticks = int.from_bytes(value, "little") if value else 0
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def binary(self, tag: int) -> bytes | None:
        """The bytes of a binary property."""
        return self.storage.read(_name(tag, _BINARY))

    def text(self, tag: int) -> str | None:
        """A string property; None if empty."""
        if (raw := self.storage.read(_name(tag, _UNICODE))) is not None:
            text = raw.decode("utf-16-le", "replace")
        elif (raw := self.storage.read(_name(tag, _STRING8))) is not None:
            text = raw.decode(self.codec, "replace")
        else:
            return None
        return text.rstrip("\x00") or None

    def line(self, tag: int) -> str | None:
        """A string property as one line, so that it cannot add a header field."""
        return squeeze(self.text(tag) or "") or None

    def raw(self, tag: int) -> bytes | None:
        """A string property in UTF-8, or byte for byte as it was stored if it is an 8-bit one."""
        if (raw := self.storage.read(_name(tag, _UNICODE))) is not None:
            return raw.decode("utf-16-le", "replace").encode("utf-8", "replace").rstrip(b"\x00")
        raw = self.storage.read(_name(tag, _STRING8))
        return raw.rstrip(b"\x00") if raw is not None else None


def _name(tag: int, kind: int) -> str:
    return f"__substg1.0_{tag:04x}{kind:04x}"
