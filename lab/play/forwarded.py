"""Our server passed it on: it came from outside to an address of ours that leads out again."""

from __future__ import annotations

from lab import world
from lab.play.stage import Act, Stage

TEXT = "Gewinnen Sie eine Reise! http://reise.cheapvps.test/"


def play(stage: Stage) -> None:
    """The sender is forged and one of ours, so that the bounce of what we forwarded comes to us."""
    receivers = {receiver.place.domains[number]: receiver for receiver in stage.lab.receivers for number in (0, 1)}
    for number, (address, target) in enumerate(world.FORWARDS.items()):
        receiver = receivers.get(target.partition("@")[2])
        if receiver is None:  # it could not be had here
            continue
        bot, victim = world.BOTS[18], ("anna@kunde.example", "info@laden.example")[number % 2]
        message_id = stage.message_id("reise.test")
        letter = stage.letter(victim, [address], "Sie haben gewonnen", TEXT, message_id=message_id)
        stage.outside.send(stage.lab.hoster.place.addresses[0], victim, [address], letter, source=bot, helo="pc-reise")
        stage.add(Act(
            cause="forwarded", way="forwarded", variant="fwd-virtual-alias-forged-local-sender", mailbox=victim,
            recipients=(target,), mark=message_id, receiver=receiver, also=("forged",), true_ip=bot,
            mode="reject" if target.endswith(f"@{receiver.refuses}") else "accept",
        ))  # fmt: skip
