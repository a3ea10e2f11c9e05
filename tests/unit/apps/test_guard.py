"""`whosent guard` as its users meet it: a process that runs, is asked, reloaded and stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.apps.command import CLEAN, called
from tests.unit.apps.daemon.test_run import configured, keys

from whosent.adapters.guard.asking import ask_policy
from whosent.adapters.guard.state import add


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


class Process:
    """A guard that runs."""

    def __init__(self, config: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "whosent", "guard", "run", "--config", str(config)],
            stderr=subprocess.PIPE, text=True, env={**os.environ, **CLEAN},
        )  # fmt: skip
        self.line("event=started")

    def line(self, begin: str) -> str:
        """The next line that begins so."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith(begin):
                return line
        raise AssertionError(begin)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        self._process.terminate()
        status = self._process.wait(60)
        assert self._process.stderr is not None
        self._process.stderr.close()
        return status


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return configured(tmp_path)


@pytest.fixture
def process(config: Path) -> Iterator[Process]:
    config.write_text(config.read_text().replace('metrics = "127.0.0.1:0"', ""))
    one = Process(config)
    yield one
    assert one.end() == 0


def test_run_check_reload_stop(process: Process, config: Path) -> None:
    done = called("guard", "check", "--config", config)
    assert (done.status, done.out.decode().count("✓")) == (0, 4)
    keys(config.parent, "7 sign abcdefghijklmnop\n")
    done = called("guard", "check", "--config", config, "--lang", "de")
    assert done.status == 1
    assert "systemctl reload whosent-guard" in done.out.decode()
    process.signal(signal.SIGHUP)
    assert "key=7" in process.line("event=reloaded")
    assert called("guard", "check", "--config", config).status == 0


def test_who_is_not_there_is_told_so(config: Path) -> None:
    done = called("guard", "check", "--config", config, "--lang", "de")
    assert done.status == 1
    assert "map antwortet nicht (diesen Socket gibt es nicht)" in done.out.decode()
    assert "systemctl status whosent-guard" in done.out.decode()
    keys(config.parent, "")
    done = called("guard", "check", "--config", config, "--lang", "de")
    assert "Darin steht noch kein Schlüssel." in done.out.decode()


def test_a_second_one_does_not_take_its_place(process: Process, config: Path) -> None:
    done = called("guard", "run", "--config", config)
    assert done.status == 2
    assert "does another guard run?" in done.err
    assert ask_policy(str(config.parent / "policy"))


def test_report(config: Path) -> None:
    add(config.parent / "guard.sqlite", {(20_781, "refused-untagged"): 11_204})
    done = called("guard", "report", "--config", config, "--since", "2026-11-24", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert "Since Tuesday, 24 November 2026:\n11,204 forged bounces were refused" in done.out.decode()
    made = json.loads(called("guard", "report", "--config", config, "--since", "2026-11-24", "--format", "json").out)
    assert made["refused"] == 11_204


def test_the_report_needs_no_keys(config: Path) -> None:
    add(config.parent / "guard.sqlite", {(20_781, "refused-untagged"): 1})
    (config.parent / "tags").unlink()
    assert called("guard", "report", "--config", config).status == 0


@pytest.mark.parametrize(("arguments", "said"), [
    (("report",), "has counted nothing yet"),
    (("report", "--config", "nowhere.toml"), "no such file"),
    (("check", "--config", "nowhere.toml"), "no such file"),
    (("run", "--config", "nowhere.toml"), "no such file"),
])  # fmt: skip
def test_wrong_usage_is_one_line(config: Path, arguments: tuple[str, ...], said: str) -> None:
    done = called("guard", *arguments, *(() if "--config" in arguments else ("--config", config)))
    assert done.status == 2
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(("change", "said"), [
    (('["example.org"]', "[]"), "Nennen Sie die Domains"),
    (('"refuse"', '"of"'), "„of“ ist weder observe noch refuse"),
    (("since", "# since"), "seit welchem Tag"),
    (("[listen]", '[exempt]\nclients = ["mx"]\n[listen]'), "„mx“ ist weder eine Adresse noch ein Netz"),
    (("127.0.0.1:0", "9107"), "„9107“ ist weder ein Pfad noch eine Adresse mit Port"),
    (("/map", "/nowhere/map"), "Den Ordner gibt es nicht"),
])  # fmt: skip
def test_what_is_wrong_is_told_in_german(config: Path, change: tuple[str, str], said: str) -> None:
    config.write_text(config.read_text().replace(*change))
    done = called("guard", "run", "--config", config, LC_ALL="de_DE.UTF-8")
    assert done.status == 2
    assert said in done.err


def test_alone_it_tells_what_it_can() -> None:
    done = called("guard")
    assert done.status == 2
    assert all(name in done.err for name in ("run", "check", "report"))
