"""Filters and gateways in front of a mail server, as appliances or as services. Each writes prose; most add a
machine-readable part to it."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice.prose import ALONE, ANGLE, Form, line, prose
from whosent.notice.reading import Dialect

BARRACUDA = prose(
    "barracuda",
    "Barracuda Spam & Virus Firewall: '**Message you sent blocked by our bulk email filter**'",
    ("your message to:",),
    Form(line(r"[ \t]{0,8}your message to:?[ \t]{0,4}<?", r">?(?=[ \t\n])"), until=("subject:",)),
    header=("subject: blocked by our bulk email filter", "subject: blocked by our spam"),
)
IRONPORT = prose(
    "ironport",
    "Cisco IronPort AsyncOS: 'The following message to <...> was undeliverable.'",
    ("the reason for the problem:", "was undeliverable.\nthe reason"),
    Form(pattern(rf"the following message to <?({ADDR_SPEC})>? (?:was|has)", re.IGNORECASE),
         because=("the reason for the problem:",), paragraphs=2),
)  # fmt: skip
MAILFOUNDRY = prose(
    "mailfoundry",
    "MailFoundry: 'Unable to deliver message to: <...>'",
    ("unable to deliver message to: <", "unable to deliver message to:\n"),
    Form(line(r"unable to deliver message to:[ \t\n]{0,4}<?"), until=("this has been a permanent failure",)),
)
MAILMARSHAL = prose(
    "mailmarshal",
    "Trustwave MailMarshal SMTP: 'Undeliverable Mail: \"...\"'",
    ("the following recipients were affected",),
    Form(ALONE, after=("the following recipients were affected",), until=("additional information",),
         sender="original sender:", client="sender-mta:", host="reporting-mta:",
         because=("could not be delivered because of", "could not be delivered because")),
    header=("x-mailer: mailmarshal",),
)  # fmt: skip
MAILSWEEPER = prose(
    "mailsweeper",
    "Clearswift MAILsweeper: 'Your message has been delayed and is still awaiting delivery'",
    ("mailsweeper",),
    Form(ALONE, after=("to the following recipient(s):",), until=("\n\n\nyour message",), paragraphs=2),
    header=("content-type: /mailsweeper/",),
)
MCAFEE = prose(
    "mcafee",
    "McAfee Email Gateway, WebShield: subject 'Delivery Status'",
    ("    --- the following addresses had delivery problems ---",),
    Form(ANGLE, after=("    --- the following addresses had delivery problems ---",), until=("\n   --- ",)),
)
WEBSHIELD = prose(
    "webshield",
    "McAfee (NAI) WebShield e500: 'E500_SMTP_Mail_Service'",
    ("------ failed recipients ------",),
    Form(ANGLE, after=("------ failed recipients ------",), copy=("-------- returned mail --------",)),
    header=("from: _smtp_mail_service@",),
)
MESSAGELABS = prose(
    "messagelabs",
    "Symantec Email Security.cloud (MessageLabs)",
    ("this is the mail delivery agent at",),
    Form(ANGLE, after=("to the following addresses.", "to the following addresses:"),
         copy=("--- below this line is a copy of the message",), paragraphs=2),
    Form(ALONE, after=("to the following addresses:",), until=("the message subject was", "please do not reply")),
)  # fmt: skip
MIMECAST = prose(
    "mimecast",
    "Mimecast: '[Postmaster] Email Delivery Failure'",
    (),
    Form(line(r"[ \t]{0,4}--[ \t]{1,4}<?"), needs=("the problem appears to be",),
         until=("with subject", "the problem appears to be"),
         because=("additional information follows :\n--", "additional information follows:\n--",
                  "the problem appears to be :\n--")),
    header=("x-mimecast-originator:", "subject: [postmaster] email delivery failure",
            "subject: [postmaster] message delivery failure"),
)  # fmt: skip
MXLOGIC = prose(
    "mxlogic",
    "MX Logic (McAfee SaaS): mta/src/queue/bounce",
    ("included is a copy of the message header",),
    Form(ANGLE, after=("the following address failed:", "following addresses failed:"),
         copy=("included is a copy of the message header",)),
    header=("message-id: <mxl~", "x-mxl-notehash:"),
)  # fmt: skip
SURFCONTROL = prose(
    "surfcontrol",
    "Websense SurfControl E-mail Filter: 'Your message could not be sent.'",
    ("a transcript of the attempts to send the message follows",),
    Form(line(r"[ \t]{0,4}<?", r">?:[ \t]"), until=("--- message non-deliverable",)),
    Form(line(r"[ \t]{0,4}addressed to:[ \t]{0,4}<?"), until=("--- message non-deliverable",), paragraphs=2),
    header=("x-mailer: surfcontrol",),
)
SYMANTEC = prose(
    "symantec",
    "Symantec AntiVirus for SMTP Gateways, Norton AntiVirus for Gateways: 'Delivery failure notification'",
    ("your message with subject:",),
    Form(ALONE, after=("delivered to the following recipients:",)),
    header=("from: symantec_antivirus_for_smtp_gateways", "from: nav_for_gateways"),
)
VADE = prose(
    "vade",
    "Vade Secure MTA (EarthLink and others): 'Server \"...\" returned an error:'",
    ("returned an error:\n\n\t* [",),
    Form(line(r"[ \t]{0,8}\*[ ]\[", r"\]:[ ]?"), until=("original message details",)),
)

DIALECTS: tuple[Dialect, ...] = (
    BARRACUDA, IRONPORT, MAILFOUNDRY, MAILMARSHAL, MAILSWEEPER, MCAFEE, WEBSHIELD, MESSAGELABS, MIMECAST, MXLOGIC,
    SURFCONTROL, SYMANTEC, VADE,
)  # fmt: skip
