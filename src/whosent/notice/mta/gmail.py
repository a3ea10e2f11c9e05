"""Gmail, Google Workspace and Google Groups. Gmail has written three generations of notices: plain text ("Delivery to
the following recipient failed permanently"), and multipart/report in the sender's language ("** Address not found
**"), now and then without the machine-readable part.

X-Failed-Recipients names the recipients of a failure in every generation and language; a delay names them in its text
alone."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, all_addresses, tidy
from whosent.mail.decode import decode_words
from whosent.mail.pattern import pattern
from whosent.model.notice import Reason
from whosent.notice.prose import kind_of, named, returned_behind, said, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_COPY = ("----- original message -----", "----- message header follows -----")
_DETAILS = (
    "technical details of permanent failure:", "technical details of temporary failure:",
    "technische details zum permanenten fehler:", "technische details zum temporären fehler:",
    "détails techniques sur l'échec définitif :", "detalles técnicos del error permanente:",
    "the response from the remote server was:", "the response was:", "die antwort vom remote-server lautet:",
    "die antwort des remote-servers lautet:", "die antwort lautet:", "réponse du serveur distant :",
    "la respuesta del servidor remoto fue:", "la respuesta fue:", "la risposta del server remoto è stata:",
    "la risposta è stata:", "a resposta do servidor remoto foi:", "a resposta foi:",
)  # fmt: skip
"""What stands in front of the cause, in the languages we know; elsewhere the whole text counts as the diagnostic."""
_INDENTED = pattern(rf"^[ ]{{4,8}}<?({ADDR_SPEC})>?[ \t]*$", re.MULTILINE)
_SERVER = pattern(r"\bby ([\w.-]{4,255}?)\.? \[")


def _addresses(view: View, end: int) -> list[str]:
    failed = view.head.get(b"x-failed-recipients")
    if failed:
        return all_addresses(decode_words(failed))
    indented = [tidy(found[1]) for found in _INDENTED.finditer(view.text, 0, end)]
    if indented:
        return indented
    heading = view.text.find("** ", 0, end)
    return all_addresses(view.text[heading:end], limit=1) if heading >= 0 else []


def _read(view: View, reason: Reason | None) -> Reading | None:
    _, end = span(view, (), _COPY)
    addresses = _addresses(view, end)
    if not addresses:
        return named(view)
    start, _ = span(view, _DETAILS, ())
    known = 0 <= start < end
    diagnostic = said(view.text[start if known else 0 : end], paragraphs=4 if known else 20)
    server = _SERVER.search(diagnostic)
    host = server[1] if server else None
    return Reading(
        kind=kind_of(view, end),
        recipients=[Found(address, diagnostic, reason=reason, remote_mta=host) for address in addresses],
        returned=returned_behind(view, _COPY),
    )


def _read_gmail(view: View) -> Reading | None:
    """The reading of a Gmail notice. A "send mail as" account whose settings are broken is the sender's own matter."""
    return _read(view, "policy" if "p=customfromdenied" in view.lower else None)


def _read_groups(view: View) -> Reading | None:
    """The reading of a refusal by Google Groups: who may not post and who misspelt the group get the same text."""
    return _read(view, "policy") if "google groups" in view.lower else None


GOOGLEGROUPS = Dialect(
    name="googlegroups",
    source="groups.google.com: refusal to post, in the language of the domain; signed 'Google Groups' in all of them",
    marks=("google groups", "groups.google.com/support"),
    read=_read_groups,
)
GMAIL = Dialect(
    name="gmail",
    source="Gmail: plain text until 2016, since then multipart/report; support.google.com/mail/answer/6596",
    marks=("technical details of permanent failure:", "technical details of temporary failure:"),
    read=_read_gmail,
    header=("from: mailer-daemon@googlemail.com", "from: mailer-daemon@gmail.com"),
)

DIALECTS: tuple[Dialect, ...] = (GOOGLEGROUPS, GMAIL)
