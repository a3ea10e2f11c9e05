"""The logs of the examples decide what the bounces leave open, and `make demo` shows it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.apps.command import whosent

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
LOGS = ("--config", EXAMPLES / "world.toml", "--log", EXAMPLES / "logs" / "*" / "*")
SCRIPT = "/var/www/webshop.example/htdocs/wp-content/uploads/2024/07/cache.php"


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict]:
    rows = whosent("check", *LOGS, "--format", "jsonl", EXAMPLES / "bounces").rows()
    return {Path(row["source"]).stem: row["verdict"] for row in rows}


def test_with_the_logs_every_cause_is_the_true_one(verdicts: dict[str, dict]) -> None:
    text = (EXAMPLES / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \| [^|]+ \| `(\w+)`", text, re.MULTILINE)
    truth = {number: cause for numbers, cause in rows for number in numbers.split(", ")}
    assert {name: verdict["cause"] for name, verdict in verdicts.items()} == truth


def test_a_script_with_its_path_its_line_and_the_request(verdicts: dict[str, dict]) -> None:
    said = {evidence["kind"]: evidence for evidence in verdicts["03"]["for"]}
    assert verdicts["03"]["origin"]["script"] == SCRIPT
    assert f"{SCRIPT}:4" in said["log-script"]["text"]
    assert "203.0.113.108" in said["log-request"]["text"]


def test_a_stolen_mailbox_with_its_clients(verdicts: dict[str, dict]) -> None:
    verdict = verdicts["17"]
    assert (verdict["certainty"], verdict["origin"]["mailbox"]) == ("certain", "bernd@kunde.example")
    assert "13 client addresses" in " ".join(evidence["text"] for evidence in verdict["for"])


def test_a_forgery_that_never_was_on_our_servers(verdicts: dict[str, dict]) -> None:
    assert "log-absent" in {evidence["kind"] for evidence in verdicts["01"]["for"]}


def test_the_logs_are_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 400 * 1024


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("somebody logged in with your password", "request POST", "line 4", "nothing is open")),
        ("de", ("hat sich mit Ihrem Passwort angemeldet", "Vom Skript", "Abruf POST", "Zeile 4")),
    ],
)
def test_the_demo_shows_them(tmp_path: Path, language: str, expected: tuple[str, ...]) -> None:
    """On a copy, with the program under test in the place of the installed one."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    program = tmp_path / "venv" / "bin" / "whosent"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m whosent "$@"\n')
    program.chmod(0o755)
    command = [
        "make",
        "--no-print-directory",
        "--old-file=venv/bin/whosent",
        "VENV=venv",
        f"ARGS=--lang {language}",
        "demo",
    ]
    environment = {**os.environ, "COLUMNS": "80", "XDG_CONFIG_HOME": "/nonexistent", "MAKEFLAGS": "", "MAKELEVEL": "0"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)  # noqa: S603
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert [one for one in expected if one not in text] == []
    reports = [line for line in text.splitlines() if not line.startswith(("$ ", f"  {tmp_path}"))]
    assert max(map(len, reports)) <= 80
    assert all((tmp_path / f"demo-{name}.html").stat().st_size > 10_000 for name in ("report", "logs"))
