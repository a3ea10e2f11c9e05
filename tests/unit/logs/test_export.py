"""systemd's journal in its export format. `samples/journal.export` and `.json` are what journalctl 252 prints of one
journal (systemd-journal-remote made it)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.logs import read_line
from whosent.logs.export import CUT_OFF, DAMAGED, MAX_FIELD, Entry, entries, recognises
from whosent.logs.line import LIMIT

SAMPLES = Path(__file__).parent / "samples"
REAL = (SAMPLES / "journal.export").read_bytes()
STAMP = b"__REALTIME_TIMESTAMP=1795000000000000\n"
HEAD = STAMP + b"_HOSTNAME=mail\nSYSLOG_IDENTIFIER=postfix/cleanup\n_PID=7\n"
NAMED = b"MESSAGE=5AD7E25468D: message-id=<1@kunde.example>\n"


def binary(name: bytes, value: bytes, size: int | None = None) -> bytes:
    return name + b"\n" + (len(value) if size is None else size).to_bytes(8, "little") + value + b"\n"


def told(*chunks: bytes) -> tuple[list[Entry], str | None]:
    """The entries, and why there are no more."""
    found = []
    try:
        for entry in entries(chunks):
            found.append(entry)  # noqa: PERF402 (what came before an error is wanted)
    except ValueError as said:
        return found, str(said)
    return found, None


def lines(data: bytes) -> list[dict[str, str | None]]:
    return [json.loads(entry.line) for entry in told(data)[0]]


def test_the_same_is_read_as_from_json():
    wanted = [read_line("journal", text, "") for text in (SAMPLES / "journal.export.json").read_text().splitlines()]
    found, said = told(REAL)
    assert said is None
    assert [read_line("journal", entry.line.decode(), "") for entry in found] == wanted
    assert [event.act for event in wanted if event] == ["accepted", "named", "named", "removed"]
    assert sum(entry.size for entry in found) == len(REAL)
    assert sum(entry.lines for entry in found) == REAL.count(b"\n")


def test_places_are_those_in_the_file():
    found, _ = told(b"\n\n" + HEAD + NAMED + b"\n" + HEAD + binary(b"MESSAGE", b"a\nb") + b"\n\n\n")
    assert [entry[:3] for entry in found] == [(len(HEAD + NAMED) + 3, 8, 2), (len(HEAD) + 21, 8, 0)]


@pytest.mark.parametrize(
    "value", [b"x\n\n" + HEAD + NAMED + b"\n", b"\n" * 300, b"=", b"", b"MESSAGE=x\nMESSAGE\n\0\0"]
)
def test_what_a_value_imitates_is_no_field_and_no_entry(value):
    data = HEAD + binary(b"MESSAGE", value) + b"\n"
    assert [one["MESSAGE"] for one in lines(data * 2)] == [value.decode()] * 2
    other = HEAD + binary(b"_CMDLINE", value) + NAMED + b"\n"
    assert [one["MESSAGE"] for one in lines(other)] == ["5AD7E25468D: message-id=<1@kunde.example>"]


def test_a_length_that_cannot_be_true_ends_it_and_nothing_behind_is_believed():
    data = HEAD + NAMED + b"\n" + HEAD + binary(b"MESSAGE", b"xy\n\n" + HEAD + NAMED, 1) + b"\n" + HEAD + NAMED + b"\n"
    found, said = told(data)
    assert (len(found), said) == (1, DAMAGED)
    for size in (MAX_FIELD + 1, (1 << 64) - 1):
        found, said = told(HEAD + NAMED + b"\n" + HEAD + binary(b"MESSAGE", b"x", size) + b"\n" + HEAD + NAMED + b"\n")
        assert (len(found), said) == (1, DAMAGED)
    found, said = told(HEAD + NAMED + b"\n" + HEAD + binary(b"MESSAGE", b"x", MAX_FIELD) + b"\n" + HEAD + NAMED + b"\n")
    assert (len(found), said) == (1, CUT_OFF)


@pytest.mark.parametrize(
    "line", [b"lower=x\n", b" MESSAGE=x\n", b"=x\n", b"MESSAGE x\n", b"A" * 65 + b"=x\n", b"MESSAGE\r\n", b"\0"]
)
def test_what_is_no_field_ends_it(line):
    found, said = told(HEAD + NAMED + b"\n" + HEAD + line + NAMED + b"\n" + HEAD + NAMED + b"\n")
    assert (len(found), said) == (1, DAMAGED)


def test_cut_off_anywhere_it_is_told_and_whole_entries_are_read():
    whole = told(REAL)[0]
    ends = {0}
    for entry in whole:
        ends.add(max(ends) + entry.size)
    for size in range(0, len(REAL), 7):
        found, said = told(REAL[:size])
        assert found == whole[: len(found)]
        assert said in ((None,) if size in ends else (CUT_OFF, DAMAGED))


def test_what_is_too_long_is_null_and_takes_no_memory():
    many = b"A=" + b"x" * 100_000 + b"\n"
    (one,) = lines(HEAD + many + b"MESSAGE=" + b"x" * (LIMIT + 1) + b"\n\n")
    assert one["MESSAGE"] is None
    (one,) = lines(HEAD + binary(b"MESSAGE", b"\x01" * (LIMIT // 2)) + b"\n")
    assert one["MESSAGE"] is None
    huge = (b"\n" * 1_000_000 for _ in range(20))

    def chunks():
        yield HEAD + b"COREDUMP\n" + (20_000_000).to_bytes(8, "little")
        yield from huge
        yield b"\n" + NAMED + b"\n"

    (entry,) = entries(chunks())
    assert (entry.lines, len(entry.line) < 300) == (20_000_000 + 8, True)


def test_what_is_there_twice_is_neither():
    (one,) = lines(HEAD + NAMED + b"SYSLOG_IDENTIFIER=postfix/smtpd\n\n")
    assert one["SYSLOG_IDENTIFIER"] is None
    assert read_line("journal", json.dumps(one), "") is None


FIELDS = st.lists(st.tuples(st.sampled_from([b"MESSAGE", b"_PID", b"X", b"_HOSTNAME"]), st.binary(max_size=40)))


@given(st.lists(FIELDS, max_size=4), st.integers(1, 30))
def test_what_was_written_is_read_however_it_comes(written, size):
    data = b"".join(STAMP + b"".join(binary(*field) for field in fields) + b"\n" for fields in written)
    found, said = told(*(data[at : at + size] for at in range(0, len(data), size)))
    assert (found, said) == told(data)
    assert said is None
    for entry, fields in zip(found, written, strict=True):
        line = json.loads(entry.line)
        for name in ("MESSAGE", "_PID", "_HOSTNAME"):
            values = [value.decode("utf-8", "replace") for key, value in fields if key.decode() == name]
            assert line.get(name) == (values[0] if len(values) == 1 else None)


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(1, 50))
def test_any_bytes_give_a_result(junk, at, size):
    data = REAL[:at] + junk + REAL[at:]
    found, _ = told(*(data[begin : begin + size] for begin in range(0, len(data), size)))
    assert sum(entry.size for entry in found) <= len(data)
    assert all(b"\n" not in entry.line for entry in found)


@given(st.lists(FIELDS, max_size=4))
def test_text_is_read_as_the_same_value_with_its_length(written):
    texts = [[(name, value.replace(b"\n", b"\r")) for name, value in fields] for fields in written]
    one, _ = told(
        b"".join(b"".join(name + b"=" + value + b"\n" for name, value in fields) + b"A=\n\n" for fields in texts)
    )
    other, _ = told(b"".join(b"".join(binary(*field) for field in fields) + b"A=\n\n" for fields in texts))
    assert [entry.line for entry in one] == [entry.line for entry in other]


def test_it_is_told_by_its_beginning():
    assert recognises(REAL)
    assert recognises(b"\n" + HEAD)
    assert not recognises(b"Nov 24 12:00:00 mail x[1]: __CURSOR=\n")
    assert not recognises(b'{"__CURSOR":"x"}')
