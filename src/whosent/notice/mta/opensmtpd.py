"""OpenSMTPD: `address: what happened`, behind one of three sentences."""

from __future__ import annotations

from whosent.notice.prose import LEADING, Form, prose

DIALECT = prose(
    "opensmtpd",
    "OpenSMTPD usr.sbin/smtpd/bounce.c",
    ("this is the mailer-daemon, please do not reply",),
    Form(
        line=LEADING,
        after=("list of recipients:", "to these recipients:"),
        until=("please note that this is only a temporary",),
        copy=("below is a copy of the original message:",),
    ),
)
