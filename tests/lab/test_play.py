"""What is played comes back, and what the program says of it is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab import Lab, Skipped
from lab.check import check
from lab.collect import collect, wait_for_bounces
from lab.play import fake, forged, forwarded, mailbox, script
from lab.play.stage import Stage

PLAYS = (forged.play, script.play, forwarded.play, mailbox.play, fake.play)
"""Not own.play: a server that never answers takes its time. `make lab` plays all, to all receivers."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run to one receiver leaves."""
    folder = tmp_path_factory.mktemp("lab")
    try:
        with Lab(("hoster", "rpostfix"), fetch=False) as lab:
            stage = Stage(lab)
            for play in PLAYS:
                play(stage)
            assert wait_for_bounces(lab, stage.acts) == []
            assert collect(lab, stage.acts, folder) >= len(stage.acts)
    except Skipped as reason:
        pytest.skip(str(reason))
    return folder


def test_the_truth_is_told_of_every_bounce(out: Path) -> None:
    rows = [json.loads(line) for line in (out / "truth.jsonl").read_text().splitlines()]
    assert {row["cause"] for row in rows} == {"forged", "script", "own", "forwarded", "mailbox", "fake"}
    assert sorted(row["file"] for row in rows) == sorted(f"bounces/{file.name}" for file in (out / "bounces").iterdir())
    for row in rows:
        text = (out / row["file"]).read_text("utf-8", "surrogateescape")
        assert row["recipients"][0] in text
        if row["way"] in {"login", "script"}:
            assert row["queue_ids"], row
            assert row["queue_ids"][0] in (out / "logs/hoster/mail.log").read_text()
        else:
            assert row["true_ip"], row


@pytest.mark.parametrize("level", ["nothing", "own", "proof"])
def test_no_verdict_is_wrong(out: Path, level: str) -> None:
    counts, others = check(out, level)
    assert counts["wrong"] == 0, others
    assert counts["right"] >= 20


def test_the_dns_is_that_of_the_lab(out: Path) -> None:
    dns = json.loads((out / "dns.json").read_text())
    assert dns["MX kunde.example"] == ["10 mail.hoster.example"]
    assert dns["PTR 203.0.113.101"] == ["dyn-203-0-113-101.access.test"]
