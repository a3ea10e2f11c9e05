"""The front ends of one client each: the codec of its protocol before the guard."""

from __future__ import annotations

from whosent.service.guard import Found, Guard
from whosent.service.milter import ACTIONS, STEPS, Session
from whosent.wire.milter.events import Quit
from whosent.wire.milter.server import MilterServer
from whosent.wire.policy import PolicyServer
from whosent.wire.socketmap import SocketmapServer


class Maps:
    """Postfix's and Sendmail's socketmap."""

    busy = False
    done = False

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._codec = SocketmapServer()

    @property
    def begun(self) -> bool:
        """Is a lookup on its way?"""
        return self._codec.pending > 0

    def answer(self, data: bytes) -> bytes | None:
        """What the lookups found, in their order."""
        asked = self._codec.feed(data)
        return b"".join(_said(self._guard.lookup(one.table, one.key)) for one in asked) if asked else None


def _said(found: Found) -> bytes:
    if found.status == "ok":
        return SocketmapServer.ok(found.text)
    if found.status == "not-found":
        return SocketmapServer.not_found()
    return SocketmapServer.temp(found.text) if found.status == "temp" else SocketmapServer.perm(found.text)


class Policies:
    """Postfix's policy delegation."""

    busy = False
    done = False

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._codec = PolicyServer()

    @property
    def begun(self) -> bool:
        """Is a request on its way?"""
        return self._codec.pending > 0

    def answer(self, data: bytes) -> bytes | None:
        """The actions, in the order of the requests."""
        asked = self._codec.feed(data)
        return b"".join(PolicyServer.reply(self._guard.policy(one.attributes)) for one in asked) if asked else None


class Milters:
    """Sendmail's and Postfix's filters."""

    def __init__(self, guard: Guard) -> None:
        self.done = False
        self._codec = MilterServer(ACTIONS, STEPS)
        self._session = Session(guard)

    @property
    def begun(self) -> bool:
        """Is a packet on its way?"""
        return self._codec.pending > 0

    @property
    def busy(self) -> bool:
        """It is until it ends: without its filter the mail server would put off what is left of a session."""
        return self._codec.phase != "ended"

    def answer(self, data: bytes) -> bytes | None:
        """To the steps that expect an answer."""
        events = self._codec.feed(data)
        said = []
        for event in events:
            one = self._session.on(event)
            if self._codec.expects_reply(event):
                said.append(one)
            self.done = isinstance(event, Quit) and not event.reused
        return b"".join(said) if events else None
