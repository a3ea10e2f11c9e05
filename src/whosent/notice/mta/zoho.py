"""Zoho Mail."""

from __future__ import annotations

from whosent.notice.prose import Form, line, prose

_COPY = ("\nreceived:",)

DIALECT = prose(
    "zoho",
    "Zoho Mail: mailer-daemon@mail.zoho.com",
    (),
    Form(line(r"[ \t]{0,8}", r",?[ \t]+(?=[^\n]{0,100}error[_ ]code)"), copy=_COPY),
    Form(line(r"\[status: \w{1,20}, address: <", r">,?[ \t]?"), copy=_COPY),
    Form(copy=_COPY),
    header=("from: mailer-daemon@mail.zoho", "from: mailer-daemon@zoho"),
)
