"""The configuration is read whole, and what is wrong is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.guard.guardfile import load

WHOLE = """
domains = ["example.org"]
keys = "tags"
mode = "refuse"
since = 2026-11-24
state = "/var/lib/whosent/guard.sqlite"
inside = ["192.0.2.0/24"]
[listen]
map = "/run/whosent/map"
metrics = "127.0.0.1:9107"
group = "postfix"
[exempt]
senders = ["news@example.org"]
recipients = ["lists.example.net"]
clients = []
forms = ["srs"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "guard.toml"
    path.write_text(text)
    return path


def test_all_of_it(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE))
    assert config.settings.refuses_from(14) == 20_781 + 14
    assert config.settings.never_tagged("news@example.org")
    assert config.settings.takes_untagged("x@lists.example.net")
    assert config.settings.is_inside("192.0.2.9")
    assert not config.settings.trusts("127.0.0.1")
    assert config.settings.forms == {"srs"}
    assert (config.keys, config.state) == (tmp_path / "tags", Path("/var/lib/whosent/guard.sqlite"))
    assert config.listen.places() == {"map": "/run/whosent/map", "metrics": "127.0.0.1:9107"}
    assert (config.listen.mode, config.listen.group) == ("0660", "postfix")


def test_the_least(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'domains = ["example.org"]'))
    assert config.settings.mode == "observe"
    assert config.settings.trusts("127.0.0.1")
    assert config.keys == Path("/etc/whosent/tags")
    assert config.state is None
    assert config.listen.places() == {}


@pytest.mark.parametrize(("text", "said"), [
    ("", "domains: name those"),
    ("domains = [", "not valid TOML"),
    ('domains = "example.org"', r"domains"),
    ('domains = ["example.org"]\nmode = "of"', r"mode"),
    ('domains = ["example.org"]\nmode = "refuse"', "since: to refuse"),
    ('domains = ["example.org"]\nsince = "yesterday"', r"since"),
    ('domains = ["example.org"]\nsecret = "x"', r"secret"),
    ('domains = ["example.org"]\n[listen]\nmode = "rw"', "listen.mode: 'rw' is no mode"),
    ('domains = ["example.org"]\n[exempt]\nclients = ["mx"]', "exempt.clients: 'mx' is no address"),
])  # fmt: skip
def test_what_is_wrong_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as wrong:
        load(written(tmp_path, text))
    assert str(wrong.value).startswith(str(tmp_path / "guard.toml"))
    assert "\n" not in str(wrong.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such file"):
        load(tmp_path / "guard.toml")
