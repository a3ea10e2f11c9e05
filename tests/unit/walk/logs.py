"""Log lines of our own Postfix (syslog), and answers to questions about them, held in memory."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import json
from tests.unit.walk.mtas import DATE
from tests.unit.walk.notices import BOT, BOT_NAME, R_IP, TO, VICTIM, R, Told

from whosent.auth.keyring import Key, Keyring
from whosent.logs import read_line
from whosent.model.log import LogSpan
from whosent.model.question import Answer, NotObserved, Observed, Question
from whosent.service.tags import TagAnswers

MESSAGE_ID = "spam.1@victim.example"
"""That of the message which `notices.notice` returns."""
ID = "4C96E2547B0"
"""The queue id that `mtas.postfix` prints."""
LOCAL_ID = "5D2F825416C"
CLOCK = "Nov 24 09:00:00"
COVERED = ("0000-11-19T00:00:00", "0000-11-24T23:59:59")
assert "24 Nov 2026 09:00:00 +0000" in DATE


def line(program: str, text: str, *, clock: str = CLOCK, host: str = "mail") -> str:
    return f"{clock} {host} {program}[12]: {text}"


def accepted(client: str = f"{BOT_NAME}[{BOT}]", login: str | None = None, *, id_: str = ID, to: str = TO,
             message_id: str = MESSAGE_ID, sender: str = VICTIM, clock: str = CLOCK, host: str = "mail",
             original: str | None = None, relay: str = f"{R}[{R_IP}]:25", size: int = 900,
             outcome: str = "dsn=5.1.1, status=bounced (host said: 550 5.1.1 unknown)") -> list[str]:  # fmt: skip
    """The lines of one message that came in by SMTP."""
    auth = f", sasl_method=PLAIN, sasl_username={login}" if login else ""
    service = "submission/smtpd" if login else "smtpd"
    first = line(f"postfix/{service}", f"{id_}: client={client}{auth}", clock=clock, host=host)
    return [first, *queued(id_, to=to, message_id=message_id, sender=sender, clock=clock, host=host, original=original,
                           relay=relay, size=size, outcome=outcome)]  # fmt: skip


def redirected(recipient: str = TO, mailbox: str = "alias@victim.example") -> list[str]:
    """The message came in for `mailbox`, and a Sieve script sent it on."""
    came = accepted(id_="EEEE0000005", to=mailbox, relay="mail[private/dovecot-lmtp]",
                    outcome="dsn=2.0.0, status=sent (250 2.0.0 Saved)")  # fmt: skip
    said = f"lmtp({mailbox})<7><x/yZ>: sieve: msgid=<{MESSAGE_ID}>: redirect action: forwarded to <{recipient}>"
    return [*came, line("dovecot", said)]


def submitted(uid: int = 33, *, id_: str = LOCAL_ID, **said: str) -> list[str]:
    """The lines of one message that a local account handed in."""
    sender = said.get("sender", VICTIM)
    return [line("postfix/pickup", f"{id_}: uid={uid} from=<{sender}>", **_where(said)), *queued(id_, **said)]


def queued(id_: str = ID, *, to: str = TO, message_id: str = MESSAGE_ID, sender: str = VICTIM, clock: str = CLOCK,
           host: str = "mail", original: str | None = None, relay: str = f"{R}[{R_IP}]:25", size: int = 900,
           outcome: str = "dsn=5.1.1, status=bounced (host said: 550 5.1.1 unknown)") -> list[str]:  # fmt: skip
    """From cleanup on."""
    before = f", orig_to=<{original}>" if original else ""
    where = {"clock": clock, "host": host}
    return [
        line("postfix/cleanup", f"{id_}: message-id=<{message_id}>", **where),
        line("postfix/qmgr", f"{id_}: from=<{sender}>, size={size}, nrcpt=1 (queue active)", **where),
        line(
            "postfix/smtp", f"{id_}: to=<{to}>{before}, relay={relay}, delay=0.1, delays=0.1/0/0/0, {outcome}", **where
        ),
        line("postfix/qmgr", f"{id_}: removed", **where),
    ]


def _where(said: dict[str, str]) -> dict[str, str]:
    return {name: said[name] for name in ("clock", "host") if name in said}


def sent(next_id: str) -> str:
    """The next host took it under that id."""
    return f"dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {next_id})"


BOB = "bob@victim.example"
OFFICE = "office.firm.test[198.51.100.50]"


def usage(*, history: int = 0, usual: int = 0, places: int = 0, guesses: int = 0, guessers: int = 0, dead: int = 0,
          seen: int = 0, client: str = f"{BOT_NAME}[{BOT}]", sender: str = BOB,
          size: int = 900, delivered: bool = False) -> list[str]:  # fmt: skip
    """Bob's mailbox until the message of the notice, which came from `client`: `history` days of letters from his
    office, `usual` days from `client`, `places` other clients within the hour, and from `client` so many wrong
    passwords and letters to nobody; `guessers` others try as well; `seen` days on which it failed once; the message is
    `size` bytes long, all others 900. `delivered`: those letters to nobody do arrive."""
    found: list[str] = []
    for day in range(history):
        found += _letter(100 + day, f"Nov {19 + day} 10:00:00", OFFICE)
    for day in range(usual):
        found += _letter(200 + day, f"Nov {24 - usual + day} 11:00:00", client)
    for day in range(seen):
        found += accepted(client, BOB, id_=f"B{day:010X}", to="x@x.test", message_id=f"s{day}@x.test", sender=BOB,
                          clock=f"Nov {20 + day} 11:00:00")  # fmt: skip
    for n in range(places):
        found += _letter(300 + n, "Nov 24 08:58:00", f"dyn-{n}.pool{n}.net{n}.test[198.18.{n}.7]", f"{n % 3}@far.test")
    for n in range(guessers):
        other = f"dyn-{n}.pool.guess{n}.test[198.19.{n}.7]"
        found += [_wrong(other), *_letter(500 + n, "Nov 24 08:51:00", other)]
    found += [_wrong(client)] * guesses
    for n in range(dead):
        outcome = {"outcome": sent(f"9{n:010X}")} if delivered else {}
        found += accepted(client, BOB, id_=f"D{400 + n:010X}", to=f"{n}@x.test", message_id=f"{n}@x.test", sender=BOB,
                          **outcome)  # fmt: skip
    return found + accepted(client, BOB, sender=sender, size=size)


def _wrong(client: str) -> str:
    said = f"warning: {client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username={BOB}"
    return line("postfix/submission/smtpd", said, clock="Nov 24 08:50:00")


def _letter(number: int, clock: str, client: str, to: str = "friend@far.test") -> list[str]:
    return accepted(client, BOB, id_=f"C{number:010X}", to=to, message_id=f"{number}@victim.example",
                    sender=BOB, clock=clock, outcome=sent(f"F{number:010X}"))  # fmt: skip


class Logs(Told):
    """All lines of one host, which cover the whole time unless said otherwise. `dns`: recorded answers, and nothing
    else exists; `unable`: why the logs cannot be asked; `often`: a word that stands in too many lines; `geo`: what is
    known of addresses; `sent`: what lies in the Sent folder; `keys` of tags, `tagged_since`: all mail bears one."""

    def __init__(
        self, *lines: str, php: tuple[str, ...] = (), access: tuple[str, ...] = (), exim: tuple[str, ...] = (),
        hosts: tuple[str, ...] = ("mail",), covered: tuple[str, str] | None = COVERED,
        dns: dict[str, list[str]] | None = None, unable: str | None = None, often: str = "",
        geo: dict[str, tuple[str, ...]] | None = None, sent: tuple[str, ...] = (),
        keys: tuple[Key, ...] = (), tagged_since: str | None = None,
    ) -> None:  # fmt: skip
        self._unable, self._often, self._geo, self._sent = unable, often, geo or {}, sent
        self._tags, self.tagged_since = TagAnswers(Keyring(keys)), tagged_since
        self._lines = [("mail.log", "syslog", text) for text in lines]
        self._lines += [("php_mail.log", "php", text) for text in php]
        self._lines += [("access.log", "access", text) for text in access]
        self._lines += [("exim_mainlog", "exim", text) for text in exim]
        self._spans = [LogSpan("mail.log", "syslog", host, *covered) for host in hosts] if covered else []
        self._dns = dns or {}

    def __getitem__(self, question: Question) -> Answer:
        if self._unable and question.topic in ("coverage", "log", "logins", "requests"):
            return NotObserved(self._unable)
        if question.name == self._often != "":
            return NotObserved("too many lines hold it")
        if question.topic == "coverage":
            return Observed(tuple(json.encode(span).decode() for span in self._spans))
        if question.topic in ("tag", "named"):
            return self._tags([question], 1)[question]
        if question.topic == "geo":
            return Observed(self._geo.get(question.name, ()))
        if question.topic == "sent":
            return Observed(tuple(one for one in self._sent if one == question.name))
        if question.topic in ("log", "requests"):
            found = {n for n, line in enumerate(self._lines) if _holds(line[2], question.name)}
            before = {
                n - 1 for n in found if " P=local " in self._lines[n][2] and n and " cwd=" in self._lines[n - 1][2]
            }
            return Observed(self._values(found | before))
        if question.topic == "logins":
            return Observed(self._values(self._logins(question.name)))
        return Observed(tuple(self._dns.get(f"{question.topic} {question.name}", ())))

    def __iter__(self) -> Iterator[Question]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def _values(self, numbers: set[int]) -> tuple[str, ...]:
        return tuple(f"{self._lines[n][0]}:{n + 1}\t{self._lines[n][1]}\t{self._lines[n][2]}" for n in sorted(numbers))

    def _logins(self, login: str) -> set[int]:
        events = [read_line(kind, text, file) for file, kind, text in self._lines]
        mine = {
            n for n, event in enumerate(events) if event is not None and (event.login or "").lower() == login.lower()
        }
        ids = {event.queue_id for n in mine if (event := events[n]) is not None and event.queue_id}
        return mine | {n for n, event in enumerate(events) if event is not None and event.queue_id in ids}


def _holds(text: str, token: str) -> bool:
    return token.lower() in text.lower()
