"""systemd: the guard as a service of its own, beside whichever mail server asks it.

Its units are made for the program that was called and the sockets that the configuration names; beside them there are
the account as which it runs, a file for its keys that this account can read, and, where there is none, a first
configuration. Nothing is started: it has no domains yet, and no key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from whosent.adapters.guard.guardfile import DEFAULT, Config, Listen
from whosent.adapters.mta.machine import Machine
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

ACCOUNT = "whosent"
SERVICE, SOCKET = "whosent-guard.service", "whosent-guard.socket"
SYSUSERS = "/etc/sysusers.d/whosent-guard.conf"
KEYS = "/etc/whosent/tags"
_PACKAGED = files("whosent.adapters.guard") / "systemd"
_RUNNING = "/run/systemd/system"
"""There while systemd runs (sd_booted(3))."""
_HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108
"""What a service with ProtectHome= and PrivateTmp= does not see."""
_MAIL_SERVERS = {
    "/etc/postfix/main.cf": Listen(
        map="/var/spool/postfix/whosent/map", policy="/var/spool/postfix/whosent/policy", group="postfix"
    ),
    "/etc/mail/sendmail.mc": Listen(map="/run/whosent/map", milter="/run/whosent/milter"),
}
"""By the file that tells that it is there: where the guard listens, if nothing else is said."""


class Facts(NamedTuple):
    """`load`: the configuration, of the file `path`. `program`: what was called, as a command. `needs`: files without
    which it cannot run. `asking`: what has to be undone first, for it has a mail server ask the guard."""

    path: str
    load: Callable[[], Config]
    program: Sequence[str]
    needs: Sequence[Path]
    asking: Callable[[], Sequence[str]]
    language: str


class Systemd:
    """`ValueError` with one line for the user where there is none."""

    name = "systemd"

    def __init__(self, machine: Machine, facts: Facts) -> None:
        self._machine = machine
        self._facts = facts
        if machine.run("systemctl", "--version").status != 0:
            raise ValueError("there is no systemd here: have whatever starts your services start `whosent guard run`")

    def plan(self) -> Plan:
        """What is not there yet."""
        path, first = self._facts.path, self._machine.read(self._facts.path) is None
        config = None if first else self._facts.load()
        listen = config.listen if config is not None else self._usual()
        wanted = {
            SYSUSERS: (_packaged("whosent-guard.sysusers"), "setup-why-systemd-account"),
            _unit(SERVICE): (self._service(), "setup-why-systemd-service"),
            _unit(SOCKET): (_socket(listen), "setup-why-systemd-socket"),
        }
        if first:
            text = _packaged(f"guard.{self._facts.language}.toml").replace("@LISTEN@", _lines(listen))
            wanted[path] = (text, "setup-why-systemd-config")
        changes = [Change(file, file, self._machine.read(file), text, why) for file, (text, why) in wanted.items()]
        keys = str(config.keys) if config is not None else KEYS
        return Plan(
            (*(change for change in changes if change.before != change.after), *self._commands(keys)),
            tuple(self._notes(listen)),
        )

    def apply(self, change: Change) -> None:
        """Write it, or have the command do it."""
        self._machine.make(change)

    def revert(self, change: Change) -> None:
        """An account stays: files may be its own. Files that somebody has changed stay, too."""

    def value(self, change: Change) -> str | None:
        """The file; whether there is the account; whether the file of keys is still empty."""
        if change.what == ACCOUNT:
            return change.after
        text = self._machine.read(change.what)
        return change.after if change.command and text == "" else text

    def clings(self, known: Container[str]) -> list[Point]:
        """Mail servers that ask the guard, and the guard itself while it runs."""
        points = [Point("setup-clings", False, {"what": what}) for what in self._facts.asking()]
        if self._enabled():
            points.append(Point("setup-systemd-enabled", False, {"socket": SOCKET, "service": SERVICE}))
        return points

    def trouble(self) -> str | None:
        """What systemd says against the units."""
        ran = self._machine.run("systemd-analyze", "verify", "--man=no", _unit(SERVICE), _unit(SOCKET))
        ours = [line for line in ran.err.splitlines() if "whosent-guard" in line]  # others' units are not our matter
        return f"systemd-analyze verify: {ours[0]}" if ran.status != 0 and ours else None

    def reload(self) -> None:
        """If it runs."""
        if self._machine.path(_RUNNING).exists():
            self._machine.must("systemctl", "daemon-reload")

    def check(self) -> list[Point]:
        """What is left to do, in its order."""
        if self._enabled():
            return [Point("setup-systemd-again", True, {"socket": SOCKET, "service": SERVICE})]
        return [Point("setup-systemd-next", True, {"config": self._facts.path, "socket": SOCKET})]

    def _enabled(self) -> bool:
        return self._machine.run("systemctl", "is-enabled", "--quiet", SOCKET, SERVICE).status == 0

    def _usual(self) -> Listen:
        """Where the mail server that is there will look for the guard."""
        for file, listen in _MAIL_SERVERS.items():
            if self._machine.path(file).exists():
                return listen
        raise ValueError(
            "there is neither a Postfix nor a Sendmail that would ask the guard (Exim needs none), and no "
            f"{self._facts.path}: write one as docs/guard.md shows it"
        )

    def _commands(self, keys: str) -> Iterator[Change]:
        if self._machine.run("id", "-u", ACCOUNT).status != 0:
            add = ("systemd-sysusers", SYSUSERS)
            yield Change(ACCOUNT, SYSUSERS, None, ACCOUNT, "setup-why-systemd-sysusers", command=add)
        if self._machine.read(keys) is None:
            make = ("install", "-D", "-m", "0640", "-g", ACCOUNT, "/dev/null", keys)
            yield Change(keys, keys, None, f"root:{ACCOUNT} 0640", "setup-why-systemd-keys", command=make)

    def _notes(self, listen: Listen) -> Iterator[Point]:
        hidden = next((place for place in map(Path.resolve, self._facts.needs) if _hidden(place)), None)
        if hidden is not None:
            yield Point("setup-systemd-hidden", False, {"place": str(hidden), "user": ACCOUNT})
        if not any("/" in place for place in listen.places().values()):
            yield Point("setup-systemd-no-socket", False, {"config": self._facts.path})

    def _service(self) -> str:
        argv = [*self._facts.program, "guard", "run"]
        if self._facts.path != str(DEFAULT):
            argv += ["--config", self._facts.path]
        return _with(_packaged(SERVICE), "ExecStart", " ".join(map(_quoted, argv)))


def _socket(listen: Listen) -> str:
    """The unit with those sockets that lie at a path; ports the guard opens itself."""
    places = [place for place in listen.places().values() if "/" in place]
    text = _with(_packaged(SOCKET), "ListenStream", *(place.replace("%", "%%") for place in places))
    text = _with(text, "SocketMode", listen.mode)
    return _with(text, "SocketGroup", *([listen.group] if listen.group else []))


def _with(unit: str, name: str, *values: str) -> str:
    """The unit with these values of a setting, in the place of those that it has."""
    lines = "".join(f"{name}={value}\n" for value in values)
    text, _ = re.subn(rf"(?m)(?:^{name}=.*\n)+", lambda _: lines, unit, count=1)
    return text


def _quoted(word: str) -> str:
    """A word of a command line (systemd.service(5))."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{word}"' if re.search(r"[\s;'\"]", word) else word


def _lines(listen: Listen) -> str:
    named = {**listen.places(), **({"group": listen.group} if listen.group else {})}
    return "\n".join(f'{name} = "{value}"' for name, value in named.items())


def _hidden(place: Path) -> bool:
    """Would an account with no rights of its own not get there?"""
    if str(place).startswith(tuple(f"{folder}/" for folder in _HIDDEN)):
        return True
    return any(not above.stat().st_mode & 0o001 for above in place.parents) or not place.stat().st_mode & 0o004


def _unit(name: str) -> str:
    return f"/etc/systemd/system/{name}"


def _packaged(name: str) -> str:
    return (_PACKAGED / name).read_text("utf-8")
