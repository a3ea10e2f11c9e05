"""The units for systemd say what the guard understands."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path, PurePath

import pytest

import whosent
from whosent.adapters.guard.activation import NAMES
from whosent.adapters.guard.sockets import BACKLOG

UNITS = Path(whosent.__file__).parent / "adapters" / "guard" / "systemd"


def test_every_socket_says_what_it_serves() -> None:
    text = (UNITS / "whosent-guard.socket").read_text("utf-8")
    places = re.findall(r"^ListenStream=(\S+)$", text, re.MULTILINE)
    assert {PurePath(place).name for place in places} <= set(NAMES)
    assert len(places) == 3
    assert f"Backlog={BACKLOG}" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", ["whosent-guard.service", "whosent-guard.socket"])
def test_systemd_understands_them(unit: str) -> None:
    ran = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", str(UNITS / unit)],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [line for line in ran.stderr.splitlines() if not re.search(r"is not executable|man:?.*failed", line)] == []
