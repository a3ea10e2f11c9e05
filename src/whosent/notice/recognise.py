"""The order in which a message is read. Reading this file is reading the recogniser."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from whosent.mail.part import Part
from whosent.model.notice import Notice
from whosent.model.steps import Steps, completed
from whosent.notice import challenge, complaints, generic, reports, rfc3464, rfc3834, rfc5965, rfc8098
from whosent.notice.choose import Chooser
from whosent.notice.finish import finish
from whosent.notice.forward import forwarded_notice
from whosent.notice.genuine import oddities
from whosent.notice.letter import is_letter
from whosent.notice.merge import merge
from whosent.notice.mta import DIALECTS
from whosent.notice.pasted import has_pasted_notice
from whosent.notice.quoted import quoted_message
from whosent.notice.reading import Reading
from whosent.notice.view import View

Reader = Callable[[View], Reading | None]
"""One way to read a message; None: not mine."""

_TRANSPORT = frozenset({b"received", b"return-path", b"mime-version", b"dkim-signature", b"content-type"})
"""Fields of which a message that was under way has at least one."""


def delivery(view: View) -> Reading | None:
    """Delivery reports: what the machine-readable part says (RFC 3464), completed by what the mail system's own
    wording says; either alone is enough. Fields that a gateway left in the text complete the wording: they may as well
    be those of a bounce that came back. A letter that quotes all this is no report."""
    if is_letter(view):
        return None
    worded = by_dialect(view)
    reading = merge(rfc3464.read(view), worded) if view.groups else merge(worded, rfc3464.read_text(view))
    if reading is not None:
        reading.dialect = (worded.dialect if worded else "") or reading.dialect
        if not reading.recipients and worded is None:
            reading.recipients = generic.recipients(view)  # a report that names nobody, beside words that do
        if reading.returned is None and view.returned is None:
            reading.returned = _transported(quoted_message(view))
    return reading


def _transported(quoted: Part | None) -> Part | None:
    """`quoted` if it is a message that was under way, and not a list of its details in the notice's own words."""
    return quoted if quoted is not None and not quoted.head.names().isdisjoint(_TRANSPORT) else None


def forwarded(view: View) -> Reading | None:
    """A bounce that a person forwarded as text. What stands under it is a copy of a copy: nothing is returned."""
    inner = forwarded_notice(view)
    reading = (delivery(inner) or generic.read(inner)) if inner is not None else None
    if reading is None or not reading.recipients:
        return None
    reading.returned = None
    reading.inline = True
    return reading


READERS: tuple[Reader, ...] = (
    # told by their form: a MIME type or field that nothing else carries
    rfc5965.read,  # complaints in ARF
    complaints.read,  # complaints of providers that do not use it
    reports.read,  # DMARC aggregate and TLS reports
    rfc8098.read,  # read receipts
    # told by a delivery-status part or by the wording of a known mail system
    delivery,
    forwarded,
    # told by their words alone: asked only about what is left
    challenge.read,  # "please confirm that you are a human being"
    rfc3834.read,  # automatic replies
    generic.read,  # bounces of mail systems that no dialect knows
)
"""The first reading wins."""

CHOOSER = Chooser(DIALECTS)


def recognise(mail: Part) -> Notice:
    """What `mail` is and reports; `kind` is "message" where it reports nothing."""
    return recognise_with_returned(mail)[0]


def recognise_with_returned(mail: Part) -> tuple[Notice, Part | None]:
    """The notice, and the message that it returns as already parsed."""
    return completed(recognise_in_steps(mail))


def recognise_in_steps(mail: Part) -> Steps[tuple[Notice, Part | None]]:
    """The same with pauses."""
    view = View(mail)
    yield
    reading = _first(view)
    yield
    notice = finish(reading, view)
    odd = () if notice.inline else oddities(view, notice)
    return replace(notice, oddities=odd) if odd else notice, reading.returned or view.returned


def _first(view: View) -> Reading:
    for read in READERS:
        reading = read(view)
        if reading is not None:
            return reading
    return Reading(kind="message", inline=has_pasted_notice(view, by_dialect))


def by_dialect(view: View) -> Reading | None:
    """The reading of the first dialect whose marks occur and that takes the message for its own."""
    for dialect in CHOOSER.candidates(view):
        reading = dialect.read(view)
        if reading is not None:
            reading.dialect = reading.dialect or dialect.name
            return reading
    return None
