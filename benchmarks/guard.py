"""What the guard costs: a Postfix of the lab alone, and with guard or OpenDKIM, in turns within one run.

    python benchmarks/guard.py
    python benchmarks/guard.py --rounds 3 --messages 500
    python benchmarks/guard.py --only guard             beside Postfix alone

Needs what the lab needs (docs/lab.md). Postfix's own smtp-source sends, its smtp-sink receives. The queue lies in
memory, so nothing waits for a disk: on one, the shares of guard and filter are smaller. Only figures of one run can be
compared.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lab import Lab, Skipped, dkim, world  # noqa: E402
from lab.guard import Guard, Place, tagged  # noqa: E402
from lab.send import Client  # noqa: E402
from whosent.wire.netstring import encode  # noqa: E402

SENDER = "anna@kunde.example"
RECIPIENT = "anybody@buecherei.example"
DOOR = "127.0.0.1:2525"
SINK = 2526
SMTPD = (
    f"{DOOR} inet n - y - - smtpd -o syslog_name=postfix/load -o smtpd_recipient_restrictions=permit_mynetworks,reject"
)
FOLDER = "/etc/postfix"
SIZE = 4_096
"""Bytes of a message."""
CLIENTS = 8
WARM = 60
LOOKUPS = 5_000
TICKS = os.sysconf("SC_CLK_TCK")
NAMES = {
    "plain": "Postfix alone",
    "guard": "guard: maps and policy",
    "milter": "guard as milter",
    "opendkim": "OpenDKIM (milter in C, signs with RSA 2048)",
}


class Turn(NamedTuple):
    """`rate`: messages a second until the last one is delivered. `seconds`: of each dialogue, one after the other.
    `server`, `guard`: processor time for one message in milliseconds, of all processes and of the guard."""

    rate: float
    seconds: list[float]
    server: float
    guard: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--messages", type=int, default=1_000, help="of each turn")
    parser.add_argument("--dialogues", type=int, default=300, help="one after the other, of each turn")
    parser.add_argument("--only", nargs="+", choices=list(NAMES), default=list(NAMES))
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    try:
        with Lab(("hoster", "rpostfix")) as lab:
            bench = Bench(lab, options.messages, options.dialogues)
            sockets(bench)
            turns: dict[str, list[Turn]] = defaultdict(list)
            names = [name for name in NAMES if name in {"plain", *options.only}]
            for number in range(options.rounds):
                for name in names if number % 2 == 0 else reversed(names):
                    turns[name].append(bench.turn(name))
                    print(".", end="", flush=True)
            print()
            table(turns)
    except Skipped as reason:
        print(f"skipped: {reason}")
        return 77
    return 0


class Bench:
    """A hoster with all configurations at hand."""

    def __init__(self, lab: Lab, messages: int, dialogues: int) -> None:
        self.hoster = lab.hoster
        self._sink = lab.rpostfix.place.addresses[0]
        self._messages, self._dialogues = messages, dialogues
        self.guard = Guard(self.hoster, world.PLACES["hoster"].domains, Place(fronts=("map", "policy", "milter")))
        self.guard.install()
        self.guard.start()
        self._senders = count()
        lab.rpostfix.spawn(["smtp-sink", "-u", "postfix", f"{self._sink}:{SINK}", "1024"])
        self._configurations = self._configure(lab)

    def _configure(self, lab: Lab) -> dict[str, dict[str, str]]:
        hoster = self.hoster
        hoster.exec(["postconf", "-M", f"{DOOR}/inet={SMTPD}"])
        hoster.set(relayhost=f"[{self._sink}]:{SINK}", smtp_tls_security_level="none")
        hoster.reload()
        made = {"plain": self._now()}
        self.guard.switch_on("--sign", f"{DOOR}/inet")
        made["guard"] = self._now()
        self.guard.switch_off()
        maps = hoster.exec(["postconf", "-h", "virtual_alias_maps"]).stdout.strip()
        hoster.set(smtpd_milters="unix:whosent/milter", virtual_alias_maps=f"socketmap:unix:whosent/map:unsign, {maps}")
        made["milter"] = self._now()
        hoster.set(virtual_alias_maps=maps)
        dkim.sign(hoster, lab.dns, SENDER.rpartition("@")[2])
        made["opendkim"] = self._now()
        return made

    def _now(self) -> dict[str, str]:
        tables = [file.name for file in self.hoster.path(FOLDER).glob("whosent-*")]
        return {f"{FOLDER}/{name}": self.hoster.read(f"{FOLDER}/{name}") for name in ("main.cf", "master.cf", *tables)}

    def turn(self, name: str) -> Turn:
        """One configuration: warmed up, then a dialogue after the other, then as many as it can."""
        self.hoster.exec(["postfix", "stop"])  # after a reload, old processes would look for services that have gone
        for path, text in self._configurations[name].items():
            self.hoster.write(path, text)
        self.hoster.exec(["postfix", "start"])
        self._load(WARM)
        seconds = self._latencies()
        self.hoster.wait_idle()
        used, begun = self._used(), time.perf_counter()
        self._load(self._messages)
        took = time.perf_counter() - begun
        server, guard = (1e3 * (now - before) / self._messages for now, before in zip(self._used(), used, strict=True))
        return Turn(self._messages / took, seconds, server, guard)

    def _used(self) -> tuple[float, float]:
        """Seconds of processor time that all processes of the server had, and the guard's share of it."""
        every = list(self.hoster.path("/proc").glob("[0-9]*"))
        return sum(_cpu(entry, 4) for entry in every), _cpu(Path(f"/proc/{self.guard.pid}"), 2)

    def _load(self, messages: int) -> None:
        load = ["-s", str(CLIENTS), "-m", str(messages), "-l", str(SIZE), "-f", SENDER, "-t", RECIPIENT]
        self.hoster.exec(["smtp-source", *load, DOOR], timeout=300)
        self.hoster.wait_idle(120)

    def _latencies(self) -> list[float]:
        """Seconds from MAIL to the answer behind the message."""
        text = f"From: {SENDER}\r\nSubject: x\r\n\r\n{'x' * 70}\r\n" + f"{'y' * 70}\r\n" * (SIZE // 72)
        found = []
        host, _, port = DOOR.rpartition(":")
        with Client(self.hoster.cell).session(host, int(port)) as session:
            session.command("EHLO load.test")
            for _ in range(self._dialogues):
                sender = f"user{next(self._senders)}@kunde.example"  # one that the guard does not know from before
                begun = time.perf_counter()
                session.transaction(sender, [RECIPIENT], text)
                found.append(time.perf_counter() - begun)
            assert all(reply.code < 400 for reply in session.replies), session.replies[-1]
        return found


def sockets(bench: Bench) -> None:
    """How long an answer takes, asked one after the other."""
    folder = "/var/spool/postfix/whosent"
    policy = (
        "request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nclient_address=203.0.113.101\n"
        "client_name=unknown\nhelo_name=out.access.test\nsender=\nrecipient={}\ninstance=1a.2b.{}\nqueue_id=\nsize=0\n\n"
    )
    asked: dict[str, tuple[str, Callable[[int], bytes]]] = {
        "map: sign": ("map", lambda n: encode(f"sign user{n}@kunde.example".encode())),
        "map: unsign": ("map", lambda n: encode(f"unsign {tagged(SENDER)}".encode())),
        "policy: RCPT of a bounce": ("policy", lambda n: policy.format(tagged(SENDER), n).encode()),
    }
    print(f"\n  {'one answer, over a unix socket (µs)':44}{'median':>12}{'95 %':>12}")
    for name, (front, question) in asked.items():
        took = [1e6 * one for one in _asked(bench.hoster.path(f"{folder}/{front}"), question)]
        print(f"  {name:44}{statistics.median(took):12.0f}{_most(took):12.0f}", flush=True)


def _asked(path: Path, question: Callable[[int], bytes]) -> list[float]:
    found = []
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(path))
        for number in range(LOOKUPS):
            data = question(number)
            begun = time.perf_counter()
            one.sendall(data)
            one.recv(65_536)
            found.append(time.perf_counter() - begun)
    return found


