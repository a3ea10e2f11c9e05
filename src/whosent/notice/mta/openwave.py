"""Software.com Post.Office, Openwave InterMail, Netscape Messaging Server 3 and their carriers (au/EZweb, Verizon,
Cox, Comcast, Libero): "Mail System Error - Returned Mail"; the reason is a paragraph of prose in front of the
addresses, or an SMTP dialogue below each of them."""

from __future__ import annotations

from whosent.notice.prose import Form, line, prose

_UNTIL = ("please reply to", "---------------------------------------------------\nreceived:")
_REASON = ("due to the following reason:", "for the following reason:", "following reasons:")

# The sentences InterMail puts in front of the dialogue or behind the reason:
# "The following recipients did not receive this message:", "Each of the following recipients was rejected by a remote
# mail server.", "The user(s) account is temporarily over quota.", "The user(s) account is disabled."
OPENWAVE = prose(
    "openwave",
    "Openwave Email Mx (InterMail), Post.Office, Netscape Messaging Server; au by KDDI (EZweb)",
    ("mail system error - returned mail", "this message was undeliverable due to the following reason",
     "each of the following recipients was rejected by a remote", "the user(s) account is",
     "the following recipients did not receive", "the following recipients haven't received"),
    Form(line(r"[ \t]{0,12}(?:recipient:[ \t]{0,4})?<?", r">?[ \t]*$"), until=_UNTIL,
         because=(*_REASON, "the user(s) account is", "each of the following recipients was")),
)  # fmt: skip
