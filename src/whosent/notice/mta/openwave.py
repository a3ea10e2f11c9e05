"""Software.com Post.Office, Openwave InterMail, Netscape Messaging Server 3 and their carriers (au/EZweb, Verizon,
Cox, Comcast, Libero): "Mail System Error - Returned Mail"; the reason is a paragraph of prose in front of the
addresses, or an SMTP dialogue below each of them."""

from __future__ import annotations

from whosent.model.notice import Reason
from whosent.notice.prose import Form, kind_of, line, listed, named, said_after, span
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

_LINE = Form(line(r"[ \t]{0,12}(?:recipient:[ \t]{0,4})?<?", r">?[ \t]*$"))
_UNTIL = ("please reply to", "\nreceived:")
_REASON = (
    "due to the following reason:", "due to the following reasons:", "the user(s) account is",
    "each of the following recipients was", "not delivered within",
)  # fmt: skip
_STATED: tuple[tuple[str, Reason], ...] = (
    # InterMail's sentences that other systems use in another sense, or not at all
    ("destination computer was not found", "domain-unknown"), ("not reachable within the allowed", "expired"),
    ("not delivered within", "expired"), ("account is disabled", "user-disabled"),
    ("temporarily over quota", "mailbox-full"),
)  # fmt: skip
_NEXT_LIST = "the following recipients"


def _read(view: View) -> Reading | None:
    """The reading. A list is announced with "The following recipients did not receive this message:" each time, which
    is no reason."""
    _, end = span(view, (), _UNTIL)
    recipients = listed(view.text, 0, end, _LINE)
    if not recipients:
        return named(view)
    reason = said_after(view, _REASON, paragraphs=3)
    for found in recipients:
        if not found.diagnostic or found.diagnostic.lower().startswith(_NEXT_LIST):
            found.diagnostic = reason
            found.reason = next((meant for words, meant in _STATED if words in reason.lower()), None)
    return Reading(kind=kind_of(view, end), recipients=recipients)


DIALECT = Dialect(
    name="openwave",
    source="Openwave Email Mx (InterMail), Post.Office, Netscape Messaging Server; au by KDDI (EZweb)",
    marks=("this message was undeliverable due to the following reason",
           "each of the following recipients was rejected by a remote", "the user(s) account is",
           "the following recipients did not receive", "the following recipients haven't received"),
    read=_read,
    header=("subject: mail system error - returned mail",),
)  # fmt: skip
