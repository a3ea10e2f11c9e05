"""The part of `bootstrap` for the guard's setup: mail servers, and the copies of what is changed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import time

from whosent.adapters.guard.guardfile import Config, load, nobodys
from whosent.adapters.guard.state import read as kept_counts
from whosent.adapters.mta.asked import Told
from whosent.adapters.mta.copies import Copies
from whosent.adapters.mta.machine import Machine
from whosent.service.guard import DAY, first_day
from whosent.service.setup import Keeper, Server


def server_and_copies(
    name: str, config: Path, root: Path, *, sign: Sequence[str], local: str | None, language: str, undo: bool
) -> tuple[Server, Keeper]:
    """The mail server, and where copies lie. `ValueError` with one line for the user."""
    machine = Machine(root)
    copies = Copies(machine)
    if name == "systemd":
        return _systemd(machine, config.absolute(), copies, language), copies
    if undo:
        return _set_up_before(name, machine), copies
    return _server(name, machine, load(config), sign, local), copies


def _set_up_before(name: str, machine: Machine) -> Server:
    """To take back what is recorded neither configuration nor keys have to be there any more."""
    from whosent.service.tags import Keyring

    if name == "exim":
        from whosent.adapters.mta.exim import Exim
        from whosent.adapters.mta.exim_pieces import Facts

        return Exim(machine, Facts(nobodys().settings, "", None), Keyring(()), 0)
    if name == "sendmail":
        from whosent.adapters.mta.sendmail import Sendmail

        return Sendmail(machine, told(nobodys()), "")
    return _postfix(machine, nobodys(), (), None)


def _systemd(machine: Machine, config: Path, copies: Copies, language: str) -> Server:
    import sys
    from shutil import which

    import whosent
    from whosent.adapters.mta.systemd import Facts, Systemd

    called = Path(which(sys.argv[0]) or "").absolute()
    program = [str(called)] if called.name == "whosent" else [sys.executable, "-m", "whosent"]
    needs = (Path(program[0]), Path(sys.executable), Path(whosent.__file__))

    def asking() -> list[str]:
        others = [one for one in copies.servers() if one not in ("systemd", "exim")]  # Exim asks nobody
        return [f"{one} (whosent guard setup {one.partition('@')[0]} --undo)" for one in others]

    return Systemd(machine, Facts(str(config), lambda: load(config), program, needs, asking, language))


def _server(name: str, machine: Machine, config: Config, sign: Sequence[str], local: str | None) -> Server:
    if name == "exim":
        return _exim(machine, config)
    if name == "sendmail":
        return _sendmail(machine, config)
    return _postfix(machine, config, sign, local)


def _postfix(machine: Machine, config: Config, sign: Sequence[str], local: str | None) -> Server:
    from whosent.adapters.mta.postfix import Postfix
    from whosent.adapters.mta.postfix_plan import Wishes

    return Postfix(machine, told(config), Wishes(tuple(sign), local))


def _exim(machine: Machine, config: Config) -> Server:
    from whosent.adapters.keyfile import load as load_keys
    from whosent.adapters.mta.exim import Exim
    from whosent.adapters.mta.exim_pieces import Facts

    ring = load_keys(config.keys)
    facts = Facts(config.settings, str(config.keys), first_day(config.settings, ring))
    return Exim(machine, facts, ring, int(time()) // DAY)


def _sendmail(machine: Machine, config: Config) -> Server:
    from whosent.adapters.keyfile import load as load_keys
    from whosent.adapters.mta.sendmail import Sendmail

    heard = told(config)
    return Sendmail(machine, heard, load_keys(config.keys).sign(f"postmaster@{heard.domain}", int(time()) // DAY))


def told(config: Config) -> Told:
    """What the guard's configuration says to a mail server."""
    listen, state = config.listen, config.state
    domain = min(config.settings.domains)

    def counts() -> Mapping[str, int]:
        assert state is not None
        found: Counter[str] = Counter()
        try:
            kept = kept_counts(state, int(time()) // DAY)
        except ValueError:  # nothing was counted yet
            return found
        for (_, decision), n in kept.items():
            found[decision] += n
        return found

    return Told(domain, listen.map, listen.policy, listen.milter, counts if state is not None else None)
