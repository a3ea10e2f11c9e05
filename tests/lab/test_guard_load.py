"""Many letters at once, while the guard reads its settings again and starts again: none is lost, none leaves without a
tag, no genuine bounce is refused.

    WHOSENT_LAB_MESSAGES=10000 pytest tests/lab/test_guard_load.py -s
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from lab import Lab, world
from lab.guard import Guard
from lab.send import Client

MESSAGES = int(os.environ.get("WHOSENT_LAB_MESSAGES", "300"))
AT_ONCE = 50
"""Letters in one connection."""
SECONDS = 60 + MESSAGES / 10
SUBJECT = re.compile(rb"(?m)^Subject: (load-[\w-]+)\r?$")
TAGGED = re.compile(rb"(?mi)^(?:Return-Path: <|X-Postfix-Sender: rfc822; )prvs=3\d{3}[0-9a-f]{6}=")


@pytest.fixture(scope="module")
def guard(lab: Lab) -> Iterator[Guard]:
    """Asked by Postfix."""
    guard = Guard(lab.hoster, world.PLACES["hoster"].domains)
    guard.install()
    guard.start()
    guard.switch_on()
    yield guard
    guard.switch_off()
    guard.stop()


@pytest.mark.timeout(2 * SECONDS + 60)
@pytest.mark.parametrize("held", [False, True], ids=["sockets of its own", "sockets held by somebody else"])
def test_nothing_is_lost(guard: Guard, lab: Lab, held: bool) -> None:
    """Who holds them is systemd, usually: then nobody even has to wait."""
    guard.stop()
    guard.start(held=held)
    letters = {f"load-{held}-{number}": _recipient(lab, number) for number in range(MESSAGES)}
    refused = guard.log.count("event=refused")
    sent: list[str] = []
    with ThreadPoolExecutor(len(world.LOGINS)) as pool:
        clients = [
            pool.submit(_send, lab, login, dict(list(letters.items())[number :: len(world.LOGINS)]), sent)
            for number, login in enumerate(world.LOGINS)
        ]
        for share, then in ((0.25, guard.restart), (0.5, guard.reload), (0.75, guard.restart)):
            lab.wait_until(partial(_come_so_far, sent, share), f"{share} of the letters", SECONDS)
            then()
        put_off = sum(client.result() for client in clients)

    _wait(lab)
    alive = {word for word, recipient in letters.items() if recipient == lab.rpostfix.welcome}
    arrived = _by_subject(lab.rpostfix.delivered())
    bounces = _by_subject([letter for login in world.LOGINS for letter in lab.hoster.mail_of(login.address)])
    print(f"\n{len(sent)} sent, {put_off} put off, {len(alive)} arrived, {len(letters) - len(alive)} came back")
    assert alive - arrived.keys() == set(), "lost"
    assert letters.keys() - alive - bounces.keys() == set(), "bounces that were lost or refused"
    assert [word for word, letter in (arrived | bounces).items() if word in letters and not TAGGED.search(letter)] == []
    assert guard.log.count("event=refused") == refused
    if held:
        assert put_off == 0


def _recipient(lab: Lab, number: int) -> str:
    """Every tenth letter comes back, from our own server or from the other."""
    dead = {0: f"niemand.{number}@{lab.rpostfix.refuses}", 10: f"keiner.{number}@{lab.rpostfix.accepts}"}
    return dead.get(number % 20, lab.rpostfix.welcome)


def _come_so_far(sent: list[str], share: float) -> bool:
    return len(sent) >= share * MESSAGES


def _send(lab: Lab, login: world.Login, letters: dict[str, str], sent: list[str]) -> int:
    """All of them, each as often as it takes; how often one had to wait."""
    put_off, waiting = 0, deque(letters)
    while waiting:
        try:
            with Client(lab.hoster.cell).session(lab.hoster.place.addresses[0], 587) as session:
                session.command("EHLO [192.168.178.23]")
                session.starttls()
                session.command("EHLO [192.168.178.23]")
                session.login(*login)
                for _ in range(min(AT_ONCE, len(waiting))):
                    word = waiting[0]
                    text = f"From: {login.address}\nSubject: {word}\nMessage-ID: <{word}@hoster.example>\n\n{word}\n"
                    session.transaction(login.address, [letters[word]], text)
                    if session.dialogue[-1][:2] == (".", 250):
                        sent.append(waiting.popleft())
                    else:
                        put_off += 1
        except ConnectionError:  # Postfix hangs up when it had to say no often
            put_off += 1
    return put_off


def _wait(lab: Lab) -> None:
    """Until every letter and every bounce is where it belongs."""
    lab.hoster.wait_idle(SECONDS)
    lab.rpostfix.exec(["postqueue", "-f"])  # bounces that were put off
    lab.rpostfix.wait_idle(SECONDS)
    lab.hoster.wait_idle(SECONDS)


def _by_subject(letters: list[bytes]) -> dict[str, bytes]:
    """By the subject of our letter, which a bounce returns."""
    found = ((SUBJECT.search(letter), letter) for letter in letters)
    return {match[1].decode(): letter for match, letter in found if match}
