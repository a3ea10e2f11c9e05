"""Posta elettronica certificata, Italy's certified mail (RFC 6109): receipts told by X-Ricevuta, in Italian by law."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, tidy
from whosent.mail.pattern import pattern
from whosent.model.notice import Action, Kind
from whosent.notice.prose import said
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_RECEIPTS: dict[str, tuple[Kind, Action]] = {
    # RFC 6109 section 3.2.1 and appendix A
    "errore-consegna": ("bounce", "failed"),
    "non-accettazione": ("bounce", "failed"),
    "rilevazione-virus": ("bounce", "failed"),
    "preavviso-errore-consegna": ("delay", "delayed"),
    "avvenuta-consegna": ("delivered", "delivered"),
}
_ADDRESSEE = pattern(
    rf"(?:destinato all['’]utente|indirizzato a|destinatari[oa]?:?)\s{{1,4}}[\"“«']?({ADDR_SPEC})", re.IGNORECASE
)


def _read(view: View) -> Reading | None:
    """The reading of a receipt about a message; acceptance alone is none."""
    receipt = _RECEIPTS.get((view.head.get(b"x-ricevuta") or "").strip().lower())
    if receipt is None:
        return None
    kind, action = receipt
    addressee = _ADDRESSEE.search(view.text)
    if addressee is None:
        return Reading(kind=kind)
    diagnostic = said(view.text[addressee.end() :]) if action != "delivered" else ""
    return Reading(kind=kind, recipients=[Found(tidy(addressee[1]), diagnostic.lstrip("\"”»' "), action=action)])


DIALECT = Dialect(
    name="pec", source="RFC 6109: La Posta Elettronica Certificata", marks=(), read=_read, header=("x-ricevuta:",)
)
