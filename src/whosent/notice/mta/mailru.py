"""Mail.Ru: Exim under a Russian text, all of it once more in English below."""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, prose

_UNTIL = ("рекомендуем вам проверить", "**********************")
_COPY = ("------ this is a copy of the message", "------ this is a copy of your message")

DIALECT = prose(
    "mailru",
    "Mail.Ru: 'Это письмо создано автоматически сервером Mail.Ru'",
    ("это письмо создано автоматически сервером mail.ru",),
    Form(line(r"[ ]{2,4}", r":?[ \t]*$"), until=_UNTIL, copy=_COPY, paragraphs=2),
    # refused by its own content scan: the address stands in the sentence
    Form(pattern(r"local mailbox (\S{1,254}@\S{1,254}) is unavailable:", re.IGNORECASE), until=_UNTIL, copy=_COPY),
    header=("from: mailer-daemon@corp.mail.ru",),
)
