"""The guard of this checkout beside a mail server of the lab: its files, its process, and a Postfix that asks it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lab.host import Host
from lab.process import Process
from lab.wait import wait_until
from whosent.auth import batv

DAY = 86_400
LOG = "/var/log/guard.log"
HOLDER = Path(__file__).with_name("holder.py")
WHOSENT = [sys.executable, "-m", "whosent"]
KEY, SECRET = 3, "q4ycv6pcv3tqm2h5"
CONFIG = """\
domains = {domains}
keys = "/etc/whosent/tags"
mode = "{mode}"
since = 2026-01-01
state = "/var/lib/whosent/guard.sqlite"
[listen]
{listen}
group = "{group}"
[exempt]
{exempt}
"""


class Place(NamedTuple):
    """Where the sockets are, and for which group; both as the mail server needs it."""

    folder: str = "/var/spool/postfix/whosent"
    group: str = "postfix"
    fronts: tuple[str, ...] = ("map", "policy")


class Guard:
    """It runs as a user of its own. `exempt`: what stands below [exempt]."""

    def __init__(self, host: Host, domains: Sequence[str], place: Place = Place(), exempt: str = "") -> None:  # noqa: B008 - a tuple
        self._host = host
        self._domains, self._place, self._exempt = list(domains), place, exempt
        self._process: Process | None = None
        self._held = False

    def install(self, mode: str = "refuse") -> None:
        """Its user, keys, configuration and folders."""
        folder, group, _ = self._place
        self._host.add_user("whosent", "/var/lib/whosent", groups=[group])
        self._host.write("/etc/whosent/tags", f"{KEY} sign {SECRET}\n", 0o640, "root:whosent")
        self._host.exec(["install", "-d", "-o", "whosent", "/var/lib/whosent"])
        self._host.exec(["install", "-d", "-o", "whosent", "-g", group, "-m", "0750", folder])
        self._configure(mode)

    def start(self, *, held: bool = False) -> None:
        """Until everybody is answered. `held`: somebody else has the sockets, as systemd does, and starts it again
        whenever it ends."""
        argv, before = [*WHOSENT, "guard", "run"], self._told("started")
        if held:
            folder, group, fronts = self._place
            argv = [sys.executable, str(HOLDER), group, *(f"{folder}/{front}" for front in fronts), "--", *argv]
        self._process, self._held = self._host.spawn(argv, user="whosent", log=LOG), held
        wait_until(lambda: self._told("started") > before, "the guard")

    def stop(self) -> None:
        """SIGTERM, and its end."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def restart(self) -> None:
        """SIGTERM, and wait until it runs again."""
        before = self._told("started")
        if self._held:
            self._send(signal.SIGTERM)
        else:
            self.stop()
            self.start()
        wait_until(lambda: self._told("started") > before, "the guard again")

    def reload(self, mode: str = "refuse") -> None:
        """Other settings, and SIGHUP."""
        self._configure(mode)
        before = self._told("reloaded")
        self._send(signal.SIGHUP)
        wait_until(lambda: self._told("reloaded") > before, "a reload")

    def switch_on(self, *options: str) -> None:
        """Have Postfix ask it, as a technician would; with options of `whosent guard setup postfix`."""
        self._setup("--yes", *options)

    def switch_off(self) -> None:
        """Postfix is as it was."""
        self._setup("--undo", "--yes")

    def counted(self) -> Counter[str]:
        """What the report says of today and yesterday: how often what was decided. It is written down every ten
        seconds, and when the guard ends."""
        since = time.strftime("%Y-%m-%d", time.gmtime(time.time() - DAY))
        said = self._host.exec([*WHOSENT, "guard", "report", "--format", "json", "--since", since]).stdout
        total: Counter[str] = Counter()
        for day in json.loads(said)["days"]:
            total.update(day["decisions"])
        return total

    @property
    def log(self) -> str:
        """What it told."""
        return self._host.read(LOG)

    @property
    def pid(self) -> int:
        """Of the guard itself, as seen from the machine."""
        assert self._process is not None
        if not self._held:
            return self._process.pid
        return int(Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()[0])

    def _send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def _told(self, event: str) -> int:
        return len(re.findall(rf"(?m)^event={event}\b", self.log))

    def _setup(self, *options: str) -> None:
        self._host.exec([*WHOSENT, "guard", "setup", "postfix", "--lang", "en", *options])

    def _configure(self, mode: str) -> None:
        folder, group, fronts = self._place
        listen = "\n".join(f'{front} = "{folder}/{front}"' for front in fronts)
        self._host.write("/etc/whosent/guard.toml", CONFIG.format(
            domains=json.dumps(self._domains), mode=mode, listen=listen, group=group, exempt=self._exempt
        ))  # fmt: skip


def tagged(address: str, days: int = 3) -> str:
    """The address with a tag of ours that is good for so many days more; below 0 it has expired."""
    return batv.sign(address, KEY, SECRET.encode(), int(time.time()) // DAY + days)


def falsely_tagged(address: str, number: int = 0) -> str:
    """The address with a tag that bears our number, and was made with another key."""
    return batv.sign(address, KEY, f"wrong{number}".encode(), int(time.time()) // DAY + 3)
