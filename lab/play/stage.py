"""What the plays share: recipients that nobody else has, letters, and the list of what was done."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from lab.lab import Lab
from lab.receiver import Receiver
from lab.send import Client, Dialogue

FIRST = ("anke", "birte", "claas", "dorit", "eike", "frauke", "gesa", "hinnerk", "imke", "jost", "karsten", "levke")
LAST = ("albers", "boysen", "carstens", "diercks", "ewers", "feddersen", "gerdes", "hansen", "iwersen", "jensen")
OPEN = ("nothing", "own")
"""Levels of knowledge at which a careful reader may leave it open whether owner or thief wrote."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One message that was sent, and the truth about it; fields as in truth.jsonl (docs/lab.md)."""

    cause: str
    way: str
    variant: str
    mailbox: str
    """In which its bounces arrive."""
    recipients: tuple[str, ...]
    """Who does not get it; each gives a bounce, or all of them one."""
    mark: str
    """Words that no other message has, and that every bounce of it returns."""
    receiver: Receiver | None = None
    mode: str = "none"
    """"reject": refused in the dialogue; "accept": taken, bounced later; also "unreachable", "success", "none"."""
    true_ip: str | None = None
    origin: dict[str, object] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    undetermined_ok: tuple[str, ...] = ()
    adversarial: tuple[str, ...] = ()


class Stage:
    """A lab with something to play in it. The same `seed` gives the same names and words."""

    def __init__(self, lab: Lab, seed: int = 1) -> None:
        self.lab = lab
        self.acts: list[Act] = []
        self.random = random.Random(seed)
        self.outside = Client(lab.spammer.cell)
        self._used: set[str] = set()

    def sent(self, dialogue: Dialogue) -> None:
        """It must have been taken. `RuntimeError` with what was said."""
        if not dialogue.accepted:
            raise RuntimeError(f"a message of the play was not taken: {dialogue.refusal}")

    def add(self, act: Act) -> None:
        """It was done; its bounces will come."""
        self.acts.append(act)

    def dead(self, receiver: Receiver, mode: str) -> str:
        """An address that nobody has and nobody else writes to; `mode` as in `Act`."""
        domain = receiver.refuses if mode == "reject" else receiver.accepts
        while True:
            name = f"{self.random.choice(FIRST)}.{self.random.choice(LAST)}{self.random.randrange(10, 99)}@{domain}"
            if name not in self._used:
                self._used.add(name)
                return name

    def word(self) -> str:
        """Letters that mean nothing."""
        return "".join(self.random.choices("bcdfghklmnprstvwz", k=8))

    def message_id(self, domain: str) -> str:
        """A new one, without the brackets."""
        return f"{self.word()}.{self.random.randrange(10**9)}@{domain}"

    def earlier(self, minutes: int) -> str:
        """A date as a header has it, for what a forger says was before."""
        return format_datetime(datetime.now(UTC) - timedelta(minutes=minutes))

    def letter(
        self, sender: str, recipients: Sequence[str], subject: str, text: str, *, message_id: str | None,
        above: Sequence[str] = (), client: str | None = None,
    ) -> str:  # fmt: skip
        """A message; `above` are header lines that stand before all others."""
        header = [
            *above, *([f"Message-ID: <{message_id}>"] if message_id else []), f"Date: {self.earlier(0)}",
            f"From: {sender}", f"To: {', '.join(recipients)}", f"Subject: {subject}",
            *([f"User-Agent: {client}"] if client else []), "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        ]  # fmt: skip
        return "\n".join([*header, "", text, ""])
