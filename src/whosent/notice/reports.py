"""Reports about a domain's mail in bulk: DMARC aggregate reports (RFC 9990, formerly RFC 7489 section 7.2) and SMTP TLS
reports (RFC 8460). Only their kind is told here: what is in them is no notice about a message; `feedback` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whosent.mail.decode import decode_words
from whosent.mail.part import Part
from whosent.mail.pattern import pattern
from whosent.notice.reading import Reading
from whosent.notice.view import View

# RFC 9990 section 4.2 / RFC 7489 section 7.2.1.1: receiver ! policy-domain ! begin ! end [! unique-id] . extension
_STEM = r"[^!\s/\\]{1,253}![^!\s/\\]{1,253}!\d{9,11}!\d{9,11}(?:![^!\s/\\]{1,100})?"
_AGGREGATE_NAME = pattern(rf"{_STEM}\.(?:xml|zip|gz)\b")
_TLS_NAME = pattern(rf"{_STEM}\.json\b")  # RFC 8460 section 5.1
_SUBJECT = pattern(r"(?:\[[^\]]{1,40}\]\s{0,4})?report[ _-]?domain:")
_ARCHIVES = frozenset({"application/gzip", "application/x-gzip", "application/zip", "application/x-zip-compressed",
                       "application/xml", "text/xml", "application/octet-stream"})  # fmt: skip
_FILE_NAME = pattern(r"\b(?:file)?name\*?\d?\*?\s*=\s*+\"?([^\";]{1,600})", re.IGNORECASE)


def read(view: View) -> Reading | None:
    """The kind, where an attachment (or the report type) says so."""
    if view.report_type == "tlsrpt":
        return Reading(kind="tls-report", dialect="rfc8460")
    for leaf in view.parts:
        kind = leaf.content_type
        if kind.startswith("application/tlsrpt"):
            return Reading(kind="tls-report", dialect="rfc8460")
        if not kind.startswith(("application/", "text/xml")):
            continue
        if any(_TLS_NAME.match(name) for name in file_names(leaf)):
            return Reading(kind="tls-report", dialect="rfc8460")
        if any(_AGGREGATE_NAME.match(name) for name in file_names(leaf)):
            return Reading(kind="dmarc-report", dialect="rfc9990")
        if kind in _ARCHIVES and _SUBJECT.match(view.subject_l):
            return Reading(kind="dmarc-report", dialect="rfc9990")
    return None


def file_names(part: Part) -> Iterator[str]:
    """The names a part gives itself, in Content-Disposition and Content-Type."""
    for field in (b"content-disposition", b"content-type"):
        value = part.head.get(field)
        if value and "name" in value.lower():
            for found in _FILE_NAME.finditer(value, 0, 2_000):
                yield decode_words(found[1]).strip()
