"""1&1 IONOS, GMX, WEB.DE, mail.com: Exim's opening sentence, then a layout of their own."""

from __future__ import annotations

from whosent.notice.prose import Form, line, prose

_COPY = ("--- the header of the original message is following", "--- the header of the original message follows")

DIALECT = prose(
    "einsundeins",
    "1&1 IONOS (kundenserver.de, perfora.net), GMX, WEB.DE, mail.com: postmaster.gmx.net/en/error-messages",
    ("--- the header of the original message is following",),
    # `"user@example.org":`, `<user@example.org>`, `user@example.org:` or bare, over the years
    Form(line(r"[ \t]{0,8}[<\"]?", r"[>\"]?:?[ \t]*$"),
         after=("following address failed:", "following addresses failed:", "following address\nfailed:",
                "following addresses\nfailed:", "following address(es) failed:",
                "delivered to the following addresses:", "delivered to the following address:"),
         until=("no action is required on your part",), copy=_COPY, paragraphs=2),
    header=("from: @kundenserver.de", "from: mailer-daemon@mail.gmx", "from: mailer-daemon@gmx",
            "from: mailer-daemon@web.de", "from: mailer-daemon@perfora.net"),
)  # fmt: skip
