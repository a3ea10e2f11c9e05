"""No bounce at all: somebody made one up to have a link clicked."""

from __future__ import annotations

from lab import world
from lab.play.stage import Act, Stage

NOTICE = """\
From: Mail Delivery System <MAILER-DAEMON@{host}>
To: {victim}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: <{message_id}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/html; charset=utf-8

<p>Your message to {recipient} could not be delivered: your mailbox is <b>over quota</b>.</p>
<p><a href="http://login.cheapvps.test/{word}">Release your messages now</a></p>

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.2.2

--b
Content-Type: message/rfc822

From: {victim}
To: {recipient}
Subject: Unterlagen
Message-ID: <{word}@kunde.example>

Anbei die Unterlagen.

--b--
"""


def play(stage: Stage) -> None:
    """To everybody whose address is on a list."""
    for bot, login in zip(world.BOTS, world.LOGINS[:3], strict=False):
        recipient, message_id = f"{stage.word()}@openmail.test", stage.message_id("cheapvps.test")
        text = NOTICE.format(host="mx.openmail.test", victim=login.address, recipient=recipient, word=stage.word(),
                             message_id=message_id, date=stage.earlier(0))  # fmt: skip
        stage.outside.send(
            stage.lab.hoster.place.addresses[0], "", [login.address], text, source=bot, helo="mx.openmail.test"
        )
        stage.add(Act(
            cause="fake", way="fake", variant="fabricated-link", mailbox=login.address, recipients=(recipient,),
            mark=message_id, true_ip=bot, adversarial=("fake_bounce",),
        ))  # fmt: skip
