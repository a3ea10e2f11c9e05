"""`whosent posture` as its users see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.apps.command import called, sample
from tests.unit.report.page import Page

GOLDEN = Path(__file__).parents[2] / "golden" / "posture"


def run(case: str, *arguments: object, domain: str = "own.example"):
    return called("posture", "--dns", GOLDEN / case / "dns.json", *arguments, domain)


def test_tells_what_helps_with_the_very_record() -> None:
    done = run("nothing-published", "--lang", "en")
    text = done.out.decode()
    assert (done.status, done.err) == (1, "")
    assert "anybody can send mail with own.example" in text
    assert "  _dmarc.own.example\n" in text
    assert "  v=DMARC1; p=none; np=reject; rua=mailto:dmarc-reports@own.example\n" in text


def test_says_so_where_nothing_is_left() -> None:
    done = run("closed", "--lang", "de")
    assert done.status == 0
    assert "Mehr kann man mit Einträgen im DNS kaum tun." in done.out.decode()


def test_a_record_for_several_steps_is_shown_once() -> None:
    text = run("spf-slips", "--lang", "en").out.decode()
    assert text.count("v=spf1 mx -all") == 1
    assert "The record of step 1 does this as well." in text


def test_an_important_step_beside_a_closed_door() -> None:
    text = run("spf-gone", "--lang", "en").out.decode()
    assert "something important is left to do" in text
    assert "hardly more" not in text


def test_the_technicians_part() -> None:
    brief, full = run("services", "--lang", "en").out.decode(), run("services", "--lang", "en", "-v").out.decode()
    assert "4 of at most 10" not in brief
    assert "4 of at most 10" in full
    assert "RFC 7208 section 8.4" in full


def test_what_could_not_be_seen_is_told_with_its_reason() -> None:
    text = run("unseen-spf", "--lang", "en").out.decode()
    assert "TXT own.example" in text
    assert "SERVFAIL" in text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_pages_are_whole_and_without_holes(case: str, language: str) -> None:
    domain = json.loads((GOLDEN / case / "options.json").read_text("utf-8"))["domain"]
    done = run(case, "--format", "html", "--lang", language, domain=domain)
    page = Page(done.out.decode())
    assert (page.open, page.mismatched, page.comments) == ([], [], [])
    assert page.named("html") == [{"lang": language}]
    assert "{" not in page.text
    assert "\x1b" not in page.text
    assert {tag for tag, _ in page.elements} <= {
        "html", "head", "meta", "title", "style", "body", "main", "p", "section", "span", "h1", "h2", "ul", "ol", "li",
        "strong", "bdi", "dl", "dt", "dd", "code", "details", "summary", "div", "footer", "a",
    }  # fmt: skip


def test_nothing_of_a_hostile_record_reaches_the_terminal() -> None:
    for form in (["-v"], ["--format", "json"], ["--format", "html"]):
        out = run("hostile", *form).out.decode()
        assert not any(char in out for char in "\x1b\x07\u202e"), form
        assert "<script>alert" not in out or form != ["--format", "html"]


def test_json() -> None:
    done = run("services", "--format", "json", "--lang", "en")
    found = json.loads(done.out)
    assert done.status == 0
    assert (found["schema"], found["domain"], found["outcome"]) == (1, "own.example", "closed")
    assert found["spf"]["services"] == ["_spf.news.test", "_spf.crm.test"]
    assert found["dmarc"]["applied"] == "reject"
    assert [step["kind"] for step in found["steps"]] == ["give-mail", "spf-soft", "spf-services"]
    assert all(set(step) == {"kind", "weight", "title", "text", "records"} for step in found["steps"])


def test_json_names_are_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "posture.md").read_text("utf-8")

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for item in value.values() for name in names(item)}
        return {name for item in value for name in names(item)} if isinstance(value, list) else set()

    for case in ("services", "keys", "unseen-spf"):
        selectors = ["--selector", "weak"] if case == "keys" else []
        for name in names(json.loads(run(case, "--format", "json", *selectors).out)):
            assert f"`{name}`" in text, name


def test_mail_gives_selectors(tmp_path: Path) -> None:
    mail = tmp_path / "sent.eml"
    mail.write_bytes(b"DKIM-Signature: v=1; d=own.example; s=weak; b=x\nFrom: a@own.example\nSubject: x\n\nx\n")
    found = json.loads(run("keys", "--mail", mail, "--format", "json").out)
    assert [(key["selector"], key["source"], key["bits"]) for key in found["dkim"]][:1] == [("weak", "seen", 1024)]
    assert found["mail"]["messages"] == 1


def test_mail_that_cannot_be_read_is_told_and_the_rest_goes_on() -> None:
    done = run("closed", "--mail", "/nonexistent/a.eml", "--lang", "en")
    assert done.status == 0
    assert done.err == "whosent: /nonexistent/a.eml: no such file or folder\n"


def test_bounces_are_counted() -> None:
    found = json.loads(run("closed", "--mail", sample("forged"), "--format", "json").out)
    assert found["mail"]["notices"] == 1


@pytest.mark.parametrize(("arguments", "told"), [
    (["localhost"], "is no domain"),
    (["192.0.2.1"], "is a host or network"),
    (["--selector", "a b", "own.example"], "is no DKIM selector"),
    (["--dns", "/nonexistent.json", "own.example"], "no such file"),
    (["--dns", "off", "own.example"], "nothing to say"),
    ([], "missing argument"),
])  # fmt: skip
def test_wrong_usage_is_one_line(arguments: list[str], told: str) -> None:
    done = called("posture", *arguments)
    assert (done.status, done.out) == (2, b"")
    assert told in done.err.lower() or told in done.err
    assert done.err.count("\n") == 1


def test_when_nothing_can_be_looked_up(tmp_path: Path) -> None:
    dns = tmp_path / "dns.json"
    dns.write_text('{"*": {"not_observed": "no name server is configured on this computer"}}')
    done = called("posture", "--dns", dns, "own.example", "--lang", "en")
    assert (done.status, done.out) == (2, b"")
    assert "no name server is configured" in done.err


def test_answers_can_be_recorded_and_replayed(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded.json"
    first = run("services", "--record-dns", recorded, "-v")
    again = called("posture", "--dns", recorded, "-v", "own.example")
    assert again.out == first.out
    assert "TXT _dmarc.example" in json.loads(recorded.read_text("utf-8"))


def test_a_file_is_written_in_one_step(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    done = run("closed", "-o", out, "--lang", "en")
    assert (done.status, done.out) == (0, b"")
    assert "Closed" in out.read_text("utf-8")
    assert called("posture", "-o", tmp_path / "no" / "out", "own.example").status == 2


def test_formats_of_check_in_a_configuration_do_not_disturb(tmp_path: Path) -> None:
    config = tmp_path / "whosent.toml"
    config.write_text('format = "jsonl"\nlang = "de"\n')
    done = run("closed", "--config", config)
    assert done.status == 0
    assert done.out.decode().startswith("Nachgesehen")


@pytest.mark.parametrize(("arguments", "told"), [
    (["localhost"], "„localhost“ ist keine Domain"),
    (["--selector", "a b", "own.example"], "„a b“ ist kein DKIM-Selektor"),
    (["--dns", "off", "own.example"], "nichts zu sagen"),
])  # fmt: skip
def test_errors_in_german(arguments: list[str], told: str) -> None:
    assert told in called("posture", "--lang", "de", *arguments).err


def test_reasons_in_german() -> None:
    assert "der Nameserver konnte nicht antworten (SERVFAIL)" in run("unseen-spf", "--lang", "de").out.decode()
