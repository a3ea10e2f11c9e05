"""The order in which a message is read. Reading this file is reading the recogniser."""

from __future__ import annotations

from whosent.mail.part import Part
from whosent.model.notice import Notice
from whosent.notice.finish import finish
from whosent.notice.mta import DIALECTS
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

_MARK_WINDOW = 8 * 1024


def recognise(mail: Part) -> Notice:
    """What `mail` is and reports; `kind` is "message" where it reports nothing."""
    view = View(mail)
    reading = _by_dialect(view)
    return finish(reading or Reading(kind="message"), view)


def _by_dialect(view: View) -> Reading | None:
    header = view.head.data[view.head.start : view.head.body][:_MARK_WINDOW].decode("latin-1").lower()
    text = view.lower[:_MARK_WINDOW]
    for dialect in DIALECTS:
        if not dialect.marks or _marked(dialect, header, text):
            reading = dialect.read(view)
            if reading is not None:
                reading.dialect = reading.dialect or dialect.name
                return reading
    return None


def _marked(dialect: Dialect, header: str, text: str) -> bool:
    return any(mark in header or mark in text for mark in dialect.marks)
