"""The logs of a laboratory with known truth: what is read of them is what happened."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from whosent.logs import read_line, sniff
from whosent.model.log import LogEvent

LAB = Path(__file__).parents[4] / "shared" / "corpus" / "lab"
OUTCOMES = ("delivered", "failed", "deferred", "requeued")
pytestmark = pytest.mark.skipif(not LAB.is_dir(), reason="the corpus with truth is not at hand")


@lru_cache
def events() -> tuple[LogEvent, ...]:
    found = []
    for path in sorted((LAB / "logs").glob("*/*")):
        data = path.read_bytes()
        format_ = sniff(data)
        assert format_ is not None, path
        lines = enumerate(data.decode("utf-8", "replace").split("\n"), 1)
        found += [read_line(format_.name, text, f"{path.name}:{number}") for number, text in lines]
    return tuple(event for event in found if event is not None)


@lru_cache
def by_id() -> dict[str, list[LogEvent]]:
    found = defaultdict(list)
    for event in events():
        if event.queue_id:
            found[event.queue_id].append(event)
    return found


def truth(way: str) -> list[dict[str, Any]]:
    rows = map(json.loads, (LAB / "truth.jsonl").read_text().splitlines())
    return [row for row in rows if row["way"] == way and row["queue_ids"]]


def test_logins():
    for row in truth("login"):
        (entry,) = [event for event in by_id()[row["queue_ids"][0]] if event.act == "accepted"]
        assert entry.login == row["origin"].get("mailbox", row["mailbox"])
        assert entry.client_ip == row["true_ip"] or row["true_ip"] is None


def test_what_scripts_handed_in():
    for row in truth("script"):
        lines = by_id()[row["queue_ids"][0]]
        entries = [event for event in lines if event.act in ("submitted", "accepted")]
        assert entries
        assert all(event.login is None for event in entries)


def test_what_became_of_each_recipient():
    for way in ("login", "script"):
        for row in truth(way):
            lines = by_id()[row["queue_ids"][0]]
            outcomes = {
                event.recipient for event in lines if event.act in ("delivered", "failed", "deferred", "requeued")
            }
            assert set(row["recipients"]) & outcomes or not row["recipients"], row


def test_scripts_are_named():
    scripts = {event.script for event in events() if event.act == "called"}
    directories = {event.directory for event in events() if event.act == "ran"}
    for row in truth("script"):
        if "script" in row["origin"]:
            assert row["origin"]["script"] in scripts
        elif row["hoster"] == "host7.srv4you.test":
            assert row["origin"]["dir"] in directories


def test_messages_are_complete():
    """Whatever was taken up was named and left the queue, but for what still waited when the laboratory closed."""
    whole = [lines for lines in by_id().values() if any(event.act in ("accepted", "submitted") for event in lines)]
    gone = [lines for lines in whole if any(event.act == "removed" for event in lines)]
    assert len(whole) > 900
    assert len(gone) > 0.98 * len(whole)
    named = [lines for lines in whole if any(event.message_id for event in lines)]
    assert len(named) > 0.9 * len(whole)
