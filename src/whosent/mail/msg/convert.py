"""A message object and everything attached to it -> one RFC 5322 message."""

from __future__ import annotations

import re

from msgspec import Struct

from whosent.mail.msg import mime
from whosent.mail.msg import properties as p
from whosent.mail.msg.compound import MAGIC, Storage, open_compound
from whosent.mail.msg.headers import is_mime, made_headers, original_headers, transport_fields, wire_headers
from whosent.mail.msg.properties import Properties, codec_of
from whosent.mail.msg.report import status_part
from whosent.mail.msg.rtf import MAX_RTF, decompress, extract

MAX_DEPTH = 8
"""Messages within messages."""
MAX_ATTACHMENTS = 250
MAX_RECIPIENTS = 1000
MAX_HTML = 4 * 1024 * 1024

_BY_VALUE, _EMBEDDED = 1, 5  # PidTagAttachMethod
_EMBEDDED_STORAGE = "__substg1.0_3701000d"
_BODIES = ("__substg1.0_1000001f", "__substg1.0_1000001e", "__substg1.0_10130102", "__substg1.0_1013001f",
           "__substg1.0_1013001e", "__substg1.0_10090102")  # fmt: skip

_SUFFIX_TYPES = {".eml": "message/rfc822", ".txt": "text/plain", ".htm": "text/html", ".html": "text/html"}
# Outlook writes ATT00001.dat or details.txt where it does not know the type.
_CONTENT_TYPES = (
    (re.compile(rb"\s{0,20}(?:reporting-mta|original-envelope-id|dsn-gateway|received-from-mta|arrival-date"
                rb"|x-[a-z-]{1,40}|original-recipient|final-recipient)[ \t]*:", re.IGNORECASE),
     re.compile(rb"^final-recipient[ \t]*:", re.IGNORECASE | re.MULTILINE), "message/delivery-status"),
    (re.compile(rb"\s{0,20}(?:feedback-type|user-agent|version)[ \t]*:", re.IGNORECASE),
     re.compile(rb"^feedback-type[ \t]*:", re.IGNORECASE | re.MULTILINE), "message/feedback-report"),
)  # fmt: skip
_VAGUE = frozenset({None, "text/plain", "application/octet-stream"})
_REPORT_TYPES = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/feedback-report": "feedback-report",
    "message/disposition-notification": "disposition-notification",
}
_REPORT_TYPE = re.compile(rb"report-type\s*=\s*\"?([a-z-]{1,40})", re.IGNORECASE)
_TO_FIELD = re.compile(rb"^(?:to|delivered-to|x-original-to)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.M)
_ADDR_SPEC = re.compile(rb"[^\s<>@\"(),;:]{1,200}@[^\s<>@\"(),;:]{1,255}")


class Rebuilt(Struct, frozen=True, gc=False):
    """An RFC 5322 message; `truncated` if attachments had to be left out or cut."""

    data: bytes
    truncated: bool


class Budget:
    """Bytes that may still be written, and bytes of RTF that may still be read, over all levels."""

    __slots__ = ("left", "rtf", "truncated")

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.rtf = MAX_RTF
        self.truncated = False

    def take(self, data: bytes) -> bytes:
        """`data`, or as much of it as fits."""
        if len(data) > self.left:
            self.truncated = True
            data = data[: self.left]
        self.left -= len(data)
        return data


def convert(root: Storage, limit: int) -> Rebuilt:
    """The message in the root storage of a file."""
    budget = Budget(limit)
    data = _message(Properties(root, p.TOP), budget, 0)
    return Rebuilt(data[:limit], budget.truncated or len(data) > limit)


def _message(message: Properties, budget: Budget, depth: int) -> bytes:
    recipients = _children(message, "__recip_version1.0_#", MAX_RECIPIENTS)
    wire = transport_fields(message)
    mime_fields = b"".join(field for field in wire if is_mime(field))
    headers = budget.take(wire_headers(wire, message) if wire else made_headers(message, recipients))
    body = _signed(message, budget) or _body(message, recipients, headers, mime_fields, budget, depth)
    return headers + b"MIME-Version: 1.0\r\n" + body


def _body(
    message: Properties, recipients: list[Properties], headers: bytes, mime_fields: bytes, budget: Budget, depth: int
) -> bytes:
    """Content-Type field and what follows it."""
    text = _text(message, budget)
    attached = _attachments(message, budget, depth)
    types = [_type_of(part) for part in attached]
    report_type = next((_REPORT_TYPES[t] for t in types if t in _REPORT_TYPES), None)
    if report_type is None and (status := status_part(message, recipients, _addressees(message, headers))):
        report_type = _REPORT_TYPES[_type_of(status)]
        attached.insert(0, status)
        if not any(t.startswith("message/") or t == "text/rfc822-headers" for t in types):
            original = original_headers(message)
            attached += [mime.raw_part("text/rfc822-headers", original)] if original else []
    elif attached and (declared := _REPORT_TYPE.search(mime_fields)):
        report_type = report_type or declared[1].decode("ascii").lower()
    if report_type:
        return mime.multipart("report", [text, *attached], f"report-type={report_type}; ")
    if not attached:
        return text
    return mime.multipart("mixed", attached if text.endswith(b"\r\n\r\n") else [text, *attached])


def _text(message: Properties, budget: Budget) -> bytes:
    """What a person reads: plain, HTML, or both."""
    plain = message.text(p.BODY)
    html, charset = _html(message)
    if html is None and (packed := message.binary(p.RTF_COMPRESSED)):
        rtf = decompress(packed, budget.rtf)
        budget.rtf -= len(rtf)
        text, is_html = extract(rtf)
        if is_html:
            html, charset = text.encode("utf-8", "replace"), "utf-8"
        else:
            plain = plain or text
    if not plain and not html:
        plain = message.text(p.REPORT_TEXT)
    parts = []
    if plain or not html:
        parts.append(mime.text_part("plain", budget.take((plain or "").encode("utf-8", "replace"))))
    if html:
        parts.append(mime.text_part("html", budget.take(html[:MAX_HTML]), charset))
    return parts[0] if len(parts) == 1 else mime.multipart("alternative", parts)


def _html(message: Properties) -> tuple[bytes | None, str]:
    if html := message.binary(p.HTML):
        return html, codec_of(message.number(p.INTERNET_CODEPAGE)).replace("_", "-")
    text = message.text(p.HTML)
    return (text.encode("utf-8", "replace") if text else None), "utf-8"


def _attachments(message: Properties, budget: Budget, depth: int) -> list[bytes]:
    parts: list[bytes] = []
    for attachment in _children(message, "__attach_version1.0_#", MAX_ATTACHMENTS):
        if budget.left <= 0:
            budget.truncated = True
            break
        part = _attachment(attachment, budget, depth)
        if part is not None:
            parts.append(part)
    return parts


def _attachment(attachment: Properties, budget: Budget, depth: int) -> bytes | None:
    name = attachment.line(p.ATTACH_LONG_FILENAME) or attachment.line(p.ATTACH_FILENAME)
    inner = attachment.storage.storages.get(_EMBEDDED_STORAGE)
    if inner is not None and attachment.number(p.ATTACH_METHOD) in (_EMBEDDED, None):
        return _embedded(Properties(inner, p.EMBEDDED, attachment.codec), budget, depth)
    data = attachment.binary(p.ATTACH_DATA)
    if data is None:
        return None
    if data.startswith(MAGIC) and depth < MAX_DEPTH and (root := open_message(data)) is not None:
        return _embedded(Properties(root, p.TOP), budget, depth)
    content_type = _attachment_type(attachment, name, data)
    data = budget.take(data)
    if content_type.startswith("message/") or (content_type.startswith("text/") and b"\x00" not in data):
        return mime.raw_part(content_type, data, name)
    return mime.binary_part(content_type, data, name)


def _embedded(message: Properties, budget: Budget, depth: int) -> bytes | None:
    if depth >= MAX_DEPTH:
        budget.truncated = True
        return None
    bare = not any(name in message.storage for name in _BODIES)
    bare = bare and not any(name.startswith("__attach_") for name in message.storage.storages)
    if bare and (wire := transport_fields(message)):  # a report that returned the headers only
        return mime.raw_part("text/rfc822-headers", budget.take(b"".join(wire)))
    return mime.raw_part("message/rfc822", _message(message, budget, depth + 1))


def _signed(message: Properties, budget: Budget) -> bytes | None:
    """A clear-signed message is kept whole, with its MIME fields, in its only attachment ([MS-OXOSMIME] 2.1.1)."""
    if not (message.line(p.MESSAGE_CLASS) or "").lower().startswith("ipm.note.smime"):
        return None
    attached = _children(message, "__attach_version1.0_#", 2)
    if len(attached) != 1 or attached[0].line(p.ATTACH_MIME_TAG) != "multipart/signed":
        return None
    data = attached[0].binary(p.ATTACH_DATA) or b""
    return budget.take(data) if data[:13].lower() == b"content-type:" else None


def _attachment_type(attachment: Properties, name: str | None, data: bytes) -> str:
    declared = mime.media_type(attachment.line(p.ATTACH_MIME_TAG))
    if declared in _VAGUE:
        for first, needed, content_type in _CONTENT_TYPES:
            if first.match(data) and needed.search(data, 0, 8192):
                return content_type
    if declared is None and name is not None:
        declared = _SUFFIX_TYPES.get("." + name.lower().rpartition(".")[2])
    if declared is None or declared.startswith("multipart/"):
        return "application/octet-stream"
    return declared


def _type_of(part: bytes) -> str:
    return part[14 : part.find(b"\r\n")].partition(b";")[0].decode("ascii", "replace")


def _children(message: Properties, prefix: str, most: int) -> list[Properties]:
    names = sorted(name for name in message.storage.storages if name.startswith(prefix))
    return [Properties(message.storage.storages[name], p.CHILD, message.codec) for name in names[:most]]


def _addressees(message: Properties, headers: bytes) -> set[str]:
    """Lower-case addresses that the message itself went to."""
    found = {message.line(p.RECEIVED_BY_ADDRESS), message.line(p.RECEIVED_BY_SMTP_ADDRESS)}
    for field in _TO_FIELD.finditer(headers[:65536]):
        found.update(address.decode("utf-8", "replace") for address in _ADDR_SPEC.findall(field[1]))
    return {address.lower() for address in found if address}


def open_message(data: bytes) -> Storage | None:
    """The root storage if `data` is an Outlook message, else None."""
    root = open_compound(data)
    return root if root is not None and "__properties_version1.0" in root else None
