"""`whosent guard setup` where there is nothing to set up, and with options that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.apps.command import called

CONFIG = 'domains = ["example.org"]\nkeys = "tags"\n'


@pytest.fixture
def config(tmp_path: Path) -> str:
    (tmp_path / "guard.toml").write_text(CONFIG)
    (tmp_path / "tags").write_text("3 sign q4ycv6pcv3tqm2h5\n")
    (tmp_path / "tags").chmod(0o600)
    return str(tmp_path / "guard.toml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["postfix", "--keep-untagging"], "--keep-untagging goes with --undo"),
        (["exim", "--sign", "10027"], "--sign and --local-smtp are for postfix"),
        (["systemd", "--root", "/srv/mail"], "--keep-untagging and --root are for mail servers"),
        (["sendmail", "--undo", "--keep-untagging"], "--keep-untagging is for postfix and exim"),
        (["postfix", "--local-smtp", "2525"], "'2525' is no host with a port: write it like 127.0.0.1:2525"),
        (["postfix", "--local-smtp", "127.0.0.1:2525 -o x=y"], "is no host with a port"),
        (["courier"], "is not one of 'systemd', 'postfix', 'sendmail', 'exim'"),
    ],
)
def test_what_cannot_be_meant(config: str, arguments: list[str], said: str) -> None:
    ran = called("guard", "setup", *arguments, "--config", config)
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_without_a_configuration(tmp_path: Path) -> None:
    ran = called("guard", "setup", "postfix", "--config", str(tmp_path / "guard.toml"))
    assert ran.status == 2
    assert "guard.toml: there is no such file yet: `whosent guard setup systemd` writes a first one" in ran.err


def test_without_a_mail_server(config: str, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    ran = called("guard", "setup", "sendmail", "--config", config, "--root", str(tmp_path / "root"))
    assert ran.status == 2
    assert "there is no /etc/mail/sendmail.mc" in ran.err
    german = called("guard", "setup", "sendmail", "--config", config, "--root", str(tmp_path / "root"), "--lang", "de")
    assert "Es gibt kein /etc/mail/sendmail.mc mit seinem /etc/mail/sendmail.cf." in german.err
