"""`whosent check`: output, exit status, errors of the user, files, several processes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.unit.apps.command import SAMPLES, SIDE, called, sample, whosent

FORGED, SCRIPT, LOGIN, LETTER = map(sample, ("forged", "script", "login", "letter"))
RECORDED = Path(__file__).parents[3] / "examples" / "dns.json"


def check(*arguments, **options):
    return whosent("check", "--format", "jsonl", *arguments, **options)


def checked(*arguments, **options):
    return called("check", "--format", "jsonl", *arguments, **options)


def test_one_object_per_message_in_the_order_of_the_arguments():
    done = check(*SIDE, SCRIPT, FORGED, LETTER)
    assert [row["source"] for row in done.rows()] == [SCRIPT, FORGED, LETTER]
    assert [(row["verdict"] or {}).get("cause") for row in done.rows()] == ["script", "forged", None]
    assert done.err == ""


@pytest.mark.parametrize(
    ("sources", "status"),
    [([FORGED], 0), ([LETTER], 0), ([FORGED, SCRIPT, LOGIN], 1), ([LOGIN, FORGED], 3), ([FORGED, "absent.eml"], 0)],
)
def test_status(sources, status):
    assert checked(*SIDE, *sources).status == status


def test_nothing_could_be_read():
    done = checked("absent.eml", "also-absent.eml")
    assert done.status == 2
    assert [row["error"] for row in done.rows()] == ["no such file or folder"] * 2
    assert done.err == "whosent: nothing could be read: absent.eml: no such file or folder\n"


@pytest.mark.parametrize(("lang", "why"), [("en", "no such file or folder"), ("de", "gibt es nicht")])
def test_why_nothing_could_be_read_is_said_once(lang, why):
    for arguments in ([], ["--format", "html"], ["--format", "json"]):
        done = called("check", "--lang", lang, *arguments, "absent.eml")
        assert done.status == 2
        assert done.err.count("\n") == 1
        assert (why in done.err) is bool(arguments)
    text = called("check", "--lang", lang, "absent.eml").out.decode()
    assert text.count(why) == 1
    assert "not counted" not in text


def test_standard_input_one_message_and_many():
    one = check(*SIDE, "-", stdin=(SAMPLES / "script.eml").read_bytes())
    assert [(row["source"], row["verdict"]["cause"]) for row in one.rows()] == [("-", "script")]
    mbox = b"".join(b"From - Tue Nov 24 03:00:00 2026\n" + (SAMPLES / f"{name}.eml").read_bytes() + b"\n"
                    for name in ("script", "forged"))  # fmt: skip
    many = check(*SIDE, "-", stdin=mbox)
    assert [(row["source"], row["verdict"]["cause"]) for row in many.rows()] == [("-#1", "script"), ("-#2", "forged")]


def test_broken_message_does_not_stop_the_run(tmp_path):
    broken = tmp_path / "broken.eml"
    broken.write_bytes(bytes(range(256)) * 40)
    empty = tmp_path / "empty.eml"
    empty.write_bytes(b"")
    done = check(*SIDE, broken, empty, FORGED)
    assert [row["source"] for row in done.rows()] == [str(broken), str(empty), FORGED]
    assert done.rows()[1]["error"]
    assert done.rows()[2]["verdict"]["cause"] == "forged"
    assert done.status == 0


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_number_of_processes_changes_no_byte(form):
    folders = [SAMPLES] * 3
    one, two = (whosent("check", *SIDE, "--format", form, "--jobs", jobs, *folders) for jobs in (1, 2))
    assert one.status == two.status == 1
    assert len(one.out.splitlines()) >= 12
    assert one.out == two.out


def test_json_is_one_document():
    done = called("check", *SIDE, "--format", "json", FORGED, SCRIPT, "absent.eml")
    found = msgspec.json.decode(done.out)
    assert [row["source"] for row in found["messages"]] == [FORGED, SCRIPT, "absent.eml"]
    assert {wave["cause"] for wave in found["incidents"]} == {"forged", "script"}
    assert found["summary"]["messages"] == 2
    assert {row["incident"] for row in found["messages"][:2]} == {wave["id"] for wave in found["incidents"]}


def test_output_file_is_the_same_as_standard_output(tmp_path):
    path = tmp_path / "out.jsonl"
    done = check(*SIDE, "-o", path, FORGED)
    assert (done.status, done.out) == (0, b"")
    assert path.read_bytes() == check(*SIDE, FORGED).out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "whosent: missing argument 'SOURCE...' (see: whosent check --help)"),
        (["--format", "xml", "x"], "'xml' is not one of"),
        (["--limit", "much", "x"], "'much' is not a size: write it like 500k, 32M or 1G"),
        (["--jobs", "0", "x"], "0 is not in the range"),
        (["--tz", "Mars/Base", "x"], "no time zone 'Mars/Base': write it like Europe/Berlin or UTC"),
        (["--as", "192.0.2.1", "x"], "use --own for it"),
        (["--own", "a@b.example", "x"], "use --as for it"),
        (["--own", "192.0.2.0/99", "x"], "write it as 192.0.2.0/24"),
        (["--own", "300.1.1.1", "x"], "'300.1.1.1' is not a host: write a name (mail.example.org) or an address"),
        (["--as", "a@b@c.example", "x"], "'a@b@c.example' is neither a mail address"),
        (["--record-dns", "dns.json", FORGED], "--record-dns has nothing to write where nothing is looked up"),
        (["--record-dns", "dns.json", "--dns", "off", FORGED], "add --dns own or --dns full"),
        (["--resolver", "127.0.0.1", FORGED], "--resolver names whom to ask, but nothing is looked up: add --dns own"),
        (["--resolver", "dns.example", FORGED], "'dns.example' is not the address of a name server: write it like"),
        (["--resume", FORGED], "--resume is about reading by IMAP: give a source of the form imaps://user@host/Folder"),
        (["--imap-ca", "ca.pem", FORGED], "--imap-ca is about reading by IMAP"),
        (["--own-complete", "x"], "--own-complete says that your hosts are all: name them with --own or --hosting"),
        (
            ["--batv-since", "2026-10-01", FORGED],
            "--batv-since says since when all your mail bears a tag: add the keys",
        ),
        (["--batv-since", "1.10.2026", FORGED], "'1.10.2026' is not a day: write it like 2026-11-24"),
        (["--batv", "absent", "x"], "absent: no such file or folder"),
        (["--dns", "absent.json", "x"], "absent.json: no such file or folder"),
        (["--hosting", "absent.json", "x"], "absent.json: no such file or folder"),
        (["--config", "absent.toml", "x"], "absent.toml: no such file or folder"),
        (["-o", "/nonexistent/report", "x"], "cannot write /nonexistent/report: no such file or folder"),
        (["--dns", RECORDED, "--record-dns", "/nonexistent/dns.json", FORGED], "cannot write /nonexistent/dns.json"),
    ],
)
def test_wrong_usage_is_one_line(arguments, line):
    done = checked(*arguments)
    assert done.status == 2
    assert line in done.err
    assert done.err.count("\n") == 1
    assert done.err.startswith("whosent: ")


def test_logs_that_cannot_be_read_are_told_and_the_rest_goes_on(tmp_path):
    good, bad = tmp_path / "mail.log", tmp_path / "letter.txt"
    good.write_text("Nov 24 12:00:00 mail postfix/qmgr[9]: 4A000000001: removed\n")
    bad.write_text("no log at all\n")
    logs = ("--log", good, "--log", bad, "--log", tmp_path / "missing*", "--year", "2026", "--tz", "Europe/Berlin")
    said = (f"{bad}: no log of a kind that whosent reads", f"{tmp_path / 'missing*'}: no file fits this pattern")
    done = checked(*SIDE, *logs, FORGED)
    assert len(done.rows()) == 1
    assert all(text in done.err for text in said)
    assert done.err.count("\n") == 2
    assert checked(*SIDE, "--quiet", *logs, FORGED).err == ""
    report = checked(*SIDE, "--format", "html", *logs, FORGED)
    assert report.err == ""
    assert all(text.partition(": ")[2] in report.out.decode() for text in said)


@pytest.mark.parametrize("log", ["missing.log", "letter.txt", "other.sqlite"])
def test_no_log_that_can_be_read_is_wrong_usage(tmp_path, log):
    (tmp_path / "letter.txt").write_text("no log at all\n")
    (tmp_path / "other.sqlite").write_bytes(b"SQLite format 3\x00" + bytes(100))
    done = checked(*SIDE, "--log", tmp_path / log, FORGED)
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith(f"whosent: {tmp_path / log}: ")
    assert done.err.count("\n") == 1


def test_limit_cuts_the_message():
    (whole,), (cut,) = (checked("--limit", limit, FORGED).rows() for limit in ("32M", "1k"))
    assert whole["original"]["subject"] == "Nur heute: 500% Gewinn mit Krypto"
    assert cut["original"]["subject"] is None
    assert (whole["truncated"], cut["truncated"]) == (False, True)
    assert "whole-message" not in str(whole["verdict"]["missing"])
    assert cut["verdict"]["missing"][0]["question"] == "option"
    assert "--limit" in cut["verdict"]["missing"][0]["would_settle"]


@pytest.mark.parametrize(("limit", "status"), [("1k", 3), ("2k", 0)])
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_report_says_that_a_message_was_cut(limit, status, form):
    done = called("check", *SIDE, "--limit", limit, "--format", form, "-v", FORGED)
    assert done.status == status
    text = " ".join(done.out.decode().split())
    assert "One message was read only in part" in text
    assert "Read the whole message." in text
    assert "read only up to the size limit (--limit)" in text  # the technician's part
    assert "in part" not in called("check", *SIDE, "--format", form, "-v", FORGED).out.decode()


def test_a_letter_that_was_cut_is_no_good_news():
    done = called("check", "--limit", "330", LETTER)
    assert "Not all of it read" in done.out.decode()
    assert "Nothing to do" not in done.out.decode()
    summary = msgspec.json.decode(called("check", "--limit", "330", "--format", "json", LETTER).out)["summary"]
    assert (summary["truncated"], summary["without_verdict"]) == (1, 1)


def test_a_header_that_was_cut_is_told_as_such():
    (row,) = checked("--limit", "10", FORGED).rows()
    assert row["error"] == (
        "not a mail, or cut off within its header: give a larger --limit, or make a new copy of the file"
    )


def test_hosting_names_our_side(tmp_path):
    hosting = tmp_path / "hosting.json"
    hosting.write_text(
        '{"hosts": {"m": {"name": "mail.hoster.example", "ip": "192.0.2.10"}}, "domains": ["kunde.example"]}'
    )
    assert checked("--hosting", hosting, SCRIPT).out == checked(*SIDE[:-1], SCRIPT).out


def test_recorded_answers_can_be_recorded_and_used_again(tmp_path):
    answers, again = tmp_path / "dns.json", tmp_path / "again.json"
    answers.write_text('{"A mail.hoster.example": ["192.0.2.10"]}')
    side = ("--as", "kunde.example", "--own", "mail.hoster.example", "--own-complete")
    first = checked(*side, "--dns", answers, "--record-dns", again, FORGED, SCRIPT, LOGIN)
    recorded = msgspec.json.decode(again.read_bytes())
    assert recorded["A mail.hoster.example"] == ["192.0.2.10"]
    assert {"AAAA mail.hoster.example", "TXT kunde.example"} <= set(recorded)
    assert checked(*side, "--dns", again, FORGED, SCRIPT, LOGIN).out == first.out


def test_a_bounce_without_a_tag_is_of_somebody_elses_mail(tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("3 sign q4ycv6pcv3tqm2h5\n")
    keys.chmod(0o600)
    arguments = (*SIDE, "--format", "jsonl", "--batv", keys, "--batv-since", "2026-10-01", FORGED)
    (line,) = checked(*arguments).out.splitlines()
    said = [item["kind"] for item in msgspec.json.decode(line)["verdict"]["for"]]
    assert "tag-missing" in said
    keys.chmod(0o644)
    assert f"{keys}: others may read or change these keys: chmod 600 {keys}" in checked(*arguments).err


def test_no_lookup_leaves_the_machine_unless_asked(monkeypatch):
    def looked_up(resolver):
        raise AssertionError("a name was looked up")

    monkeypatch.setattr("whosent.apps.bootstrap._live", looked_up)
    assert checked(*SIDE, FORGED, SCRIPT).status == 1
    side = ("--as", "kunde.example", "--own", "mail.hoster.example")
    assert checked(*side, "--dns", "off", FORGED, SCRIPT).status == checked(*side, FORGED, SCRIPT).status == 1
    assert "a name was looked up" in checked(*side, "--dns", "own", FORGED, SCRIPT).err


def test_a_bug_is_one_line_and_how_to_report_it(tmp_path):
    (tmp_path / "msgspec.py").write_text("raise RuntimeError('broken')\n")  # a broken installation
    done = whosent("check", FORGED, PYTHONPATH=str(tmp_path))
    assert done.status == 70
    assert done.err.startswith("whosent: this is a bug in whosent (RuntimeError: broken)")
    assert done.err.count("\n") == 1
    assert "Traceback" in whosent("check", FORGED, PYTHONPATH=str(tmp_path), WHOSENT_DEBUG="1").err


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_redacted_output_names_nobody(form):
    done = called("check", *SIDE, "--format", form, "--redact", FORGED, SCRIPT, LOGIN)
    assert done.status == 1
    for name in (b"bernd", b"anna@", b"Nur heute", b"gisela", b"203.0.113.202", b"samples"):
        assert name in called("check", *SIDE, "--format", form, FORGED, SCRIPT, LOGIN).out
        assert name not in done.out
