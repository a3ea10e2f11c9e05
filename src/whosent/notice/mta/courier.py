"""Courier: an RFC 3464 report whose text repeats the dialogue."""

from __future__ import annotations

from whosent.notice.prose import ANGLE, Form, prose

DIALECT = prose(
    "courier",
    "Courier courier/module.dsn, doc/dsn*.txt",
    ("running the courier mail server", "your message to the following recipients cannot be delivered:"),
    Form(
        line=ANGLE,
        after=("recipients cannot be delivered:", "has not been delivered to the following recipients:",
               "undeliverable mail", "delayed mail", "delivered mail"),
        until=("\n------------------------", "if your message was also sent to additional"),
    ),
)  # fmt: skip
