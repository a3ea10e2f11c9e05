"""The units are made for the program that is there and the sockets of the configuration; what is in the way is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from whosent.adapters.guard.guardfile import load
from whosent.adapters.mta.machine import Machine, Ran
from whosent.adapters.mta.systemd import KEYS, SERVICE, SOCKET, SYSUSERS, Facts, Systemd

PROGRAM = "/usr/local/bin/whosent"
UNITS = "/etc/systemd/system"
HERE = Path("/bin/sh")


class Bare(Machine):
    """A machine on which nothing is yet, and `missing` is what its commands do not find."""

    def __init__(self, root: Path, *missing: str) -> None:
        super().__init__(root)
        self.missing = ("id", *missing)
        self.enabled = False

    def run(self, *argv: str, text: str = "") -> Ran:
        if argv[0] == "install":
            self.write(argv[-1], "")
        wrong = argv[0] in self.missing or ("is-enabled" in argv and not self.enabled)
        return Ran(1 if wrong else 0, "", "")


def _facts(machine: Machine, path: str = "/etc/whosent/guard.toml", needs: Path = HERE, language: str = "en") -> Facts:
    return Facts(path, lambda: load(machine.path(path)), [PROGRAM], [needs], lambda: ["postfix"], language)


def _with_postfix(root: Path, *missing: str) -> Bare:
    machine = Bare(root, *missing)
    machine.write("/etc/postfix/main.cf", "")
    return machine


def _made(machine: Machine, facts: Facts) -> dict[str, str]:
    return {change.what: change.after or "" for change in Systemd(machine, facts).plan().changes}


def test_on_a_fresh_machine_all_is_made(tmp_path: Path) -> None:
    machine = _with_postfix(tmp_path)
    systemd = Systemd(machine, _facts(machine))
    plan = systemd.plan()
    assert plan.hindrances == ()
    assert [change.what for change in plan.changes] == [
        SYSUSERS, f"{UNITS}/{SERVICE}", f"{UNITS}/{SOCKET}", "/etc/whosent/guard.toml", "whosent", KEYS
    ]  # fmt: skip
    for change in plan.changes:
        systemd.apply(change)
    assert f"\nExecStart={PROGRAM} guard run\n" in (machine.read(f"{UNITS}/{SERVICE}") or "")
    assert (machine.read(f"{UNITS}/{SOCKET}") or "").count("ListenStream=/var/spool/postfix/whosent/") == 2
    machine.missing = ()
    with pytest.raises(ValueError, match="domains: name those whose mail your servers tag"):
        systemd.plan()
    _fill_in(machine)
    assert systemd.plan().changes == ()
    assert [point.key for point in systemd.check()] == ["setup-systemd-next"]


def _fill_in(machine: Machine) -> None:
    text = machine.read("/etc/whosent/guard.toml") or ""
    machine.write("/etc/whosent/guard.toml", text.replace("domains = []", 'domains = ["example.org"]'))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_first_configuration_lacks_only_the_domains(tmp_path: Path, language: str) -> None:
    machine = _with_postfix(tmp_path)
    machine.write(
        "/etc/whosent/guard.toml", _made(machine, _facts(machine, language=language))["/etc/whosent/guard.toml"]
    )
    _fill_in(machine)
    config = load(machine.path("/etc/whosent/guard.toml"))
    assert (config.settings.mode, config.settings.since) == ("observe", None)
    assert (str(config.keys), config.listen.group) == (KEYS, "postfix")
    assert str(config.state) == "/var/lib/whosent/guard/counts.sqlite"  # below the folder of the unit


def test_beside_sendmail_the_guard_listens_elsewhere(tmp_path: Path) -> None:
    machine = Bare(tmp_path)
    machine.write("/etc/mail/sendmail.mc", "")
    socket = _made(machine, _facts(machine))[f"{UNITS}/{SOCKET}"]
    assert "ListenStream=/run/whosent/map\nListenStream=/run/whosent/milter\n" in socket
    assert "SocketGroup" not in socket


def test_the_units_are_those_of_the_configuration(tmp_path: Path) -> None:
    machine = Bare(tmp_path)
    machine.write("/srv/my guard/100%.toml", 'domains = ["example.org"]\n[listen]\npolicy = "/run/p/policy"\n'
                  'milter = "127.0.0.1:8891"\nmode = "0600"\n')  # fmt: skip
    made = _made(machine, _facts(machine, "/srv/my guard/100%.toml"))
    assert f'\nExecStart={PROGRAM} guard run --config "/srv/my guard/100%%.toml"\n' in made[f"{UNITS}/{SERVICE}"]
    assert "[Socket]\nListenStream=/run/p/policy\nDirectoryMode=0755\nSocketMode=0600\n" in made[f"{UNITS}/{SOCKET}"]


def test_what_is_in_the_way(tmp_path: Path) -> None:
    machine = _with_postfix(tmp_path / "root")
    closed = tmp_path / "closed" / "whosent"
    closed.parent.mkdir(mode=0o700)
    closed.write_text("")
    (hindrance,) = Systemd(machine, _facts(machine, needs=closed)).plan().hindrances
    assert (hindrance.key, hindrance.params["place"]) == ("setup-systemd-hidden", str(closed.resolve()))
    machine.write("/etc/whosent/guard.toml", 'domains = ["example.org"]\n[listen]\nmap = "127.0.0.1:9108"\n')
    assert [point.key for point in Systemd(machine, _facts(machine)).plan().hindrances] == ["setup-systemd-no-socket"]


def test_where_there_is_no_systemd_or_nobody_who_asks(tmp_path: Path) -> None:
    machine = Bare(tmp_path, "systemctl")
    with pytest.raises(ValueError, match="there is no systemd here"):
        Systemd(machine, _facts(machine))
    with pytest.raises(ValueError, match="neither a Postfix nor a Sendmail"):
        Systemd(Bare(tmp_path), _facts(machine)).plan()


def test_it_stays_while_it_is_used(tmp_path: Path) -> None:
    machine = _with_postfix(tmp_path)
    systemd = Systemd(machine, _facts(machine))
    assert [point.params["what"] for point in systemd.clings(())] == ["postfix"]
    machine.enabled = True
    assert [point.key for point in systemd.check()] == ["setup-systemd-again"]
    assert [point.key for point in systemd.clings(())] == ["setup-clings", "setup-systemd-enabled"]


def test_keys_that_were_made_are_not_taken_back(tmp_path: Path) -> None:
    machine = _with_postfix(tmp_path)
    systemd = Systemd(machine, _facts(machine))
    keys = systemd.plan().changes[-1]
    systemd.apply(keys)
    assert systemd.value(keys) == keys.after
    machine.write(KEYS, "3 sign q4ycv6pcv3tqm2h5\n")
    assert systemd.value(keys) != keys.after


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_what_is_made(tmp_path: Path) -> None:
    machine = _with_postfix(tmp_path)
    for path, text in _made(machine, _facts(machine)).items():
        if path.startswith(UNITS):
            machine.write(path, text.replace(PROGRAM, str(HERE)))
    units = [str(machine.path(f"{UNITS}/{unit}")) for unit in (SERVICE, SOCKET)]
    ran = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", "--man=no", *units],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if "whosent-guard" in line]) == (0, [])
