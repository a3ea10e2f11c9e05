"""Whatever a client sends and in whatever order: it is answered or thrown out, and nothing breaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.adapters.guard.test_fronts import CONNECT, OPTIONS, policy
from tests.unit.service.test_guard import BARE, FALSE, GOOD, Server

from whosent.adapters.guard.fronts import Maps, Milters, Policies
from whosent.adapters.guard.metrics import Page
from whosent.service.milter import Session
from whosent.wire.milter.events import Abort, Connect, EndOfBody, EndOfHeaders, Event, Header, MailFrom, Quit, Rcpt
from whosent.wire.milter.packets import pack, text
from whosent.wire.netstring import encode

ADDRESSES = st.sampled_from(
    ["", BARE, GOOD, FALSE, "bert@example.net", "postmaster@example.org", '"a b"@example.org', "@", "\udcff"]
)
TEXTS = st.text(max_size=20) | ADDRESSES
PACKETS = st.sampled_from([
    OPTIONS, CONNECT, pack(b"M", text("<>")), pack(b"R", text("<anna@example.org>")),
    pack(b"L", text("From") + text("x")),
    pack(b"N"), pack(b"E"), pack(b"A"), pack(b"Q"), pack(b"K"), pack(b"D", b"M" + text("i") + text("1")),
])  # fmt: skip
LOOKUPS = st.sampled_from([encode(b"sign anna@example.org"), encode(f"unsign {GOOD}".encode()), encode(b"x y")])
POLICIES = st.sampled_from([policy("RCPT", BARE), policy("DATA", ""), policy("", "x"), b"a=b\n\n"])
PIECES = PACKETS | LOOKUPS | POLICIES | st.binary(max_size=30) | st.just(b"GET /health HTTP/1.0\r\n\r\n")
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Connect, TEXTS, st.sampled_from(["inet", "inet6", "unix", "unknown"]),
              st.sampled_from(["203.0.113.9", "127.0.0.1", "", "::1", "x"]), st.just(25), st.just({})),
    st.builds(MailFrom, ADDRESSES, st.just(()), st.sampled_from([{}, {"auth_authen": "anna"}])),
    st.builds(Rcpt, ADDRESSES, st.just(()), st.just({})),
    st.builds(Header, st.sampled_from(["From", "Content-Type", "Auto-Submitted", "Subject"]), TEXTS),
    st.builds(EndOfHeaders, st.just({})), st.builds(EndOfBody, st.just(b""), st.just({})),
    st.builds(Abort), st.builds(Quit, st.booleans()),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12), st.sampled_from(["map", "policy", "milter", "metrics"]))
def test_any_bytes(pieces: list[bytes], name: str) -> None:
    server = Server()
    front = {
        "map": Maps, "policy": Policies, "milter": Milters, "metrics": lambda guard: Page(guard, lambda: b"metrics")
    }[name](server.guard)  # fmt: skip
    for piece in pieces:
        try:
            said = front.answer(piece)
        except ValueError:
            break
        assert said is None or isinstance(said, bytes)
        if front.done:
            break
    assert "error" not in server.counted


@given(st.lists(EVENTS, max_size=30))
def test_any_order_of_events(events: list[Event]) -> None:
    server = Server()
    session = Session(server.guard)
    for event in events:
        assert session.on(event)
    assert "error" not in server.counted
