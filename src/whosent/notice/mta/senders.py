"""Services and programs that send in bulk for others. All add a machine-readable part; the forms are for what is left
of it after a gateway or a forward."""

from __future__ import annotations

from whosent.notice.prose import ANGLE, Form, line, prose
from whosent.notice.reading import Dialect

SENDGRID = prose(
    "sendgrid",
    "Twilio SendGrid (X-SendGrid-QueueID): 'This is an automatically generated message from SendGrid.'",
    ("this is an automatically generated message from sendgrid",),
    Form(line(r"[^\n<>]{0,100}<", r">[ ]?:?")),
)
KUMOMTA = prose(
    "kumomta",
    "KumoMTA, crates/kumo-log-types/src/rfc3464.rs",
    ("while communicating with ",),
    Form(line(r"(?:from[^\n]{1,320}[ ])?and addressed to[ ]<?", r">?\.?[ \t]*$"),
         until=("the message will be deleted",), paragraphs=2),
)  # fmt: skip
POSTAL = prose(
    "postal",
    "Postal, app/lib/bounce_message.rb",
    ("this is the mail delivery service responsible for delivering mail",),
    Form(line(r"rcpt to:[ \t]{0,4}<?"), sender="mail from:"),
)
BIGFOOT = prose(
    "bigfoot",
    "Bigfoot for life: MAILER-DAEMON@bigfoot.com",
    (),
    Form(ANGLE, after=("had permanent fatal errors -----",), until=("----- transcript of session",)),
    header=("from: mailer-daemon@bigfoot.com",),
)
YANDEX = prose(
    "yandex",
    "Yandex Mail: Postfix with a Russian text (X-Yandex-Queue-ID)",
    ("это письмо отправлено почтовым сервером yandex",),
    Form(ANGLE, paragraphs=2),
    header=("from: mailer-daemon@yandex",),
)
ICLOUD = prose(
    "icloud",
    "Apple iCloud, me.com, mac.com: 'This is a system-generated message to inform you ...'",
    ("this is a system-generated message to inform you that your email could not",),
    Form(ANGLE),
)

DIALECTS: tuple[Dialect, ...] = (SENDGRID, KUMOMTA, POSTAL, BIGFOOT, YANDEX, ICLOUD)
