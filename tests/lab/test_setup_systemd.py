"""From nothing to a guard that Postfix asks, line by line as the README has it, and off again. systemd does not run in
the lab: its tools do what they can without it, and the guard is started as its units say."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import Lab, send, world
from lab.guard import HOLDER

PYTHON = "/usr/bin/python3"
PROGRAM = f"""\
#!{PYTHON}
import sys
sys.path[:0] = {[entry for entry in sys.path if entry]!r}
from whosent.apps.cli import main
sys.exit(main())
"""
UNITS = "/etc/systemd/system/whosent-guard"
ANNA = world.login_of("anna@kunde.example")
HERE = Path(__file__).resolve()
HIDDEN = any(HERE.is_relative_to(folder) for folder in ("/root", "/home", "/tmp")) or any(  # noqa: S108
    not folder.stat().st_mode & 0o001 for folder in HERE.parents
)
"""A service does not see this checkout, and setup says so."""
needs_tools = pytest.mark.skipif(
    HIDDEN
    or not shutil.which("systemd-sysusers")
    or Path(PYTHON).resolve().name != f"python3.{sys.version_info.minor}",
    reason="needs systemd, a Python of the system that is the same as ours, and a checkout that a service can see",
)


FOLDERS = ("/etc/whosent", "/var/lib/whosent", "/var/spool/postfix/whosent")
LOG = "/var/log/guard-of-units.log"


@pytest.fixture
def hoster(lab: Lab) -> Iterator[Lab]:
    """Nobody has been here before. The program lies where everybody reaches it."""
    lab.hoster.exec(["rm", "-rf", *FOLDERS])
    lab.hoster.write("/usr/local/bin/whosent", PROGRAM, 0o755)
    yield lab
    lab.hoster.exec(["rm", "-rf", "/usr/local/bin/whosent", *FOLDERS])


@needs_tools
def test_the_lines_of_the_readme(hoster: Lab) -> None:
    lab, host = hoster, hoster.hoster

    def whosent(*arguments: str, status: int = 0) -> str:
        done = host.exec(["whosent", *arguments], check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return " ".join((done.stdout + done.stderr).split())

    def unit(kind: str, name: str) -> list[str]:
        return re.findall(rf"(?m)^{name}=(.*)$", host.read(f"{UNITS}.{kind}"))

    assert "`whosent guard setup systemd` writes a first one" in whosent("guard", "setup", "postfix", status=2)
    assert "/etc/systemd/system/whosent-guard.socket" in whosent("guard", "setup", "systemd", "--dry-run")
    assert not host.path("/etc/whosent").exists()
    assert "Now it is your turn" in whosent("guard", "setup", "systemd", "--yes")
    config = host.read("/etc/whosent/guard.toml")
    host.write("/etc/whosent/guard.toml", config.replace("domains = []", 'domains = ["kunde.example"]'))
    whosent("batv", "keys", "add")
    whosent("batv", "keys", "use", "1")
    assert host.exec(["stat", "-c", "%a %U:%G", "/etc/whosent/tags"]).stdout == "640 root:whosent\n"
    host.exec(["systemctl", "enable", "whosent-guard.socket"])

    state = f"/var/lib/{unit('service', 'StateDirectory')[0]}"
    host.exec(["install", "-d", "-o", "whosent", "-m", "0755", state])
    host.exec(["install", "-d", "-m", unit("socket", "DirectoryMode")[0], "/var/spool/postfix/whosent"])
    guard = host.spawn([
        sys.executable, str(HOLDER), unit("socket", "SocketGroup")[0], *unit("socket", "ListenStream"), "--",
        "setpriv", "--reuid=whosent", "--regid=whosent", "--init-groups", *unit("service", "ExecStart")[0].split(),
    ], log=LOG)  # fmt: skip
    lab.wait_until(lambda: "event=started" in host.read(LOG), "the guard")

    whosent("guard", "check")
    said = whosent("guard", "setup", "postfix", "--yes")
    assert "Checked: mail that this machine hands in gets its tag." in said
    bounce = "From: MAILER-DAEMON@out.access.test\nSubject: returned\n\nforged\n"
    dialogue = lab.spammer.send("hoster", "", ANNA.address, bounce, source=world.BOTS[0])
    assert isinstance(dialogue, send.Dialogue)
    assert dialogue.accepted  # it only observes
    assert "X-Whosent-Guard: would be refused" in host.wait_for(ANNA.address, "forged").decode()

    assert "whosent guard setup postfix --undo" in whosent("guard", "setup", "systemd", "--undo", "--yes", status=1)
    host.exec(["mv", "/etc/whosent", "/etc/gone"])  # to take it back no configuration is needed
    whosent("guard", "setup", "postfix", "--undo", "--yes")
    host.exec(["mv", "/etc/gone", "/etc/whosent"])
    assert "systemctl disable --now" in whosent("guard", "setup", "systemd", "--undo", "--yes", status=1)
    host.exec(["systemctl", "disable", "whosent-guard.socket"])
    guard.stop()
    left = whosent("guard", "setup", "systemd", "--undo", "--yes", status=1)
    assert "/etc/whosent/tags was changed by somebody since, and stays as it is." in left
    assert not host.path(f"{UNITS}.service").exists()
    assert host.path("/etc/whosent/tags").exists()
