"""Recorded answers: what is in the file, what is not, and what is no such file."""

from __future__ import annotations

import pytest

from whosent.adapters.dns_file import load, recorded
from whosent.model.question import NotObserved, Observed, Question


def write(tmp_path, text):
    path = tmp_path / "dns.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_names_are_found_however_they_are_written(tmp_path):
    answers = load(
        write(tmp_path, '{"txt Victim.Example.": ["v=spf1 -all"], "PTR 2001:DB8:0::1": ["mail.victim.example"]}')
    )
    spf, ptr = Question("TXT", "victim.EXAMPLE"), Question("PTR", "2001:db8::1")
    assert answers([spf, ptr], 1.0) == {spf: Observed(("v=spf1 -all",)), ptr: Observed(("mail.victim.example",))}


def test_what_is_not_in_it_does_not_exist(tmp_path):
    question = Question("MX", "victim.example")
    assert load(write(tmp_path, "{}"))([question], 1.0) == {question: Observed(())}


def test_written_file_reads_back_the_same_failures_included(tmp_path):
    answers = {
        Question("TXT", "victim.example"): Observed(("v=spf1 -all", 'ä"')),
        Question("A", "gone.example"): Observed(()),
        Question("MX", "dead.example"): NotObserved("no answer from the name server within 3 seconds"),
    }
    path = tmp_path / "dns.json"
    path.write_bytes(recorded(answers))
    assert load(str(path))(list(answers), 1.0) == answers


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[]", "not recorded DNS answers"),
        ('{"TXT a.example": "v=spf1"}', "not recorded DNS answers"),
        ('{"TXT a.example": {"why": "x"}}', "not recorded DNS answers"),
        ("{", "not recorded DNS answers"),
        ('{"SRV a.example": []}', "the key 'SRV a.example'"),
        ('{"TXT": []}', "the key 'TXT'"),
    ],
)
def test_no_such_file_is_one_clear_line(tmp_path, text, part):
    with pytest.raises(ValueError, match=r"dns\.json") as said:
        load(write(tmp_path, text))
    assert part in str(said.value)
    assert "\n" not in str(said.value)


def test_missing_file(tmp_path):
    with pytest.raises(ValueError, match="no such file"):
        load(str(tmp_path / "absent.json"))
