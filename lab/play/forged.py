"""A Joe job: the mail was sent elsewhere, only the sender's address is ours."""

from __future__ import annotations

from lab import world
from lab.play.stage import Act, Stage
from lab.receiver import Receiver

HATE = "Ich bin Anna Apfel aus der Baumstraße und verkaufe gestohlene Ware. Schreiben Sie mir!"
DKIM = (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=kunde.example; s=lab2026;\n"
    "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; h=From:To:Subject;\n\tb=c2ljaGVyIG5pY2h0"
)


def play(stage: Stage) -> None:
    """Bots write to receivers that take everything; each bounce goes to whose name they use."""
    anna, laden = "anna@kunde.example", "info@laden.example"
    bots = iter(world.BOTS)
    for receiver in stage.lab.receivers:
        for _ in range(2):
            invented = f"{stage.word()}@laden.example"
            _spam(stage, receiver, next(bots), invented, laden, "catchall-random")
        _spam(stage, receiver, next(bots), anna, anna, "targeted", text=HATE)
        login = (
            f"Received: from [192.168.1.5] (unknown [{world.HOMES[0]}])\n\t(Authenticated sender: {anna})\n"
            f"\tby mail.hoster.example (Postfix) with ESMTPSA id 7C2B1104;\n\t{stage.earlier(2)} (UTC)"
        )
        adversarial = ("fake_received", "fake_auth")
        _spam(
            stage, receiver, next(bots), anna, anna, "fake-received-authsender", above=[login], adversarial=adversarial
        )
    for receiver in stage.lab.receivers:
        local = f"Received: by mail.hoster.example (Postfix, from userid 33)\n\tid 5D21A0F3; {stage.earlier(3)} (UTC)"
        php, adversarial = "X-PHP-Originating-Script: 33:wp-mailer.php", ("fake_received", "fake_php")
        _spam(
            stage,
            receiver,
            world.BOTS[16],
            laden,
            laden,
            "fake-php-header",
            above=[local, php],
            adversarial=adversarial,
        )
    first, bot = stage.lab.receivers[0], world.BOTS[17]
    _spam(stage, first, bot, anna, anna, "helo-is-victim-host", helo="mail.hoster.example")
    _spam(stage, first, world.THIEVES[2], anna, anna, "ipv6")
    _spam(stage, first, bot, laden, laden, "no-msgid", message_id=None)
    _spam(stage, first, bot, laden, laden, "multi-rcpt", recipients=[stage.dead(first, "accept") for _ in range(4)])
    _spam(stage, first, bot, anna, anna, "bogus-dkim", above=[DKIM], adversarial=("fake_dkim",))
    for receiver in stage.lab.receivers[1:]:  # each by its access provider's smarthost, which makes the bounce
        recipients = [stage.dead(receiver, "reject")]
        _spam(stage, first, world.BOTS[11], anna, anna, "via-foreign-smarthost", recipients=recipients)


def _spam(
    stage: Stage, receiver: Receiver, source: str, sender: str, mailbox: str, variant: str, *,
    text: str = "Nur heute: Uhren zum halben Preis. http://uhren.cheapvps.test/", above: list[str] | None = None,
    adversarial: tuple[str, ...] = (), helo: str | None = None, recipients: list[str] | None = None,
    message_id: str | None = "",
) -> None:  # fmt: skip
    recipients = recipients or [stage.dead(receiver, "accept")]
    if message_id is not None:
        message_id = stage.message_id("uhren.test")
    letter = stage.letter(sender, recipients, "Ein Angebot", text, message_id=message_id, above=above or [])
    address = receiver.place.addresses[1 if ":" in source else 0]
    helo = helo or f"pc-{stage.word()}"
    stage.sent(stage.outside.send(address, sender, recipients, letter, source=source, helo=helo))
    stage.add(Act(
        cause="forged", way="forged", variant=variant, mailbox=mailbox, recipients=tuple(recipients),
        mark=message_id or recipients[0], receiver=receiver, mode="accept", true_ip=source, adversarial=adversarial,
    ))  # fmt: skip
