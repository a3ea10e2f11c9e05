"""Configuration and hosting files: what they say, and one clear line where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.config import default_files, load_config, load_hosting


def write(tmp_path, text):
    path = tmp_path / "file"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_user_s_file_comes_after_the_system_s(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_files() == [Path("/etc/whosent/config.toml"), tmp_path / "whosent" / "config.toml"]
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_files()[1] == tmp_path / ".config" / "whosent" / "config.toml"


def test_toml(tmp_path):
    assert load_config(write(tmp_path, 'as = ["a.example"]\njobs = 2')) == {"as": ["a.example"], "jobs": 2}


@pytest.mark.parametrize("text", ["as = [", "as: x", b"as = '\xff'"])
def test_bad_toml_names_the_file(tmp_path, text):
    with pytest.raises(ValueError, match="not valid TOML") as said:
        load_config(write(tmp_path, text))
    assert str(tmp_path) in str(said.value)


def test_missing_files_are_said_so(tmp_path):
    for load in (load_config, load_hosting):
        with pytest.raises(ValueError, match="no such file"):
            load(tmp_path / "absent")


def test_hosting_keeps_what_tells_whose_side_we_are_on(tmp_path):
    hosting = load_hosting(write(tmp_path, """{
        "hosts": {"web": {"name": "web.hoster.example", "ip": "192.0.2.7"}, "mail.hoster.example": {},
                  "two": {"ip": ["192.0.2.8", "2001:db8::8"]}},
        "domains": ["a.example"], "sites": [{"uid": 1001}], "lists": [],
        "mailboxes": [{"address": "Info@a.example", "home": "/srv/info", "forward": null}]}"""))  # fmt: skip
    assert hosting.domains == ["a.example"]
    assert [(name, host.name, host.addresses) for name, host in hosting.hosts.items()] == [
        ("web", "web.hoster.example", ["192.0.2.7"]), ("mail.hoster.example", None, []),
        ("two", None, ["192.0.2.8", "2001:db8::8"]),
    ]  # fmt: skip
    assert hosting.mailboxes is not None
    assert [mailbox.address for mailbox in hosting.mailboxes] == ["Info@a.example"]


def test_unknown_mailboxes_are_not_the_same_as_none(tmp_path):
    assert load_hosting(write(tmp_path, "{}")).mailboxes is None
    assert load_hosting(write(tmp_path, '{"mailboxes": []}')).mailboxes == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"domains": "a.example"}', "$.domains"),
        ('{"mailboxes": [{"home": "/x"}]}', "$.mailboxes[0]"),
        ('{"hosts": {"a": {"ip": 7}}}', "$.hosts"),
        ("[]", "object"),
        ("{", "truncated"),
    ],
)
def test_wrong_hosting_names_file_and_place(tmp_path, text, place):
    with pytest.raises(ValueError, match="file") as said:
        load_hosting(write(tmp_path, text))
    assert place in str(said.value)
    assert "\n" not in str(said.value)


def test_another_json_is_no_hosting_file(tmp_path):
    with pytest.raises(ValueError, match="not a hosting file"):
        load_hosting(write(tmp_path, '{"TXT example.org": ["v=spf1 -all"]}'))
