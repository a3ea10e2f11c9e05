"""Time zones by name and of this computer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from whosent.adapters import zone


def test_named():
    summer = datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone.named("Europe/Berlin"))
    assert summer.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("name", ["Mars/Base", "", "../../etc/passwd", "\0"])
def test_no_such_zone(name):
    with pytest.raises(ValueError, match="write it like Europe/Berlin"):
        zone.named(name)


def test_local_follows_the_environment_and_survives_nonsense(monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone.local()).utcoffset() == timedelta(hours=9)
    monkeypatch.setenv("TZ", "Mars/Base")
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone.local()).utcoffset() is not None
    monkeypatch.delenv("TZ")
    monkeypatch.setattr(zone, "LOCALTIME", str(tmp_path / "absent"))
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone.local()).utcoffset() is not None
