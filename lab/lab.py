"""The lab as a whole: a switch and hosts, up within `with`, gone after it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType, TracebackType
from typing import TypeVar

from lab import packages
from lab.cell import Cell
from lab.host import Host
from lab.hosts import KINDS
from lab.hosts.dns import Dns
from lab.hosts.hoster import Hoster
from lab.hosts.rexim import ReceiverExim
from lab.hosts.ropensmtpd import ReceiverOpenSmtpd
from lab.hosts.rpostfix import ReceiverPostfix
from lab.hosts.rsendmail import ReceiverSendmail
from lab.hosts.spammer import Spammer
from lab.needs import Skipped, check_machine
from lab.receiver import Receiver
from lab.wait import wait_until

T = TypeVar("T")
H = TypeVar("H", bound=Host)
ALWAYS = ("dns", "spammer")


class Lab:
    """`with Lab(hosts=("hoster", "rpostfix")) as lab:`; name server and spammer are always there.

    A host that cannot be had here raises `Skipped`; with `missing_ok` it is left out and `skipped` says why. Without
    `fetch`, packages that are not in the cache count as not to be had.
    """

    def __init__(
        self, hosts: Sequence[str] = ("hoster", "rpostfix"), missing_ok: bool = False, fetch: bool = True
    ) -> None:
        self.hosts: dict[str, Host] = {}
        self.skipped: dict[str, str] = {}
        self._wanted = [kind for kind in KINDS if kind.name in (*ALWAYS, *hosts)]
        unknown = set(hosts) - {kind.name for kind in KINDS}
        if unknown:
            raise ValueError(f"no such host: {', '.join(sorted(unknown))}")
        self._missing_ok = missing_ok
        self._fetch = fetch
        self._switch: Cell | None = None
        self._before: object = None

    def __enter__(self) -> Lab:
        check_machine()
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGTERM, _leave)
        try:
            self._switch = self._make_switch()
            hosts = [kind(self._switch) for kind in self._wanted]
            self._begin({host: layers for host in hosts if (layers := self._prepare(host)) is not None})
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every host, the switch last."""
        for host in reversed(self.hosts.values()):
            host.end()
        self.hosts.clear()
        if self._switch is not None:
            self._switch.close()
            self._switch = None
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)  # type: ignore[arg-type]
            self._before = None

    @property
    def dns(self) -> Dns:
        """The name server."""
        return self._host(Dns)

    @property
    def hoster(self) -> Hoster:
        """The side that is ours."""
        return self._host(Hoster)

    @property
    def rpostfix(self) -> ReceiverPostfix:
        """A receiver."""
        return self._host(ReceiverPostfix)

    @property
    def rexim(self) -> ReceiverExim:
        """A receiver."""
        return self._host(ReceiverExim)

    @property
    def ropensmtpd(self) -> ReceiverOpenSmtpd:
        """A receiver."""
        return self._host(ReceiverOpenSmtpd)

    @property
    def rsendmail(self) -> ReceiverSendmail:
        """A receiver."""
        return self._host(ReceiverSendmail)

    @property
    def receivers(self) -> list[Receiver]:
        """All receivers of this lab."""
        return [host for host in self.hosts.values() if isinstance(host, Receiver)]

    @property
    def spammer(self) -> Spammer:
        """Everybody outside."""
        return self._host(Spammer)

    def wait_until(self, look: Callable[[], T], what: str, seconds: float = 30) -> T:
        """The first true value that `look` gives; `TimeoutError` otherwise."""
        return wait_until(look, what, seconds)

    def _host(self, kind: type[H]) -> H:
        host = self.hosts.get(kind.name)
        if not isinstance(host, kind):
            raise KeyError(
                f"{kind.name} is not part of this lab: {self.skipped.get(kind.name, 'it was not asked for')}"
            )
        return host

    def _prepare(self, host: Host) -> list[Path] | None:
        """The layers of its root; None where it is left out."""
        try:
            return host.prepare(self._fetch)
        except Skipped as reason:
            if not self._missing_ok or host.name in ALWAYS:
                raise Skipped(f"{host.name}: {reason}") from None
            self.skipped[host.name] = str(reason)
            return None

    def _begin(self, layers: Mapping[Host, list[Path]]) -> None:
        """All at once, but for the name server, which the others ask when they start."""
        self.hosts = {host.name: host for host in layers}  # before they begin: what began is ended
        first, *others = layers
        self._begin_one(first, layers[first])
        with ThreadPoolExecutor() as pool:
            for begun in [pool.submit(self._begin_one, host, layers[host]) for host in others]:
                begun.result()

    def _begin_one(self, host: Host, layers: list[Path]) -> None:
        try:
            host.begin(layers)
        except (RuntimeError, TimeoutError) as trouble:
            trouble.add_note(host.last_words())
            raise

    def _make_switch(self) -> Cell:
        switch = Cell("switch", packages.cache() / "stage")
        switch.wait_ready()
        switch.ip("link set lo up", "link add switch type bridge", "link set switch up")
        return switch


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)
