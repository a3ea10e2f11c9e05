"""`whosent batv`, as administrators use it."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.apps.command import Done, called, whosent

SECRET = "q4ycv6pcv3tqm2h5"  # noqa: S105 (of nobody)
TEXT = f"3 sign {SECRET}\n2 verify rxk2f7u4dm6azw3e 7 2026-11-20\n1 verify rxk2f7u4dm6azw3f\n"
TAGGED = "prvs=3795"  # of 2026-11-24, for 14 days


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "tags"
    path.write_text(TEXT)
    path.chmod(0o600)
    return path


def _batv(keys: Path, *arguments: str) -> Done:
    return called("batv", *arguments, "--keys", keys)


def _lines(done: Done) -> list[str]:
    return done.out.decode().splitlines()


def test_the_way_of_two_keys(tmp_path: Path) -> None:
    path = tmp_path / "tags"
    added = _batv(path, "keys", "add")
    assert (added.status, added.err) == (0, "")
    copied = f"Copy {path} to all your servers (a guard reads it with `systemctl reload whosent-guard`)"
    assert copied in _lines(added)[0]
    assert "and only then: `whosent batv keys use 1`" in _lines(added)[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert _batv(path, "sign", "anna@victim.example").status == 2  # none signs yet
    assert _lines(_batv(path, "keys", "use", "1")) == [f"From now on key 1 signs. {copied}."]
    assert "Exim always tags for 7 days" in _lines(_batv(path, "keys", "add", "--exim"))[1]
    assert "Key 1 only verifies now. After 20" in _lines(_batv(path, "keys", "use", "2"))[1]
    assert _lines(_batv(path, "keys", "use", "2")) == ["Key 2 signs already."]
    early = _batv(path, "keys", "drop", "1")
    assert early.status == 2
    assert "mail tagged with key 1 may bounce until 20" in early.err
    assert _batv(path, "keys", "drop", "1", "--now").status == 0
    assert _lines(_batv(path, "keys")) == ["2: signs; its tags are good for 7 days"]
    secret = path.read_text().split()[-2]
    assert len(secret) == 32
    assert _batv(path, "keys", "show", "2").out.decode() == f"{secret}\n"


def test_the_list_shows_no_secrets(keys: Path) -> None:
    done = _batv(keys, "keys", "list")
    assert [line.partition(";")[0] for line in _lines(done)] == ["3: signs", "2: verifies only", "1: verifies only"]
    assert not any(line.split()[2] in done.out.decode() for line in TEXT.splitlines())
    assert _batv(keys, "keys").out == done.out


def test_what_is_lost_is_told(keys: Path) -> None:
    lines = _lines(_batv(keys, "keys", "drop", "1"))
    assert "bounces of mail that it tagged in the last 14 days are taken for foreign now" in lines[1]


def test_signed_and_verified(keys: Path) -> None:
    on = ("--on", "2026-11-24")
    signed = _batv(keys, "sign", "anna@victim.example", "Bert@victim.example", *on)
    assert (signed.status, signed.err) == (0, "")
    anna, bert = _lines(signed)
    assert anna.startswith(TAGGED)
    assert bert.endswith("=Bert@victim.example")
    assert _lines(_batv(keys, "verify", anna, *on)) == [f"{anna}: valid until 2026-12-08 (key 3)"]
    assert _batv(keys, "verify", anna, bert, "--on", "2026-12-08").status == 0
    late = _batv(keys, "verify", anna, bert.replace("Bert", "anna"), "anna@victim.example", "--on", "2026-12-09")
    assert late.status == 1
    assert [line.partition(": ")[2].split()[0] for line in _lines(late)] == ["expired,", "false,", "no"]


def test_verified_for_programs(keys: Path) -> None:
    tagged = _lines(_batv(keys, "sign", "anna@victim.example", "--on", "2026-11-24"))[0]
    done = _batv(keys, "verify", tagged, "b@x.example", "--on", "2026-11-25", "--format", "json")
    assert json.loads(done.out) == {
        "schema": 1,
        "tags": [
            {"address": tagged, "worth": "valid", "inside": "anna@victim.example", "key": 3, "until": "2026-12-08"},
            {"address": "b@x.example", "worth": "untagged", "inside": None, "key": None, "until": None},
        ],
    }


def test_what_cannot_be_tagged_is_told_and_the_rest_goes_on(keys: Path) -> None:
    long = "a" * 49 + "@victim.example"
    tagged = _lines(_batv(keys, "sign", "anna@victim.example"))[0]
    done = _batv(keys, "sign", long, tagged, "anna", "anna\n@x.example", "bert@victim.example")
    assert done.status == 1
    assert len(_lines(done)) == 1
    assert [line.partition("' ")[2] for line in done.err.splitlines()] == [
        "cannot be tagged: before the @ stand more than 48 bytes, no room is left",
        "is tagged already",
        "cannot be tagged: it is no address like anna@example.org",
        "cannot be tagged: it is no address like anna@example.org",
    ]
    assert "no room is left" in _lines(_batv(keys, "verify", long))[0]


def test_bytes_that_are_no_text(keys: Path) -> None:
    done = whosent("batv", "verify", "--keys", keys, "--format", "json", os.fsdecode(b"prvs=3795abcdef=\xff@x.example"))
    assert done.status == 1
    assert json.loads(done.out)["tags"][0]["worth"] == "false"
    assert whosent("batv", "sign", "--keys", keys, os.fsdecode(b"\xff@x.example")).status == 1


def test_a_signed_message_id_is_each_time_another(keys: Path) -> None:
    first, second = (_lines(_batv(keys, "message-id", "anna@victim.example"))[0] for _ in range(2))
    assert first != second
    assert first.startswith("<3")
    assert first.endswith("@victim.example>")
    assert "is no address" in _batv(keys, "message-id", "anna").err


def test_the_file_may_be_configured(keys: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('batv = "tags"\nlang = "de"\n')
    done = called("batv", "keys", "--config", config)
    assert _lines(done)[0] == "3: kennzeichnet; gültig 14 Tage"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["keys", "add", "--exim", "--days", "5"], "--exim means 7 days, as Exim itself has it: leave out --days"),
        (["keys", "add", "--days", "31"], "31 is not in the range"),
        (["keys", "use", "10"], "10 is not in the range"),
        (["keys", "use", "7"], "there is no key 7"),
        (["keys", "show", "7"], "there is no key 7"),
        (["keys", "drop", "3"], "key 3 signs: let another one sign first"),
        (["keys", "frob"], "no such command 'frob'"),
        (["verify"], "missing argument"),
        (["verify", "a@b.example", "--on", "today"], "'today' is not a day"),
    ],
)
def test_wrong_usage_is_one_line(keys: Path, arguments: list[str], line: str) -> None:
    done = called("batv", *arguments, *(["--keys", keys] if arguments[1:] != ["frob"] else []))
    assert done.status == 2
    assert line in done.err
    assert done.err.count("\n") == 1
    assert keys.read_text() == TEXT


def test_in_german(keys: Path) -> None:
    done = _batv(keys, "keys", "drop", "3", "--lang", "de")
    assert f"{keys}: Mit Schlüssel 3 wird gekennzeichnet. Wählen Sie zuerst einen anderen" in done.err
    assert _lines(_batv(keys, "verify", "a@b.example", "--lang", "de")) == ["a@b.example: ohne Kennzeichnung"]
    assert "ist schon gekennzeichnet" in _batv(keys, "sign", "btv1==0a==a@b.example", "--lang", "de").err


def test_without_a_command_the_help_is_shown() -> None:
    done = called("batv")
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("Usage: whosent batv")
    assert called("batv", "keys", "--help").out.startswith(b"Usage: whosent batv keys")
    words = {"COMP_WORDS": "whosent batv keys ", "COMP_CWORD": "3", "_WHOSENT_COMPLETE": "bash_complete"}
    assert b"plain,add" in called(**words).out.splitlines()


def test_somebody_may_look_over_the_shoulder(keys: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "whosent", "batv", "keys", "show", "3", "--keys", str(keys), "--lang", "en"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=True)  # noqa: S603
    os.close(theirs)
    assert os.read(ours, 1_000).decode().strip() == SECRET
    os.close(ours)
    assert "whoever sees this secret" in done.stderr.decode()
