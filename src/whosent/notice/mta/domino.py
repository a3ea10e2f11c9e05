"""Lotus Notes and HCL Domino: "Your message ... was not delivered to: ... because: ...", in the server's language;
the machine-readable part repeats the sentence as `X-Notes; ...`. And the SMTP gateway of Notes 3 and 4."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, prose
from whosent.notice.reading import Dialect

_TO = (
    "was not delivered to:", "could not be delivered to:", "wurde nicht zugestellt an:", "nicht zugestellt an:",
    "konnte nicht zugestellt werden an:", "n'a pas été remis à :", "n'a pas été remis à:", "n'a pu être remis à",
    "no se entregó a:", "no se ha entregado a:", "non è stato consegnato a:", "non consegnato a:",
    "is niet afgeleverd bij:", "não foi entregue a:", "não foi entregue para:", "は次の宛先に配信されませんでした",
)  # fmt: skip
_BECAUSE = (
    "because:", "weil:", "grund:", "da:", "car :", "parce que :", "porque:", "perché:", "omdat:", "その理由は",
)  # fmt: skip

DOMINO = prose(
    "domino",
    "HCL (IBM, Lotus) Domino Router: subject 'DELIVERY FAILURE: ...'",
    ("was not delivered to:", "could not be delivered to:", "nicht zugestellt an:"),
    Form(line(r"[ \t]{0,16}[<'\"]?", r"[>'\"]?[ \t]*$"), after=_TO, needs=_BECAUSE,
         until=(*_BECAUSE, "what should you do?"), because=_BECAUSE),
    # "Delivery Failure Report" of Notes 5: a table of two columns
    Form(pattern(rf"(?:was not|could not be) delivered to:[ \t]{{1,16}}<?({ADDR_SPEC})>?", re.IGNORECASE),
         needs=_BECAUSE, until=("what should you do?",), because=_BECAUSE),
    header=("subject: delivery failure: ", "subject: zustellungsfehler: "),
)  # fmt: skip

NOTES = prose(
    "notes",
    "Lotus Notes SMTP MTA: subject 'Undeliverable message'",
    ("------- failure reasons  --------",),
    # the reason on one line, the address on the next
    Form(line(r"(?:[^\n@]{1,300}\n)?<?"), after=("------- failure reasons  --------",),
         copy=("------- returned message --------",), heading=True),
)  # fmt: skip

DIALECTS: tuple[Dialect, ...] = (DOMINO, NOTES)
