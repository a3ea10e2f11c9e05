"""The owner wrote it himself, and it came back for an ordinary reason."""

from __future__ import annotations

from lab import world
from lab.play.stage import OPEN, Act, Stage
from lab.receiver import Receiver

CLIENT = "Mozilla Thunderbird"


def play(stage: Stage) -> None:
    """Letters from home: mistyped, to a full mailbox, refused as spam; and those that take longer."""
    anna, bernd, *_ = world.LOGINS
    for number, receiver in enumerate(stage.lab.receivers):
        login = (anna, bernd)[number % 2]
        for mode in ("reject", "accept"):
            _fails(stage, login, stage.dead(receiver, mode), receiver, mode, "user-typo")
        _fails(stage, bernd, receiver.full, receiver, "accept", "full-mailbox")
        if receiver.mta != "opensmtpd":  # it looks at no content
            _fails(stage, anna, receiver.welcome, receiver, "reject", "content", "Artikel: Potenzmittel im Alter")
    _moved(stage, anna)
    _unreachable(stage, bernd)
    _receipt(stage, anna)


def _moved(stage: Stage, login: world.Login) -> None:
    """The receiver sends it on to a third, who has nobody of this name: two strangers between us and the bounce."""
    hosts = {receiver.name: receiver for receiver in stage.lab.receivers}
    if {"rexim", "rpostfix"} <= set(hosts):
        _fails(stage, login, "umgezogen@werkstatt.example", hosts["rpostfix"], "accept", "via-foreign-forward-nosrs")


def _unreachable(stage: Stage, login: world.Login) -> None:
    """First a warning comes, then it is given up."""
    stage.lab.hoster.set(delay_warning_time="2s", maximal_queue_lifetime="12s")
    stage.lab.hoster.reload()
    _fails(stage, login, f"tante@{world.UNREACHABLE}", None, "unreachable", "unreachable-delayed")


def _receipt(stage: Stage, login: world.Login) -> None:
    """He asked to be told when it arrives: RFC 3461. No bounce, but it looks like one."""
    recipient, message_id = "technik@hoster.example", stage.message_id("kunde.example")
    letter = stage.letter(login.address, [recipient], "Einschreiben", "Hallo!", message_id=message_id, client=CLIENT)
    server, home = stage.lab.hoster.place.addresses[0], world.HOMES[0]
    stage.sent(stage.outside.submit(server, *login, login.address, [recipient], letter, source=home, notify="SUCCESS"))
    stage.add(Act(
        cause="own", way="login", variant="control-success-dsn", mailbox=login.address, recipients=(recipient,),
        mark=message_id, mode="success", true_ip=home, undetermined_ok=OPEN,
    ))  # fmt: skip


def _fails(
    stage: Stage, login: world.Login, recipient: str, receiver: Receiver | None, mode: str, variant: str,
    subject: str = "Protokoll vom Dienstag",
) -> None:  # fmt: skip
    home = world.HOMES[world.LOGINS.index(login)]
    for other in stage.lab.receivers[:2]:  # one letter of three fails
        write(stage, login, home, other.welcome, "Termin am Freitag")
    mark = write(stage, login, home, recipient, subject)
    stage.add(Act(
        cause="own", way="login", variant=variant, mailbox=login.address, recipients=(recipient,), mark=mark,
        receiver=receiver, mode=mode, true_ip=home, undetermined_ok=OPEN,
    ))  # fmt: skip


def write(stage: Stage, login: world.Login, home: str, recipient: str, subject: str) -> str:
    """A letter from home with the mail program; its Message-ID."""
    message_id = stage.message_id(login.address.partition("@")[2])
    text = f"Hallo,\n\nanbei, wie besprochen.\n\nViele Grüße\n{login.address.partition('@')[0].title()}"
    letter = stage.letter(login.address, [recipient], subject, text, message_id=message_id, client=CLIENT)
    hoster = stage.lab.hoster
    stage.sent(hoster.submit(*login, login.address, [recipient], letter, source=home, client=stage.outside))
    return message_id
