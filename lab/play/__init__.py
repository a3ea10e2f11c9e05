"""What is played: one file for each cause of mail in somebody's name, in the order in which they are played."""

from __future__ import annotations

from collections.abc import Callable

from lab.play import fake, forged, forwarded, life, mailbox, own, script
from lab.play.stage import Stage

PLAYS: tuple[Callable[[Stage], None], ...] = (
    life.play,
    own.play,
    forged.play,
    script.play,
    forwarded.play,
    mailbox.play,
    fake.play,
)
