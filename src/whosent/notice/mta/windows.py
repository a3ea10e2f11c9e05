"""Mail servers for Windows that write prose: one form each, most without a machine-readable part."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice.prose import ALONE, LEADING, Form, line, prose
from whosent.notice.reading import Dialect

HMAILSERVER = prose(
    "hmailserver",
    "hMailServer, SendErrorMessage.txt (event text SEND_FAILED_NOTIFICATION)",
    ("hmailserver",),
    Form(LEADING, after=("recipient(s) could not be reached:", "recipients could not be reached:"),
         until=("\nhmailserver\n", "tried to send your message")),
)  # fmt: skip
MAILENABLE = prose(
    "mailenable",
    "MailEnable: 'MailEnable: Message could not be delivered to some recipients.'",
    ("mailenable:",),
    Form(line(r"[ \t]{0,8}recipient:[ \t]{0,4}\[(?:smtp:)?", r"\][ \t]*$"),
         copy=("message headers follow", "message contents follow")),
)  # fmt: skip
SMARTERMAIL = prose(
    "smartermail",
    "SmarterMail: 'Could not deliver message to the following recipient(s):'",
    ("failed recipient:", "could not deliver message to the following recipient(s)"),
    Form(line(r"[ \t]{0,8}failed recipient:[ \t]{0,4}<?"), copy=("-- the header and top", "-- the message header")),
)
MAILSITE = prose(
    "mailsite",
    "Rockliffe MailSite: 'Your message has encountered delivery problems'",
    ("message has encountered delivery problems", "and is still awaiting delivery\nto the following"),
    Form(line(r"\(originally addressed to[ ]", r"\)"), copy=("your message reads (in part)",)),
    Form(line(r"to[ ]<?", r">?\.?[ \t]*$"), copy=("your message reads (in part)",)),
    Form(ALONE, after=("to the following recipient(s):",), copy=("your message reads (in part)",), paragraphs=3),
)
NTMAIL = prose(
    "ntmail",
    "Gordano NTMail (X-Mailer: NTMail): 'Your message was not delivered to'",
    ("the requested destination was:",),
    Form(ALONE, after=("was not delivered to", "the requested destination was:")),
    header=("x-mailer: ntmail",),
)
XMAIL = prose(
    "xmail",
    "XMail, SMAILUtils.cpp: '[<00>] XMail bounce: Rcpt=[...];Error=[...]'",
    ("[<00>] xmail bounce: rcpt=[",),
    Form(pattern(rf"^\[<00>\] XMail bounce: Rcpt=\[({ADDR_SPEC})\];Error=\[?", re.MULTILINE | re.IGNORECASE),
         until=("[<01>]",), sender="mail from: ", copy=("[<04>] here is listed", "[<05>] here is listed")),
)  # fmt: skip
MERCURY = prose(
    "mercury",
    "Mercury/32 (Pegasus Mail), MercuryC/MercuryE delivery failure templates",
    ("the local mail transport system has reported the following problems",
     "one or more addresses in your message have failed with the following",
     "mercury transport system", "mercury mail transport"),
    Form(line(r"[ \t]{0,8}(?:\*{1,4}[ \t]{0,4})?<?", r">?[:.]?[ \t]*(?=$|[-A-Z0-9(])")),
)  # fmt: skip
COMMUNIGATE = prose(
    "communigate",
    "CommuniGate Pro: \"Failed to deliver to '...'\"",
    ("failed to deliver to '", "message delivery to '"),
    Form(line(r"[ \t]{0,8}(?:failed to deliver to|message delivery to|delivered to)[ ]'<?", r">?'(?:[ ]delayed)?"),
         paragraphs=2),
)  # fmt: skip
ALTAVISTA = prose(
    "altavista",
    "AltaVista Mail: 'unable to deliver mail to the following recipient(s):'",
    ("unable to deliver mail to the following recipient(s):",),
    Form(LEADING, after=("to the following recipient(s):",), copy=("original message",), paragraphs=2),
)

DIALECTS: tuple[Dialect, ...] = (
    HMAILSERVER, MAILENABLE, SMARTERMAIL, MAILSITE, NTMAIL, XMAIL, MERCURY, COMMUNIGATE, ALTAVISTA,
)  # fmt: skip
