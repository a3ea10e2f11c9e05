"""What Prometheus reads, and whoever asks for our health; over HTTP as curl and hostile clients speak it."""

from __future__ import annotations

import sys

import pytest
from msgspec.structs import replace
from tests.unit.guard.case import DAY, NEW, OLD, REFUSING, RING

from whosent.adapters.guard.metrics import MOST, Page, renderer
from whosent.adapters.guard.server import Listener
from whosent.adapters.guard.sockets import listen
from whosent.auth.keyring import Keyring
from whosent.service.guard import Guard

HEALTH = (Guard(REFUSING, RING, lambda: DAY * 86_400.0, lambda event, **more: None).health() + "\n").encode()


def guard(ring: Keyring = RING) -> Guard:
    return Guard(REFUSING, ring, lambda: DAY * 86_400.0, lambda event, **more: None)


def page(ring: Keyring = RING) -> Page:
    return Page(guard(ring), lambda: b"metrics\n")


@pytest.mark.parametrize(("request_", "status", "text"), [
    (b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", b"200 OK", b"metrics\n"),
    (b"GET /health?x HTTP/1.0\r\n\r\n", b"200 OK", HEALTH),
    (b"GET /health HTTP/1.0\n\n", b"200 OK", HEALTH),
    (b"HEAD /health HTTP/1.1\r\n\r\n", b"200 OK", b""),
    (b"GET / HTTP/1.1\r\n\r\n", b"404 Not Found", b"/metrics or /health\n"),
    (b"POST /metrics HTTP/1.1\r\n\r\n", b"405 Method Not Allowed", b"GET or HEAD\n"),
    (b"\r\n\r\n", b"405 Method Not Allowed", b"GET or HEAD\n"),
    (b"GET\r\n\r\n", b"404 Not Found", b"/metrics or /health\n"),
])  # fmt: skip
def test_pages(request_: bytes, status: bytes, text: bytes) -> None:
    one = page()
    said = one.answer(request_)
    assert said is not None
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 " + status)
    assert body == text
    assert one.done


def test_who_cannot_sign_is_not_well() -> None:
    said = page(Keyring((OLD,))).answer(b"GET /health HTTP/1.0\r\n\r\n") or b""
    assert said.startswith(b"HTTP/1.0 503 ")
    assert b" key=- " in said


def test_in_any_pieces() -> None:
    one = page()
    request = b"GET /health HTTP/1.0\r\n\r\n"
    assert [one.answer(request[n : n + 1]) for n in range(len(request) - 1)] == [None] * (len(request) - 1)
    assert not one.done
    assert (one.answer(request[-1:]) or b"").endswith(HEALTH)


def test_too_long() -> None:
    with pytest.raises(ValueError, match="too long"):
        page().answer(b"GET /" + b"x" * MOST)


def test_what_is_counted() -> None:
    one = guard(Keyring((NEW, replace(OLD, signed_until=DAY - 1))))
    with listen("127.0.0.1:0", 0, None) as sock:
        listener = Listener("map", page, sock, one.tell)
        listener.latency.took(0.00007)
        one.lookup("sign", "anna@example.org")
        text = renderer(one, [listener])().decode()
    lines = set(text.splitlines())
    assert {
        'whosent_guard_decisions_total{decision="signed"} 1.0',
        'whosent_guard_decisions_total{decision="refused-untagged"} 0.0',
        'whosent_guard_answer_seconds_bucket{front="map",le="5e-05"} 0.0',
        'whosent_guard_answer_seconds_bucket{front="map",le="0.0001"} 1.0',
        'whosent_guard_answer_seconds_count{front="map"} 1.0',
        'whosent_guard_connections{front="map"} 0.0',
        'whosent_guard_key{number="3"} 1.0',
        'whosent_guard_key{number="2"} 0.0',
        'whosent_guard_key_last_tag_seconds{number="2"} 1.796688e+09',
        "whosent_guard_refuses 1.0",
        "whosent_guard_refuses_from_seconds 1.7954784e+09",
    } <= lines
    assert not any(key.secret in text for key in RING.keys)


def test_without_the_package_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(ValueError, match=r"pip install 'whosent\[guard\]'"):
        renderer(guard(), [])
