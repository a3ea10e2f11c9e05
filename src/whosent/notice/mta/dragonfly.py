"""DragonFly Mail Agent (dma): one recipient, one sentence, the message behind it."""

from __future__ import annotations

import re

from whosent.mail.head import squeeze
from whosent.mail.pattern import pattern
from whosent.notice.prose import returned_behind, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_AGENT = pattern(r"this is the dragonfly mail agent(?: v[\w.]{1,20})? at ([\w.-]{1,255}?)\.?[ \t]*$", re.MULTILINE)
_RECIPIENT = pattern(r"There was an error delivering your mail to\s{1,3}<([^<>\n]{1,320})>")
_COPIES = ("original message follows.", "message headers follow.")
# net.c: "%s [%s] did not like our %s:\n%s"
_REMOTE = pattern(r"^([\w.-]{1,255}) \[[0-9A-Fa-f.:]{2,45}\] (?:did not like our|: )")


def _read(view: View) -> Reading | None:
    agent = _AGENT.search(view.lower, 0, 2_000)
    recipient = _RECIPIENT.search(view.text, 0, 4_000)
    if recipient is None:
        return None
    _, end = span(view, (), _COPIES)
    said = squeeze(view.text[recipient.end() : end].lstrip("."))
    remote = _REMOTE.match(said)
    return Reading(
        recipients=[Found(recipient[1], said, remote_mta=remote[1] if remote else None)],
        reporting_mta=agent[1] if agent else None,
        returned=returned_behind(view, _COPIES),
    )


DIALECT = Dialect(
    name="dragonfly",
    source="dma bounce() in mail.c, net.c",
    marks=("this is the dragonfly mail agent", "there was an error delivering your mail to"),
    read=_read,
)
