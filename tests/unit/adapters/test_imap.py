"""IMAP against a real Dovecot: nothing is changed there, everything arrives once, and errors are one line."""

from __future__ import annotations

import contextlib
import imaplib
import json
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import pytest
from tests.unit.adapters.dovecot import Dovecot, missing

from whosent.adapters.imap import MESSAGES_AT_ONCE, ImapOptions, Place, batches, parse_address
from whosent.adapters.imap_session import _bodies, _ranges
from whosent.adapters.imap_state import load_last, save_last
from whosent.adapters.sources import read
from whosent.model.item import Item, Unreadable

SECRET = "correct horse"  # noqa: S105
UMLAUT = 'p\u00e4ss "\\ word'
needs_dovecot = pytest.mark.skipif(missing() is not None, reason=missing() or "")


def mail(number: int, size: int = 0) -> bytes:
    return b"From: a@a.example\r\nSubject: %d\r\n\r\nText\r\n" % number + b"x" * 70 * (size // 70)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot(
        {"joe": SECRET, "ann": UMLAUT, "many": SECRET, "bad": SECRET, "joe@victim.example": SECRET}
    ) as dovecot:
        for number in (1, 2, 3):
            dovecot.deliver("joe", mail(number), number)
        dovecot.deliver("joe", mail(4, 300_000), 4)
        dovecot.deliver("joe", mail(5), 5)
        dovecot.deliver("ann", mail(1), 1, ".Gel&APY-scht &- weg")
        dovecot.deliver("joe@victim.example", mail(1), 1)
        for number in range(1, 2 * MESSAGES_AT_ONCE + 21):
            dovecot.deliver("many", mail(number), number)
        yield dovecot


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHOSENT_IMAP_PASSWORD", SECRET)
    monkeypatch.delenv("WHOSENT_IMAP_TOKEN", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def options(server: Dovecot, **more: object) -> ImapOptions:
    return ImapOptions(ca_file=str(server.ca), prompt=False, **more)  # type: ignore[arg-type]


def fetch(server: Dovecot, url: str, limit: int = 100_000, **more: object) -> list[Item | Unreadable]:
    return list(read([url], limit=limit, imap=options(server, **more)))


def error(found: list[Item | Unreadable]) -> str:
    (only,) = found
    assert isinstance(only, Unreadable), only
    assert "\n" not in only.error
    assert SECRET not in only.error
    return only.error


def uids(found: list[Item | Unreadable]) -> list[int]:
    assert all(isinstance(item, Item) for item in found), found
    return [int(item.source.rpartition("#")[2]) for item in found]


def flags(server: Dovecot, user: str = "joe") -> list[bytes]:
    """What another client sees, which looks without touching."""
    context = ssl.create_default_context(cafile=str(server.ca))
    with imaplib.IMAP4_SSL("127.0.0.1", server.port, ssl_context=context) as client:
        client.login(user, SECRET)
        _, recent = client.status("INBOX", "(MESSAGES RECENT UNSEEN)")
        client.select("INBOX", readonly=True)
        _, answers = client.fetch("1:*", "(UID FLAGS)")
    return [recent[0], *(answer for answer in answers if isinstance(answer, bytes))]


@needs_dovecot
def test_messages_in_uid_order_and_nothing_marked(server: Dovecot) -> None:
    before = flags(server)
    assert b"RECENT 5 UNSEEN 5" in before[0]
    told: list[tuple[int, int | None]] = []
    url = server.url("joe")
    found = list(read([url], limit=100_000, imap=options(server), progress=lambda *state: told.append(state)))
    assert [item.source for item in found] == [f"{url}#{uid}" for uid in (1, 2, 3, 4, 5)]
    assert [item.data for item in found if isinstance(item, Item) and not item.truncated] == [
        mail(number) for number in (1, 2, 3, 5)
    ]
    assert flags(server) == before
    assert told[-1] == (100_001 + sum(len(mail(n)) for n in (1, 2, 3, 5)), None)


@needs_dovecot
def test_an_oversized_message_is_cut_by_the_server(server: Dovecot) -> None:
    found = fetch(server, server.url("joe"))
    cut = [item for item in found if isinstance(item, Item) and item.truncated]
    assert [(item.source[-2:], item.data) for item in cut] == [("#4", mail(4, 300_000)[:100_000])]
    assert b"\\Seen" not in b"".join(flags(server))


@needs_dovecot
def test_resume(server: Dovecot, tmp_path: Path) -> None:
    url, file = server.url("many"), tmp_path / "deep" / "imap.json"
    reading = read([url], imap=options(server, resume=True, state_file=str(file)))
    first = [next(reading) for _ in range(10)]
    reading.close()  # the tenth was handed on, but nobody came back for the next: it counts as not done
    assert uids(first) == list(range(1, 11))
    ((key, mark),) = json.loads(file.read_text()).items()
    assert key == f"imaps://many@127.0.0.1:{server.port}/INBOX"
    assert mark["uid"] == 9
    assert file.stat().st_mode & 0o777 == 0o600
    total = 2 * MESSAGES_AT_ONCE + 20
    assert uids(fetch(server, url, resume=True, state_file=str(file))) == list(range(10, total + 1))
    assert fetch(server, url, resume=True, state_file=str(file)) == []
    assert len(fetch(server, url, state_file=str(file))) == total
    file.write_text(json.dumps({key: {"uidvalidity": mark["uidvalidity"] + 1, "uid": total}}))
    assert len(fetch(server, url, resume=True, state_file=str(file))) == total
    assert json.loads(file.read_text())[key] == {"uidvalidity": mark["uidvalidity"], "uid": total}


@needs_dovecot
def test_a_broken_connection_is_made_again(server: Dovecot) -> None:
    reading = read([server.url("many")], imap=options(server))
    found = [next(reading)]
    assert server.break_connections() > 0
    found += reading
    assert uids(found) == list(range(1, 2 * MESSAGES_AT_ONCE + 21))


@needs_dovecot
def test_a_message_that_the_server_cannot_read_spoils_nothing_but_itself(server: Dovecot) -> None:
    for number in range(1, 21):
        server.deliver("bad", mail(number), number)
    for number in (2, 3, 15):  # this Dovecot ends the connection over each of them
        next(server.folder("bad").glob(f"*/*.M{number}.host*")).chmod(0)
    found = fetch(server, server.url("bad"))
    assert [item.source.rpartition("#")[2] for item in found] == [str(uid) for uid in range(1, 21)]
    broken = [item for item in found if isinstance(item, Unreadable)]
    assert [item.source.rpartition("#")[2] for item in broken] == ["2", "3", "15"]
    assert "does not hand it out" in broken[0].error
    for path in server.folder("bad").glob("*/*"):
        path.chmod(0)
    assert "hands out nothing any more" in error(fetch(server, server.url("bad")))


@needs_dovecot
def test_folders(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSENT_IMAP_PASSWORD", UMLAUT)
    assert uids(fetch(server, server.url("ann", "Gel\u00f6scht & weg"))) == [1]
    assert uids(fetch(server, server.url("ann", "Gel%C3%B6scht%20%26%20weg"))) == [1]
    assert fetch(server, server.url("ann", "")) == []
    said = error(fetch(server, server.url("ann", "Nowhere")))
    assert "no folder 'Nowhere'" in said
    assert "Gel\u00f6scht & weg, INBOX" in said


@needs_dovecot
def test_a_user_with_an_at_sign(server: Dovecot) -> None:
    assert uids(fetch(server, server.url("joe@victim.example"))) == [1]
    assert uids(fetch(server, server.url("joe%40victim.example"))) == [1]


@needs_dovecot
def test_secrets(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSENT_IMAP_PASSWORD", "wrong")
    assert "refuses the login of joe" in error(fetch(server, server.url("joe")))
    monkeypatch.setenv("WHOSENT_IMAP_PASSWORD", "two\r\nlines")
    assert "control character" in error(fetch(server, server.url("joe")))
    asked: list[str] = []
    assert len(fetch(server, server.url("joe"), token_command=lambda account: asked.append(account) or SECRET)) == 5
    assert asked == ["joe@127.0.0.1"]
    monkeypatch.setenv("WHOSENT_IMAP_TOKEN", SECRET)  # this Dovecot takes the password for the token
    assert len(fetch(server, server.url("joe"))) == 5
    monkeypatch.setenv("WHOSENT_IMAP_TOKEN", "expired")
    assert "token may have expired" in error(fetch(server, server.url("joe")))


class Ring(keyring.backend.KeyringBackend):
    """A keyring with one entry."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return SECRET if (service, username) == ("whosent", "joe@127.0.0.1") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@needs_dovecot
def test_the_password_from_the_keyring(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHOSENT_IMAP_PASSWORD")
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        assert len(fetch(server, server.url("joe"))) == 5
        assert "no password for many@127.0.0.1" in error(fetch(server, server.url("many")))
    finally:
        keyring.set_keyring(before)


@needs_dovecot
def test_a_certificate_that_nobody_vouches_for_is_refused(server: Dovecot) -> None:
    logins = server.log().count("Login: ")
    assert "not trusted" in error(list(read([server.url("joe")], imap=ImapOptions(prompt=False))))
    assert server.log().count("Login: ") == logins
    assert "no certificates in" in error(list(read([server.url("joe")], imap=ImapOptions(ca_file="/nowhere"))))


@needs_dovecot
def test_nobody_there(server: Dovecot) -> None:
    port = str(server.port)
    assert "nothing answers" in error(fetch(server, server.url("joe").replace(port, "1")))
    assert "no host" in error(fetch(server, "imaps://joe@host.invalid/INBOX"))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("imaps://joe@imap.example", Place("joe", "imap.example", 993, "INBOX")),
        ("IMAPS://joe@imap.example:1993/", Place("joe", "imap.example", 1993, "INBOX")),
        (
            "imaps://joe@victim.example@imap.example/a/b c?#",
            Place("joe@victim.example", "imap.example", 993, "a/b c?#"),
        ),
        ("imaps://a%2Fb%3Ac@[2001:db8::1]:993/%C3%A4", Place("a/b:c", "2001:db8::1", 993, "\u00e4")),
    ],
)
def test_addresses(address: str, place: Place) -> None:
    assert parse_address(address) == place


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("imaps://imap.example/INBOX", "user is missing"),
        ("imaps://", "not an address"),
        ("imaps://joe@imap.example:99999/INBOX", "not an address"),
        ("imaps://joe@imap.example/a%0D%0Ab", "not an address"),
        ("imaps://joe:hush@imap.example/INBOX", "password does not belong"),
    ],
)
def test_addresses_that_are_none(address: str, said: str) -> None:
    (found,) = read([address])
    assert isinstance(found, Unreadable)
    assert said in found.error
    assert "hush" not in found.source + found.error


def test_a_missing_extra_gives_the_command() -> None:
    code = (
        "import sys; sys.modules['imap_tools'] = None\n"
        "from whosent.adapters.sources import read\n"
        "print(*[f.error for f in read(['imaps://joe@imap.example/INBOX'])])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    assert done.stdout.decode().strip().endswith("pip install 'whosent[imap]'")


def test_batches_are_bounded() -> None:
    sizes = {1: 10, 2: 10, 3: 999, 4: 10, 5: 5_000_000, 6: 5_000_000, **dict.fromkeys(range(7, 70), 1)}
    found = list(batches(sorted(sizes), sizes, 500))
    assert found[:5] == [[1, 2], [3], [4], [5], [6]]
    assert [len(batch) for batch in found[5:]] == [50, 13]
    assert list(batches([], {}, 500)) == []


def test_answers_with_the_uid_before_and_behind() -> None:
    answers: list[bytes | tuple[bytes, bytes]] = [
        (b"1 (UID 7 BODY[] {3}", b"abc"), b")", (b"2 (BODY[]<0> {2}", b"de"), b" UID 8)", b"3 (FLAGS (\\Recent) UID 9)",
        b'4 (UID 10 BODY[] "a\\"b")', b"5 (UID 11 BODY[] NIL)", (b"6 (BODY[] {1}", b"x"),
    ]  # fmt: skip
    assert dict(_bodies(answers)) == {7: b"abc", 8: b"de", 10: b'a"b', 11: b""}
    assert _ranges([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10"


def test_the_state_file_may_be_broken_or_out_of_reach(tmp_path: Path) -> None:
    file = tmp_path / "imap.json"
    for content in ("", "[]", '{"a": 1}', '{"a": {"uidvalidity": "x", "uid": 1}}'):
        file.write_text(content)
        assert load_last(str(file), "a", 1) == 0
    save_last(str(file), "a", 1, 5)
    save_last(str(file), "b", 1, 6)
    assert (load_last(str(file), "a", 1), load_last(str(file), "a", 2), load_last(str(file), "b", 1)) == (5, 0, 6)
    save_last(str(file / "below"), "a", 1, 5)
    assert [path.name for path in tmp_path.iterdir()] == ["imap.json"]


class Listener:
    """A TCP server that says one line, or nothing, and then keeps silent."""

    def __init__(self, line: bytes) -> None:
        self._line = line
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"imaps://joe@127.0.0.1:{self._server.getsockname()[1]}/INBOX"
        self._clients: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                self._clients.append(client)
                client.sendall(self._line)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)
        for client in self._clients:
            client.close()


@pytest.mark.parametrize(
    ("line", "said"), [(b"", "no answer from 127.0.0.1"), (b"* OK no TLS here\r\n" * 20, "is it the port for imaps")]
)
def test_servers_that_do_not_speak_tls(line: bytes, said: str) -> None:
    listener = Listener(line)
    try:
        assert said in error(list(read([listener.url], imap=ImapOptions(prompt=False, timeout=0.3))))
    finally:
        listener.close()
