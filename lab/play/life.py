"""What went before: the customers read and write from home, day by day. Nothing comes back, but the logs remember."""

from __future__ import annotations

import imaplib
import socket
import ssl

from lab import clock, world
from lab.play.own import write
from lab.play.stage import Stage
from lab.receiver import Receiver
from lab.send import Client

DAYS = (-9, -6, -4, -2, -1)
"""From today."""


def play(stage: Stage) -> None:
    """Somebody writes to each, who reads it and writes to two of his people."""
    hoster, receivers = stage.lab.hoster, stage.lab.receivers
    hoster.stop()
    hoster.write("/var/log/mail.log", "")  # it told of today already, and days go on in a log
    for number, day in enumerate(DAYS):
        clock.shift(hoster, day)
        for login, home in zip(world.LOGINS, world.HOMES, strict=True):
            _writes_to(stage, receivers[number % len(receivers)], login)
            _read(stage, login, home)
            for turn in (0, 1):
                write(stage, login, home, receivers[(number + turn) % len(receivers)].welcome, "Wie besprochen")
        hoster.wait_idle()
    clock.shift(hoster, 0)


def _writes_to(stage: Stage, receiver: Receiver, login: world.Login) -> None:
    letter = stage.letter(
        receiver.welcome, [login.address], "Was meinst du?", "Hallo!", message_id=stage.message_id("x.test")
    )
    server = stage.lab.hoster.place.addresses[0]
    stage.sent(Client(receiver.cell).send(server, receiver.welcome, [login.address], letter))
    stage.lab.hoster.wait_idle()


class _Imap(imaplib.IMAP4):
    """Over a connection that is there."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        super().__init__(world.PLACES["hoster"].name)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._connection


def _read(stage: Stage, login: world.Login, home: str) -> None:
    server = stage.lab.hoster.place.addresses[0]
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with _Imap(stage.outside.cell.connect(server, 143, home)) as mailbox:
        mailbox.starttls(context)
        mailbox.login(*login)
        mailbox.select(readonly=True)
        mailbox.fetch("1:*", "(BODY.PEEK[])")
