"""PMDF, iPlanet, Sun and Oracle Messaging Server: named lines for each recipient."""

from __future__ import annotations

import re

from whosent.mail.head import squeeze
from whosent.mail.pattern import pattern
from whosent.notice.fields import address_of, host_of, untyped
from whosent.notice.prose import kind_of, named, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_INTRO = ("to the following recipients:", "for the following recipients:", "following recipients:")
_FIELD = pattern(
    r"^[ \t]{0,8}(recipient address|original address|reason|diagnostic code|remote system):[ \t]*+([^\n]{0,1000})",
    re.MULTILINE | re.IGNORECASE,
)


def _read(view: View) -> Reading | None:
    start, end = span(view, _INTRO, ("delivery attempt history for your mail",))
    if start < 0:
        return named(view)
    recipients: list[Found] = []
    words: dict[str, str] = {}
    for found in [*_FIELD.finditer(view.text, start, end), None]:
        name = found[1].lower() if found else ""
        if (found is None or name in words) and words:
            _add(recipients, words)
            words = {}
        if found:
            words[name] = squeeze(found[2])
    if not recipients:
        return named(view)
    return Reading(recipients=recipients, kind=kind_of(view, end))


def _add(recipients: list[Found], words: dict[str, str]) -> None:
    address = address_of(words.get("recipient address"))
    original = address_of(words.get("original address"))
    if address is None:
        return
    recipients.append(
        Found(
            address,
            diagnostic=untyped(words.get("diagnostic code", "")) or words.get("reason", ""),
            original_address=original,
            remote_mta=host_of(words.get("remote system")),
        )
    )


DIALECT = Dialect(
    name="messagingserver",
    source="Oracle Communications Messaging Server, return_*.txt templates",
    marks=("this report relates to a message you sent with the following header fields",),
    read=_read,
)
