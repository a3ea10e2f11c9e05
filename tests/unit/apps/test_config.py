"""Configuration files: what can be typed can be configured."""

from __future__ import annotations

import pytest
from tests.unit.apps.command import SIDE, called, sample

from whosent.apps.cli.options import FileName

SCRIPT = sample("script")
TOML = """
as = "kunde.example"
own = ["mail.hoster.example", "192.0.2.10"]
own-complete = true
format = "jsonl"
jobs = 1
"""


def configured(tmp_path, text, *arguments, name="site.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return called("check", "--config", path, *arguments, SCRIPT)


def test_a_configured_option_is_as_if_it_were_typed(tmp_path):
    assert configured(tmp_path, TOML).out == called("check", *SIDE, "--format", "jsonl", SCRIPT).out


def test_what_is_typed_wins(tmp_path):
    done = configured(tmp_path, TOML, "--format", "json")
    assert done.out.startswith(b'{"schema":1,"messages":')


def test_the_usual_place(tmp_path):
    (tmp_path / "whosent").mkdir()
    (tmp_path / "whosent" / "config.toml").write_text(TOML, encoding="utf-8")
    done = called("check", SCRIPT, XDG_CONFIG_HOME=str(tmp_path))
    assert done.out == called("check", *SIDE, "--format", "jsonl", SCRIPT).out


def test_files_lie_beside_the_file_that_names_them(tmp_path):
    (tmp_path / "dns.json").write_text("{}")
    done = configured(tmp_path, TOML + 'dns = "dns.json"\noutput = "result"\n')
    assert (done.status, done.out, done.err) == (1, b"", "")
    assert (tmp_path / "result").read_bytes().startswith(b'{"schema":1')
    assert configured(tmp_path, TOML + 'dns = "off"').status == 1


def test_trace_takes_what_concerns_it(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text('own = ["mail.hoster.example"]\ndns = "off"\nlang = "de"\n')
    assert called("trace", "--config", path, "--format", "json", SCRIPT).status == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("own_complete = true", "'own_complete' is no option of `whosent check`; did you mean 'own-complete'?"),
        ("colour = 1", "'colour' is no option of `whosent check`"),
        ("config = 'x'", "'config' is no option of `whosent check`"),
        ("own-complete = 'yes'", "own-complete must be true or false"),
        ("own = [1.5]", "own must be a list of strings"),
        ("own = 5", "own must be a list of strings"),
        ("as = ['a.example', 5]", "as must be a list of strings"),
        ("format = ['json']", "format must be one string"),
        ("tz = 1", "tz must be one string"),
        ("limit = [1]", "limit must be one string or number"),
        ("format = 'xml'", "format: 'xml' is not one of"),
        ("limit = 'much'", "limit: 'much' is not a size"),
        ("jobs = 0", "jobs: 0 is not in the range"),
        ("own = [", "not valid TOML"),
    ],
)
def test_errors_name_file_and_key_in_one_line(tmp_path, text, line):
    done = configured(tmp_path, text)
    assert done.status == 2
    assert f"{tmp_path}/site.toml: {line}" in done.err
    assert done.err.count("\n") == 1


def test_a_usual_place_that_cannot_be_looked_into_holds_nothing():
    assert called("check", *SIDE, SCRIPT, XDG_CONFIG_HOME="/" + "x" * 5_000).status == 1


def test_what_is_configured_for_other_runs_does_no_harm(tmp_path):
    recorded = tmp_path / "dns.json"
    recorded.write_text("{}")
    done = configured(tmp_path, TOML + 'resume = true\nrecord-dns = "dns.json"\nlimit = 1000000\n')
    assert (done.status, done.err) == (1, "")
    assert recorded.read_text() == "{}"


def test_a_url_lies_beside_nothing(tmp_path):
    assert FileName().beside(tmp_path / "config.toml", "s3://bucket/mail.log") == "s3://bucket/mail.log"
