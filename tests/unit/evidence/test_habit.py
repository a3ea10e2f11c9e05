"""Owner or thief, after ten days of habits and without any: what must be said, and what must not."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from tests.unit.walk.logs import BOB, Logs, accepted, line, sent
from tests.unit.walk.mtas import postfix
from tests.unit.walk.notices import BOT, BOT_NAME, EVERYTHING, TO, US, ours, say

FAILED = "dsn=5.1.1, status=bounced (host said: 550 5.1.1 unknown)"
DATA = ours(postfix(US, "pc", BOT, BOT_NAME, TO))
PHONE = "tmo-078.mobil.test[198.51.100.200]"
OFFICE = "gate.firm.test[198.51.100.50]"
HOTEL = "guest.hotel.test[192.0.2.77]"
DAYS = range(14, 24)
TODAY = "Nov 24 08"


def home(day: int) -> str:
    """A line at home has another address every day."""
    return f"p5b0a{day}.dip0.dsl-nord.test[198.51.{day}.77]"


def server(number: int) -> str:
    return f"vps{number}.rent.test[203.0.{number}.5]"


def letters(client: str, clock: str, count: int, *, dead: int = 0, to: str = "") -> list[str]:
    """So many letters from a client within a minute each, of which the first `dead` fail."""
    found: list[str] = []
    for n in range(count):
        number = abs(hash((client, clock, n))) % 16**9
        found += accepted(
            client, BOB, id_=f"A{number:09X}", to=to or f"{n}.{number}@x.test", message_id=f"{number}@victim.example",
            sender=BOB, clock=f"{clock}:{n % 60:02}:00", outcome=FAILED if n < dead else sent(f"B{number:09X}"),
        )  # fmt: skip
    return found


def reads(client: str, clock: str) -> list[str]:
    ip = client.partition("[")[2].rstrip("]")
    said = f"imap-login: Login: user=<{BOB}>, method=PLAIN, rip={ip}, lip=192.0.2.10, mpid=7, session=<x>"
    return [line("dovecot", said, clock=f"{clock}:00:00")]


def guesses(client: str, count: int) -> list[str]:
    said = f"warning: {client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username={BOB}"
    return [line("postfix/submission/smtpd", said, clock=f"{TODAY}:00:00")] * count


def now(client: str, sender: str = BOB) -> list[str]:
    """The message of the notice."""
    return accepted(client, BOB, sender=sender)


HISTORY = [text for day in DAYS for text in (
    *reads(home(day), f"Nov {day} 07"), *letters(home(day), f"Nov {day} 08", 2, to="friend@far.test"),
    *letters(PHONE, f"Nov {day} 18", 1, to="mother@far.test"),
)]  # fmt: skip
BURST = [text for number in range(1, 9) for text in letters(server(number), TODAY, 6, dead=3)]
BOTS = [text for n in range(1, 9) for text in letters(f"dyn-{n}.pool{n}.isp{n}.test[203.{n}.1.7]", TODAY, 6, dead=3)]
GUESSED = [text for n in range(1, 6) for text in (*guesses(server(n), 3), *letters(server(n), TODAY, 1))]
LONG = [text for day in DAYS for text in letters(server(day % 2), f"Nov {day} 03", 3, dead=2)]
REPORTS = [text for day in DAYS for text in letters(OFFICE, f"Nov {day} 02", 2, dead=2, to="gone@far.test")]
TILLS = [text for n in range(12) for text in letters(f"static-{n}.net{n}.test[203.{n}.2.7]", TODAY, 1, to="c@far.test")]
TEAM = [f"p{n}.dip0.dsl{n}.test[198.18.{n}.7]" for n in range(6)]
TEAM_DAYS = [text for day in DAYS for client in TEAM for text in letters(client, f"Nov {day} 10", 1, to="c@far.test")]


class Scene(NamedTuple):
    what: str
    lines: list[str]
    verdict: str


SCENES = (
    # The owner
    Scene("from home", HISTORY + now(home(24)), "own likely"),
    Scene("from the phone", HISTORY + now(PHONE), "own likely"),
    Scene("a dozen letters to old addresses", HISTORY + letters(home(24), TODAY, 12, dead=5) + now(home(24)),
          "undetermined unclear"),
    Scene("mistypes the password five times", HISTORY + guesses(home(24), 5) + now(home(24)), "own likely"),
    Scene("in a hotel", HISTORY + reads(HOTEL, TODAY) + now(HOTEL), "undetermined unclear"),
    Scene("sends a newsletter for the first time", HISTORY + letters(home(24), TODAY, 300, dead=20) + now(home(24)),
          "undetermined unclear"),
    Scene("while a thief sends too", HISTORY + BURST + now(home(24)), "own likely"),
    Scene("on the phone while a thief sends too", HISTORY + BURST + now(PHONE), "own likely"),
    Scene("while a thief has been sending for days", HISTORY + LONG + now(home(24)), "own likely"),
    Scene("one of a team", TEAM_DAYS + [text for client in TEAM for text in letters(client, TODAY, 1)] + now(TEAM[3]),
          "own likely"),
    Scene("in an office whose backup reports to one dead address", HISTORY + REPORTS + now(OFFICE),
          "undetermined unclear"),
    Scene("from tills in many branches that report to one address", TILLS + now(server(3)), "undetermined unclear"),
    Scene("with a new phone that had the old password", HISTORY + guesses(OFFICE, 10) + now(OFFICE),
          "undetermined unclear"),
    # The thief
    Scene("rented servers", HISTORY + BURST + now(server(3)), "mailbox likely"),
    Scene("infected computers", HISTORY + BOTS + now("dyn-3.pool3.isp3.test[203.3.1.7]"), "mailbox certain"),
    Scene("one server, a dozen letters", HISTORY + letters(server(1), TODAY, 12, dead=6) + now(server(1)),
          "mailbox likely"),
    Scene("one server, one letter", HISTORY + now(server(1)), "undetermined unclear"),
    Scene("one server, after guessing from many",
          HISTORY + GUESSED + now(server(1)), "mailbox likely"),
    Scene("one server, under a made-up name", HISTORY + now(server(1), "x7@victim.example"), "mailbox likely"),
    Scene("two servers for days, to dead addresses", HISTORY + LONG + now(server(1)), "mailbox likely"),
    Scene("at the owner's own computer, many letters",
          HISTORY + letters(home(24), TODAY, 300, dead=120) + now(home(24)), "undetermined unclear"),
    # Without a history
    Scene("a calm mailbox", now(home(24)), "own likely"),
    Scene("rented servers, no history", BURST + now(server(3)), "mailbox likely"),
    Scene("infected computers, no history", BOTS + now("dyn-3.pool3.isp3.test[203.3.1.7]"), "mailbox likely"),
    Scene("the owner, who reads there, beside them", reads(home(24), TODAY) + BURST + now(home(24)),
          "undetermined unclear"),
    Scene("wrong passwords first, no history", guesses(home(24), 5) + now(home(24)), "undetermined unclear"),
)  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.what)
def test_scene(scene):
    said = say(DATA, Logs(*scene.lines), **EVERYTHING)
    assert said.partition(" (")[0] == scene.verdict, said
