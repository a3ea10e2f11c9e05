"""Microsoft's SMTP service of Windows 2000 and 2003, with it Exchange 2000 and 2003 and the old Hotmail; and the text
into which Outlook and Exchange's store turned such notices ("could not be reached").

Windows writes in the server's language; the layout is the same in all of them; X-DSNContext stands in the header."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, named, read_form
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

_INDENTED = Form(line(r"[ \t]{1,16}<?", r">?[ \t]*$"), paragraphs=2)
# "    user@example.org on 4/29/2004 12:00 PM": the word and the date in the reader's language
_DATED = Form(
    pattern(
        rf"^[ \t]{{0,16}}'?({ADDR_SPEC})'?[ \t]+(?:\w{{2,5}}[ \t]+)?(?:\w{{2,10}}\.?,?[ \t]+)?\d[^\n]{{4,60}}\n",
        re.MULTILINE,
    ),
    paragraphs=2,
)
_REACHED = (
    "the following recipient(s) could not be reached", "the following recipient(s) cannot be reached",
    "folgende empfänger konnten nicht erreicht werden", "folgende(r) empfänger kann nicht erreicht werden",
    "folgende(r) empfänger konnte(n) nicht erreicht werden", "impossible de joindre le", "destinataires suivants",
    "destinatarios siguientes", "destinatari seguenti", "seguenti destinatari", "volgende geadresseerde",
    "seguinte(s) destinatário(s)",
)  # fmt: skip
_WINDOWS = "this is an automatically generated delivery status notification"


def _read(view: View) -> Reading | None:
    """The reading: addresses alone on indented lines, or with a date."""
    windows = b"x-dsncontext" in view.names or _WINDOWS in view.lower
    stored = any(words in view.lower for words in _REACHED)
    if not windows and not stored:
        return None
    reading = read_form(view, _DATED) if stored else None
    if reading is None and windows:
        reading = read_form(view, _INDENTED)
    return reading or (named(view) if b"x-dsncontext" in view.names else None)


DIALECT = Dialect(
    name="exchange2003",
    source="Windows 2000/2003 SMTP service, Exchange 2000/2003, hotmail.com until 2015",
    marks=(_WINDOWS, *_REACHED),
    read=_read,
    header=("x-dsncontext:",),
)
