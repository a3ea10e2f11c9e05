"""Sendmail: a block in sendmail.mc, and sendmail.cf made of it by m4 as ever.

The milter tags and judges. Recipients are looked up before any milter sees them, so the tag is taken off where they are
parsed: by the guard's map, which Sendmail knows as a map of the class `socket`, and only where a recipient looks
like a tag.
"""

from __future__ import annotations

import re
from collections.abc import Container

from whosent.adapters.mta.asked import Told, check, silent
from whosent.adapters.mta.blocks import Blocks
from whosent.adapters.mta.machine import Machine
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

MC, CF = "/etc/mail/sendmail.mc", "/etc/mail/sendmail.cf"
_BLOCKS = Blocks("dnl # --- whosent guard: begin\n", "dnl # --- whosent guard: end\n")
_PID = re.compile(r"^O PidFile=(\S+)", re.MULTILINE)
_FILTERS = re.compile(r"^O InputMailFilters=(.*)", re.MULTILINE)
# Macros that the guard needs with MAIL: who logged in. Sendmail's own list has it.
_MACROS = "confMILTER_MACROS_ENVFROM"
_WITH_LOGIN = f"define(`{_MACROS}', {_MACROS}`, {{auth_authen}}')dnl\n"
_BLOCK = """\
INPUT_MAIL_FILTER(`whosent', `S=@MILTER@, F=T, T=C:10s;S:10s;R:10s;E:1m')dnl
@MORE@LOCAL_CONFIG
Kwhosent_tag regex -a@MATCH ^prvs=[0-9]{4}[0-9a-fA-F]{6}=
Kunsign socket -T<TMPF> @MAP@

LOCAL_RULE_0
R$+ < @ $+ . > $*\t\t$: < $(whosent_tag $1 $: NO $) > $1 < @ $2 . > $3
R< @MATCH > $+ < @ $+ . > $*\t$: < $(unsign $1@$2 $: NO $) > $1 < @ $2 . > $3
R< $* <TMPF> > $*\t\t$#error $@ 4.3.0 $: "451 4.3.0 Tags cannot be looked up, try again later"
R< NO > $*\t\t\t$: $1
R< $+ @ $+ > $+ < @ $+ > $*\t$@ $>Parse0 $>canonify $1 @ $2
"""


class Sendmail:
    """`ValueError` with one line for the user where there is none."""

    name = "sendmail"

    def __init__(self, machine: Machine, told: Told, sample: str) -> None:
        """`sample`: an address with a valid tag."""
        self._machine = machine
        self._told = told
        self._sample = sample
        if machine.read(MC) is None or machine.read(CF) is None:
            raise ValueError(f"there is no {MC} with its {CF}: whosent sets up a Sendmail that is configured by m4")
        self._places = {"milter": told.milter or "/run/whosent/milter", "map": told.map or "/run/whosent/map"}

    def plan(self) -> Plan:
        """The block, and the file that is made of it."""
        mc, cf = self._machine.read(MC) or "", self._machine.read(CF) or ""
        mc = mc if mc.endswith("\n") else f"{mc}\n"
        text = _BLOCKS.put(mc, len(mc), self._block(_BLOCKS.without(mc)))
        notes = [*silent(self._machine, self._places), Point("setup-sendmail-waits", True)]
        if _settings(self._made(mc)) != _settings(cf):
            notes.append(Point("setup-sendmail-edited", False, {"mc": MC, "cf": CF}))
        if text == mc:
            return Plan((), tuple(notes))
        return Plan((
            Change(MC, MC, mc, text, "setup-why-sendmail-mc"),
            Change(CF, CF, cf, self._made(text), "setup-why-sendmail-cf"),
        ), tuple(notes))  # fmt: skip

    def apply(self, change: Change) -> None:
        """Write it."""
        self._machine.write(change.what, change.after)

    def revert(self, change: Change) -> None:
        """What somebody has written around our block stays."""
        text = _BLOCKS.without(self._machine.read(MC) or "")
        self._machine.write(change.what, text if change.what == MC else self._made(text))

    def value(self, change: Change) -> str | None:
        """The file; of sendmail.mc our block counts, of sendmail.cf whether it is that of sendmail.mc."""
        now = self._machine.read(change.what) or ""
        if change.what == MC:
            return change.after if _BLOCKS.of(now) == _BLOCKS.of(change.after or "") else now
        made = self._made(self._machine.read(MC) or "")
        return change.after if _settings(now) in (_settings(made), _settings(change.after or "")) else now

    def clings(self, known: Container[str]) -> list[Point]:
        """Nothing: what is taken back is used by nobody else."""
        return []

    def trouble(self) -> str | None:
        """Can Sendmail read it, and is the filter among those that it asks?"""
        ran = self._machine.run("sendmail", "-C", CF, "-bt")
        if ran.status != 0:
            return f"sendmail -bt: {ran.last}"
        filters = _FILTERS.search(self._machine.read(CF) or "")
        if filters is None or "whosent" not in filters[1]:
            return f"{MC} sets confINPUT_MAIL_FILTERS itself: name whosent there, too"
        return None

    def reload(self) -> None:
        """If it runs."""
        daemon = self._daemon()
        if daemon is not None:
            self._machine.must("kill", "-HUP", daemon)

    def check(self) -> list[Point]:
        """Does the running one ask the guard?"""
        if self._daemon() is None:
            return [Point("setup-check-stopped", True)]
        known = self._machine.run("sendmail", "-bv", self._sample).status == 0
        untags = Point("setup-check-untags" if known else "setup-check-untags-not", known)
        return [untags, *check(self._machine, self._told.domain, self._told.counts, talks=False)]

    def _daemon(self) -> str | None:
        """The number of its process, None where it does not run."""
        found = _PID.search(self._machine.read(CF) or "")
        lines = (self._machine.read(found[1]) or "").split() if found is not None else []
        return lines[0] if lines and self._machine.run("kill", "-0", lines[0]).status == 0 else None

    def _made(self, mc: str) -> str:
        """What m4 makes of it."""
        return self._machine.must("m4", "-", text=mc)

    def _block(self, mc: str) -> str:
        more = _WITH_LOGIN if _MACROS in mc and "auth_authen" not in mc else ""
        values = {"MILTER": _socket(self._places["milter"]), "MAP": _socket(self._places["map"]), "MORE": more}
        text = _BLOCK
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text


def _socket(place: str) -> str:
    """As Sendmail writes it (libmilter's smfi_setconn)."""
    if "/" in place:
        return f"local:{place}"
    host, _, port = place.rpartition(":")
    return f"inet6:{port}@{host.strip('[]')}" if ":" in host else f"inet:{port}@{host}"


def _settings(cf: str) -> list[str]:
    """Without comments, which say who made it when."""
    return [line.rstrip() for line in cf.splitlines() if line.strip() and not line.startswith("#")]
