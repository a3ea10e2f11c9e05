"""Our server passed it on: it came from outside to an address of ours that leads out again."""

from __future__ import annotations

from lab import world
from lab.play.stage import Act, Stage

TEXT = "Gewinnen Sie eine Reise! http://reise.cheapvps.test/"


def play(stage: Stage) -> None:
    """The sender is forged and one of ours, so that the bounce of what we forwarded comes to us."""
    victims = ("anna@kunde.example", "info@laden.example")
    for (address, target), victim in zip(world.FORWARDS.items(), victims, strict=True):
        _passes(stage, address, target, victim, "fwd-virtual-alias-forged-local-sender", world.BOTS[18])
    mailbox, target = world.SIEVE
    stage.lab.hoster.redirect(mailbox, target)
    _passes(stage, mailbox, target, "anna@kunde.example", "fwd-sieve-redirect", world.BOTS[19])


def _passes(stage: Stage, address: str, target: str, victim: str, variant: str, bot: str) -> None:
    domain = target.partition("@")[2]
    receiver = next((one for one in stage.lab.receivers if domain in one.place.domains), None)
    if receiver is None:  # it could not be had here
        return
    message_id = stage.message_id("reise.test")
    letter = stage.letter(victim, [address], "Sie haben gewonnen", TEXT, message_id=message_id)
    server = stage.lab.hoster.place.addresses[0]
    stage.sent(stage.outside.send(server, victim, [address], letter, source=bot, helo="pc-reise"))
    stage.add(Act(
        cause="forwarded", way="forwarded", variant=variant, mailbox=victim, recipients=(target,), mark=message_id,
        receiver=receiver, also=("forged",), true_ip=bot, mode="reject" if domain == receiver.refuses else "accept",
    ))  # fmt: skip
