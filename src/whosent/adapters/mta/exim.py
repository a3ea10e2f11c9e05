"""Exim: pieces of configuration for its own `${prvs}` and `${prvscheck}`.

Debian's configuration has hooks for all of them, split or not. Elsewhere the pieces are written into files, and who
keeps the configuration includes them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from whosent.adapters.mta.blocks import Blocks
from whosent.adapters.mta.exim_pieces import Facts, hooks, macros, predata, rcpt, router
from whosent.adapters.mta.machine import Machine
from whosent.auth.keyring import EXIM_LIFETIME, Keyring
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

_BLOCKS = Blocks("# --- whosent guard: begin\n", "# --- whosent guard: end\n")
_SETTINGS = "/etc/exim4/update-exim4.conf.conf"
_UPDATE = "update-exim4.conf"
_WHOLE = "/etc/exim4/exim4.conf"
_TEMPLATE, _LOCAL = "/etc/exim4/exim4.conf.template", "/etc/exim4/exim4.conf.localmacros"
_MAIN, _ROUTER = "/etc/exim4/conf.d/main/00_whosent-guard", "/etc/exim4/conf.d/router/050_whosent-guard"
_TRY = "/var/lib/exim4/config.whosent"
_PID = "/run/exim4/exim.pid"
_HOOKS = ("macro REMOTE_SMTP_RETURN_PATH", "macro CHECK_RCPT_LOCAL_ACL_FILE", "acl_smtp_predata")
"""As `exim -bP` is asked for them."""
_ROUTERS = re.compile(r"^begin\s+routers\s*$", re.MULTILINE)
_SPLIT = re.compile(r"^dc_use_split_config\s*=\s*['\"]?true", re.MULTILINE | re.IGNORECASE)
_STRANGER = "192.0.2.1"


class Exim:
    """`today`: days since 1970."""

    name = "exim"

    def __init__(self, machine: Machine, facts: Facts, ring: Keyring, today: int) -> None:
        self._machine = machine
        self._facts = facts
        self._ring = ring
        self._today = today
        self._program = next((name for name in ("exim4", "exim") if machine.run(name, "-bV").status == 0), None)
        if self._program is None:
            raise ValueError("exim -bV: there is no Exim here, or its configuration is broken")
        settings = machine.read(_SETTINGS)
        self._debian = settings is not None and machine.read(_WHOLE) is None
        self._split = self._debian and bool(_SPLIT.search(settings or ""))
        self._folder = "/etc/exim4/whosent" if self._debian or self._program == "exim4" else "/etc/exim/whosent"

    def plan(self) -> Plan:
        """The pieces that are not there yet."""
        changes = [Change(file, file, self._machine.read(file), text, why, lasts=lasts)
                   for file, text, why, lasts in self._pieces()]  # fmt: skip
        return Plan(tuple(change for change in changes if change.before != change.after), tuple(self._notes()))

    def apply(self, change: Change) -> None:
        """Write it."""
        self._machine.write(change.what, change.after)

    def revert(self, change: Change) -> None:
        """What somebody has written around ours since stays."""
        now, block = self._machine.read(change.what) or "", _BLOCKS.of(change.after or "")
        rest = now.replace(block, "") if block else None
        self._machine.write(change.what, rest if change.before is not None or rest else None)

    def value(self, change: Change) -> str | None:
        """The file; where ours is a part of it, that part counts."""
        now = self._machine.read(change.what)
        block = _BLOCKS.of(change.after or "")
        return change.after if block and now is not None and block in now else now

    def clings(self, known: Container[str]) -> list[Point]:
        """Nothing: what is taken back is used by nobody else."""
        return []

    def trouble(self) -> str | None:
        """What Exim says to the new configuration, before it is its own."""
        if not self._debian:
            return None
        ran = self._machine.run(_UPDATE, "-o", _TRY)
        self._machine.write(_TRY, None)
        return f"{_UPDATE}: {ran.last}" if ran.status != 0 else None

    def reload(self) -> None:
        """If it runs."""
        if self._debian:
            self._machine.must(_UPDATE)
        daemon = self._daemon()
        if daemon is not None:
            self._machine.must("kill", "-HUP", daemon)

    def check(self) -> list[Point]:
        """A tag is made, taken off and let in, as Exim itself says."""
        if not self._debian:
            return []
        stopped = [Point("setup-check-stopped", True)] if self._daemon() is None else []
        program = str(self._program)
        tagged = self._ring.sign(f"postmaster@{min(self._facts.settings.domains)}", self._today)
        routed = self._machine.run(program, "-bt", tagged)
        talk = f"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<{tagged}>\r\nDATA\r\n"
        heard = self._machine.run(program, "-bh", _STRANGER, text=talk).out
        transport = self._machine.run(program, "-bP", "transport", "remote_smtp").out
        return [
            *stopped, _checked("exim-signs", "prvs" in transport), _checked("untags", routed.status == 0),
            _checked("exim-judges", "\n354 " in heard),
        ]  # fmt: skip

    def _daemon(self) -> str | None:
        """The number of its process, None where it does not run."""
        number = (self._machine.read(_PID) or "").strip()
        return number if number.isdecimal() and self._machine.run("kill", "-0", number).status == 0 else None

    def _pieces(self) -> Iterator[tuple[str, str, str, bool]]:
        """File, text, why, and whether it lasts when nothing is tagged any more."""
        folder = self._folder
        ours = "+relay_from_hosts" if self._debian else "<; 127.0.0.1 ; ::1"
        yield f"{folder}/macros", macros(self._facts, ours), "setup-why-exim-macros", True
        yield f"{folder}/router", router(), "setup-why-exim-router", True
        yield f"{folder}/rcpt", rcpt(), "setup-why-exim-rcpt", False
        yield f"{folder}/predata", predata(self._facts), "setup-why-exim-predata", False
        if not self._debian:
            return
        yield f"{folder}/hooks", hooks(folder), "setup-why-exim-hooks", False
        main = f".include_if_exists {folder}/macros\n.include_if_exists {folder}/hooks\n"
        routers = f".include_if_exists {folder}/router\n"
        if self._split:
            yield _MAIN, main, "setup-why-exim-include", True
            yield _ROUTER, routers, "setup-why-exim-include", True
            return
        yield _LOCAL, _BLOCKS.put(self._machine.read(_LOCAL) or "", 0, main), "setup-why-exim-include", True
        template = self._machine.read(_TEMPLATE) or ""
        begin = _ROUTERS.search(template)
        if begin is not None:
            yield _TEMPLATE, _BLOCKS.put(template, begin.end() + 1, routers), "setup-why-exim-include", True

    def _notes(self) -> Iterator[Point]:
        yield from self._about_keys()
        if not self._debian:
            yield Point("setup-exim-by-hand", True, {"folder": self._folder})
            return
        if not self._split and not _ROUTERS.search(self._machine.read(_TEMPLATE) or ""):
            yield Point("setup-exim-no-routers", False, {"file": _TEMPLATE})
        for name in _HOOKS:
            if self._is_taken(name):
                yield Point("setup-exim-taken", False, {"name": name.split()[-1], "folder": self._folder})

    def _about_keys(self) -> Iterator[Point]:
        for key in self._ring.keys:
            if key.lifetime > EXIM_LIFETIME:
                yield Point("setup-exim-long-key", False, {"number": str(key.number), "days": str(key.lifetime)})
        if self._ring.signing is None:
            yield Point("setup-no-key", False)
        user = self._machine.run(str(self._program), "-n", "-bP", "exim_user").out.strip() or "Debian-exim"
        test = self._machine.run("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "test", "-r",
                                 self._facts.keys)  # fmt: skip
        if test.status != 0:
            yield Point("setup-exim-unreadable", False, {"file": self._facts.keys, "user": user})
        yield Point("setup-exim-wrap", True)

    def _is_taken(self, what: str) -> bool:
        """Has somebody else set this? So the configuration says that is in use now."""
        ran = self._machine.run(str(self._program), "-bP", *what.split())
        value = ran.out.partition("=")[2].strip() if ran.status == 0 else ""
        return bool(value) and "whosent" not in value.lower()


def _checked(what: str, good: bool) -> Point:
    return Point(f"setup-check-{what}" if good else f"setup-check-{what}-not", good)
