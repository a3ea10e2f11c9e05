"""Somebody knows the password: guessed first, then used from a rented server."""

from __future__ import annotations

from lab import world
from lab.play.stage import OPEN, Act, Stage

GUESSES = ("123456", "passwort", "bernd", "kunde2026", "Sommer2026", "qwertz", "hallo123")
SUBJECT, TEXT = "Ihr Paket wartet", "Bitte bestätigen Sie die Zustellung: http://paket.cheapvps.test/?k={}"


def play(stage: Stage) -> None:
    """Bernd's password is guessed; the accountant's was phished and is used with other names as From."""
    bernd, kasse = world.login_of("bernd@kunde.example"), world.login_of("kasse@verein.example")
    guesser, renter, six = world.THIEVES
    for guess in GUESSES:
        stage.outside.submit(
            stage.lab.hoster.place.addresses[0], bernd.address, guess, bernd.address, [], "", source=guesser
        )
    for receiver in stage.lab.receivers:
        for mode in ("reject", "accept"):
            _spam(stage, bernd, guesser, [stage.dead(receiver, mode)], receiver.name, mode, "submission")
        author = "Paketdienst <service@paket.test>"
        _spam(
            stage, kasse, renter, [stage.dead(receiver, "reject")], receiver.name, "reject", "other-from", author=author
        )
        foreign = (
            f"Received: from mail.paket.test (mail.paket.test [203.0.113.240])\n\tby {receiver.place.name}"
            f" (Postfix) with ESMTP id 4B7C91F0A2;\n\t{stage.earlier(5)} (UTC)"
        )
        _spam(stage, kasse, renter, [stage.dead(receiver, "accept")], receiver.name, "accept", "fake-foreign-origin",
              above=[foreign], adversarial=("fake_received",))  # fmt: skip
    first = stage.lab.receivers[0]
    _spam(stage, bernd, six, [stage.dead(first, "reject")], first.name, "reject", "submission-ipv6")
    _spam(stage, bernd, guesser, [stage.dead(first, "reject") for _ in range(5)], first.name, "reject", "multi-rcpt")


def _spam(
    stage: Stage, login: world.Login, source: str, recipients: list[str], receiver: str, mode: str, variant: str, *,
    author: str | None = None, above: list[str] | None = None, adversarial: tuple[str, ...] = (),
) -> None:  # fmt: skip
    message_id = stage.message_id("paket.test")
    text, sender = TEXT.format(stage.word()), author or login.address
    letter = stage.letter(sender, recipients, SUBJECT, text, message_id=message_id, above=above or [])
    server = stage.lab.hoster.place.addresses[1 if ":" in source else 0]
    stage.sent(stage.outside.submit(server, *login, login.address, recipients, letter, source=source, helo="WIN-5H2K"))
    stage.add(Act(
        cause="mailbox", way="login", variant=variant, mailbox=login.address, recipients=tuple(recipients),
        mark=message_id, receiver=next(one for one in stage.lab.receivers if one.name == receiver), mode=mode,
        true_ip=source, origin={"mailbox": login.address}, undetermined_ok=OPEN, adversarial=adversarial,
    ))  # fmt: skip
