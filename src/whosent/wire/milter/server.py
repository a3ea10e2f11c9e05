"""The filter's side of one connection: packets in, steps of an SMTP session out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from whosent.wire.milter import events
from whosent.wire.milter.events import Event
from whosent.wire.milter.macros import Macros
from whosent.wire.milter.negotiation import Action, Options, Step, negotiate
from whosent.wire.milter.packets import Packet, Packets

Phase = Literal["new", "open", "session", "envelope", "data", "headers", "body", "ended"]
"""new: nothing was settled. open: no client. session: no message. envelope ... body: how far a message has come. Steps
that the filter does without, or that an older mail server does not tell, are left out."""

_SETTLED: frozenset[Phase] = frozenset({"open", "session", "envelope", "data", "headers", "body"})
_MESSAGE: frozenset[Phase] = frozenset({"envelope", "data", "headers", "body"})
# Who was refused at MAIL, RCPT or DATA may go on in the same message or begin another one.
_ORDER: Mapping[str, tuple[frozenset[Phase], Phase | None]] = {
    "O": (frozenset({"new"}), "open"),
    "C": (frozenset({"open"}), "session"),
    "H": (_SETTLED, "session"),
    "M": (_SETTLED, "envelope"),
    "R": (frozenset({"envelope", "data"}), None),
    "T": (frozenset({"envelope", "data"}), "data"),
    "L": (_MESSAGE - {"body"}, "headers"),
    "N": (_MESSAGE - {"body"}, "body"),
    "B": (_MESSAGE, "body"),
    "E": (_MESSAGE, "session"),
    "A": (_SETTLED, "session"),
    "U": (_SETTLED, None),
    "D": (_SETTLED, None),
    "K": (_SETTLED, "open"),
    "Q": (_SETTLED, "ended"),
}
"""By the letter of a packet: where it may stand, and how far it has come then (None: as far as before)."""

_SILENT: Mapping[type, Step] = {
    events.Connect: Step.NR_CONNECT,
    events.Helo: Step.NR_HELO,
    events.MailFrom: Step.NR_MAIL,
    events.Rcpt: Step.NR_RCPT,
    events.Data: Step.NR_DATA,
    events.Header: Step.NR_HEADER,
    events.EndOfHeaders: Step.NR_EOH,
    events.Body: Step.NR_BODY,
    events.Unknown: Step.NR_UNKNOWN,
}


class MilterServer:
    """`actions`: the changes that the filter makes. `steps`: what it does without, as far as the mail server can."""

    def __init__(self, actions: Action, steps: Step) -> None:
        self._wanted = actions, steps
        self._packets = Packets()
        self._macros = Macros()
        self._phase: Phase = "new"
        self._silent: frozenset[type] = frozenset()
        """The steps to which no answer is expected."""

    @property
    def pending(self) -> int:
        """Bytes of a packet that is not complete."""
        return self._packets.pending

    @property
    def phase(self) -> Phase:
        """How far the session has come."""
        return self._phase

    def feed(self, data: bytes) -> list[Event]:
        """What was told. `ValueError` on a mail server that does not keep to the protocol."""
        told = (self._read(packet) for packet in self._packets.feed(data))
        return [event for event in told if event is not None]

    def expects_reply(self, event: Event) -> bool:
        """Does the mail server wait for an answer? (For `Options` that is its own `reply`.)"""
        return not (type(event) in self._silent or isinstance(event, events.Abort | events.Quit))

    def _read(self, packet: Packet) -> Event | None:
        command, data = packet
        phases, then = _ORDER.get(command, (frozenset(), None))
        if self._phase not in phases:
            raise ValueError(f"a packet {command!r} in the phase {self._phase}")
        self._phase = then or self._phase
        if command == "D":
            self._macros.tell(data)
            return None
        if command == "O":
            return self._negotiate(data)
        event = events.READERS[command](data, self._macros.at(command))
        if command in "EA":
            self._macros.end_message()
        elif command == "K":
            self._macros.end_connection()
        return event

    def _negotiate(self, data: bytes) -> Options:
        options = negotiate(data, *self._wanted)
        self._silent = frozenset(kind for kind, step in _SILENT.items() if options.steps & step)
        return options