def table(turns: dict[str, list[Turn]]) -> None:
    """Medians over the turns; ratios of each round, for what else the machine does changes from round to round."""
    heads = ("messages/s", "of plain", "CPU, ms", "of plain", "guard's", "median, ms", "95 %, ms", "added, ms")
    print(f"\n  {'':44}" + "".join(f"{head:>11}" for head in heads))
    plain = turns["plain"]
    for name, own in turns.items():
        seconds = [1e3 * one for turn in own for one in turn.seconds]
        pairs = list(zip(own, plain, strict=True))
        added = (statistics.median(turn.seconds) - statistics.median(base.seconds) for turn, base in pairs)
        cells = (
            f"{statistics.median(turn.rate for turn in own):.0f}",
            f"{statistics.median(turn.rate / base.rate for turn, base in pairs):.2f}",
            f"{statistics.median(turn.server for turn in own):.2f}",
            f"{statistics.median(base.server / turn.server for turn, base in pairs):.2f}",
            f"{statistics.median(turn.guard for turn in own):.2f}",
            f"{statistics.median(seconds):.2f}",
            f"{_most(seconds):.2f}",
            f"{1e3 * statistics.median(added):.2f}",
        )
        print(f"  {NAMES[name]:44}" + "".join(f"{cell:>11}" for cell in cells))


def _most(values: Sequence[float]) -> float:
    """95 % are below it."""
    return sorted(values)[int(0.95 * len(values))]


def _cpu(process: Path, fields: int) -> float:
    """Seconds of processor time that a process had (two fields of proc(5)), and with four those that it waited for."""
    try:
        stat = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended: then its time is that of its parent
        return 0.0
    return sum(map(int, stat[11 : 11 + fields])) / TICKS


if __name__ == "__main__":
    sys.exit(main())
