"""What Prometheus asks for, and a health check: HTTP/1.0 with two addresses, for a loopback port or a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from whosent import __version__
from whosent.adapters.guard.latency import BOUNDS
from whosent.guard.counts import DECISIONS
from whosent.service.guard import DAY, Guard

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from whosent.adapters.guard.server import Listener

Render = Callable[[], bytes]
MOST = 8 * 1024
"""Bytes of a request."""
MISSING = "for metrics one more package is needed: pip install 'whosent[guard]'; without it leave listen.metrics out"


class Page:
    """The front end of one client. The connection ends with the answer."""

    busy = False

    def __init__(self, guard: Guard, metrics: Render) -> None:
        self.done = False
        self._guard = guard
        self._metrics = metrics
        self._data = b""

    @property
    def begun(self) -> bool:
        """Has the request begun?"""
        return bool(self._data)

    def answer(self, data: bytes) -> bytes | None:
        """The page, when the header block of the request is complete."""
        self._data += data
        if len(self._data) > MOST:
            raise ValueError("the request is too long")
        if b"\r\n\r\n" not in self._data and b"\n\n" not in self._data:
            return None
        self.done = True
        method, _, rest = self._data.split(b"\n", 1)[0].strip().partition(b" ")
        if method not in (b"GET", b"HEAD"):
            return _page(405, "text/plain", b"GET or HEAD\n")
        status, kind, text = self._found(rest.split(b" ", 1)[0].partition(b"?")[0])
        page = _page(status, kind, text)
        return page if method == b"GET" else page[: -len(text)]

    def _found(self, where: bytes) -> tuple[int, str, bytes]:
        if where == b"/health":  # while no key signs, mail that leaves has to wait
            well = self._guard.ring.signing is not None
            return 200 if well else 503, "text/plain; charset=utf-8", f"{self._guard.health()}\n".encode()
        if where == b"/metrics":
            return 200, "text/plain; version=0.0.4; charset=utf-8", self._metrics()
        return 404, "text/plain", b"/metrics or /health\n"


def _page(status: int, kind: str, text: bytes) -> bytes:
    word = {200: "OK", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}[status]
    head = (
        f"HTTP/1.0 {status} {word}\r\nContent-Type: {kind}\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + text


def renderer(guard: Guard, listeners: Sequence[Listener]) -> Render:
    """Makes the text of /metrics. `ValueError` with one line for the user where the package is missing."""
    try:
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.registry import Collector
    except ImportError:
        raise ValueError(MISSING) from None

    class Everything(Collector):
        def collect(self) -> Iterable[Metric]:
            return _collected(guard, listeners)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Everything())
    return lambda: generate_latest(registry)


def _collected(guard: Guard, listeners: Sequence[Listener]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    decisions = CounterMetricFamily("whosent_guard_decisions", "What was decided.", labels=["decision"])
    for decision in DECISIONS:
        decisions.add_metric([decision], guard.counts.total[decision])
    yield decisions
    took = HistogramMetricFamily("whosent_guard_answer_seconds", "Time to make an answer.", labels=["front"])
    open_ = GaugeMetricFamily("whosent_guard_connections", "Open connections.", labels=["front"])
    for listener in listeners:
        took.add_metric([listener.name], _buckets(listener.latency.classes), listener.latency.total)
        open_.add_metric([listener.name], len(listener))
    yield took
    yield open_
    keys = GaugeMetricFamily("whosent_guard_key", "Keys of tags: 1 signs, 0 verifies.", labels=["number"])
    for key in guard.ring.keys:
        keys.add_metric([str(key.number)], float(key.state == "sign"))
    yield keys
    last = GaugeMetricFamily(
        "whosent_guard_key_last_tag_seconds", "When the last tag of an older key ends, since 1970.", labels=["number"]
    )
    for key in guard.ring.keys:
        if key.last_day is not None:
            last.add_metric([str(key.number)], float((key.last_day + 1) * DAY))
    yield last
    refuses = GaugeMetricFamily("whosent_guard_refuses", "1: refuses, 0: observes.")
    refuses.add_metric([], float(guard.refuses))
    yield refuses
    first = guard.refuses_from
    if first is not None:
        begins = GaugeMetricFamily("whosent_guard_refuses_from_seconds", "First day of refusing, since 1970.")
        begins.add_metric([], first * DAY)
        yield begins
    version = GaugeMetricFamily("whosent_guard_info", "The version.", labels=["version"])
    version.add_metric([__version__], 1)
    yield version


def _buckets(classes: list[int]) -> list[tuple[str, float]]:
    """Cumulated, as Prometheus has them."""
    found, so_far = [], 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), classes, strict=True):
        so_far += count
        found.append((bound, float(so_far)))
    return found
