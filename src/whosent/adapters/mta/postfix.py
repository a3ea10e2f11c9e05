"""Postfix: read and set by postconf(1), never by hand; which instance, MAIL_CONFIG says as for its own programs."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePosixPath

from msgspec.structs import replace

from whosent.adapters.mta.asked import Told, check, silent
from whosent.adapters.mta.machine import MISSING, Machine
from whosent.adapters.mta.postfix_config import Config, read
from whosent.adapters.mta.postfix_lists import without
from whosent.adapters.mta.postfix_plan import CLASS, OURS, Sockets, Wishes, plan
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

_NAMES = re.compile(rf"\b(?:{CLASS}|{OURS}[a-z])")


class Postfix:
    """`ValueError` with one line for the user where there is none."""

    def __init__(self, machine: Machine, told: Told, wishes: Wishes) -> None:
        self._machine = machine
        self._told = told
        self._wishes = wishes
        config, usual = read(machine), Sockets()
        instance = "" if config.folder == "/etc/postfix" else f"@{config.folder.strip('/').replace('/', '-')}"
        self.name = f"postfix{instance}"
        self._sockets = Sockets(_socket(told.map, config, usual.map), _socket(told.policy, config, usual.policy))
        self._places = {
            "map": told.map or f"{config.queue}/whosent/map", "policy": told.policy or f"{config.queue}/whosent/policy",
        }  # fmt: skip

    def plan(self) -> Plan:
        """What is to be changed; not before a guard answers, or mail would have to wait."""
        made = plan(read(self._machine), self._sockets, self._wishes)
        changes = [self._as_it_is(change) for change in made.changes]
        unanswered = list(silent(self._machine, self._places)) or self._closed()
        return Plan(tuple(change for change in changes if change.before != change.after), (*unanswered, *made.notes))

    def _closed(self) -> list[Point]:
        """It answers us, who are root; does it answer Postfix?"""
        place = self._places["map"]
        if "/" not in place:
            return []
        user = self._machine.run("postconf", "-h", "mail_owner").out.strip() or "postfix"
        become = ("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups")
        ran = self._machine.run(*become, "postmap", "-q", "x", f"socketmap:unix:{place}:health")
        if ran.status in (0, MISSING):
            return []
        return [Point("setup-socket-closed", False, {"user": user, "place": place, "why": ran.last})]

    def _as_it_is(self, change: Change) -> Change:
        """A table of ours may be there already, as an older version wrote it."""
        return change if change.command else replace(change, before=self._machine.read(change.what))

    def apply(self, change: Change) -> None:
        """By postconf; tables of ours are written."""
        self._machine.make(change)

    def revert(self, change: Change) -> None:
        """The same backwards. What somebody has added to a list stays."""
        rest = self._rest(change)
        if rest is not None and rest not in ("", change.before):
            self._machine.must("postconf", "-e", f"{change.what}={rest}")
        elif change.back:
            self._machine.must(*change.back)
        else:
            self._machine.write(change.what, change.before)

    def value(self, change: Change) -> str | None:
        """What is set now."""
        if not change.command:
            return self._machine.read(change.what)
        config = read(self._machine)
        service, _, option = change.what.rpartition("/")
        if "/" in service:
            return config.options.get(service, {}).get(option)
        if not service:
            return change.after if self._rest(change, config) is not None else config.settings.get(change.what)
        line = config.lines.get(change.what)  # columns are laid out anew
        return change.after if line is not None and line.split() == (change.after or "").split() else line

    def clings(self, known: Container[str]) -> list[Point]:
        """A name of ours that is no longer there would put off all mail where somebody uses it."""
        config = read(self._machine)
        values = dict(config.settings) | {
            f"{service}/{name}": value
            for service, options in config.options.items() if service not in known and not service.startswith(OURS)
            for name, value in options.items()
        }  # fmt: skip
        found = (what for what, value in values.items() if what not in known and _NAMES.search(value))
        return [Point("setup-clings", False, {"what": what}) for what in found]

    def trouble(self) -> str | None:
        """`postfix check`, and what postconf warns of: a value that cannot be read ends every cleanup."""
        for argv in (("postconf", "-n"), ("postconf", "-M"), ("postfix", "check")):
            ran = self._machine.run(*argv)
            if ran.status != 0 or (argv[0] == "postconf" and "macro" in ran.err):
                return f"{' '.join(argv)}: {ran.last}"
        return None

    def reload(self) -> None:
        """If it runs."""
        if self._machine.run("postfix", "status").status == 0:
            self._machine.must("postfix", "reload")

    def check(self) -> list[Point]:
        """Does the running one ask the guard?"""
        if self._machine.run("postfix", "status").status != 0:
            return [Point("setup-check-stopped", True)]
        return check(self._machine, self._told.domain, self._told.counts)

    def _rest(self, change: Change, config: Config | None = None) -> str | None:
        """What a list of main.cf would be without ours; None where it is none, or ours is not in it."""
        if not change.command or "/" in change.what or change.what == CLASS:
            return None
        now = (config or read(self._machine)).settings.get(change.what, "")
        return without(now, change.before or "", change.after or "")


def _socket(place: str | None, config: Config, default: str) -> str:
    """Where the guard listens, as Postfix writes it: below its queue directory, most services see no more."""
    if place is None:  # systemd opens it, at the usual place
        return default
    if "/" not in place:
        return f"inet:{place}"
    try:
        return f"unix:{PurePosixPath(place).relative_to(config.queue)}"
    except ValueError:
        raise ValueError(
            f"{place}: Postfix cannot reach this socket, for its services are locked up in {config.queue}"
            f": let the guard listen at {config.queue}/whosent/{PurePosixPath(place).name}"
        ) from None
