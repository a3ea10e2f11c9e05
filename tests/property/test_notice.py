"""Recognisers are total: any bytes give a notice that keeps its promises, however samples are cut and mixed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from whosent.mail import parse
from whosent.model.notice import Action, Body, Kind, Reason
from whosent.notice import recognise, recognise_with_returned
from whosent.notice.fields import read_groups
from whosent.notice.reason import infer_reason, words_of
from whosent.notice.status import better_status, first_status, reply_code

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "unit/notice/samples").glob("*/*.eml"))]
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,4}")

sample = st.sampled_from(SAMPLES)
place = st.floats(0, 1)


def keeps_its_promises(data: bytes) -> None:
    notice, returned = recognise_with_returned(parse(data))
    assert notice.kind in get_args(Kind)
    addresses = [recipient.address.lower() for recipient in notice.recipients]
    assert len(addresses) == len(set(addresses))
    assert all(addresses)
    for recipient in notice.recipients:
        assert recipient.action in get_args(Action)
        bad = recipient.action in ("failed", "delayed")
        assert (recipient.reason in get_args(Reason)) if bad else recipient.reason is None
        assert (recipient.permanent is None) == (not bad)
        assert recipient.status is None or STATUS.fullmatch(recipient.status)
        assert recipient.diagnostic is None or len(recipient.diagnostic) <= 2_000
    assert notice.original.body in get_args(Body)
    if returned is not None:
        assert 0 <= returned.start <= returned.end <= len(returned.data)


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_notice(data: bytes) -> None:
    keeps_its_promises(data)


@settings(max_examples=300)
@given(sample, place, place)
def test_any_piece_of_a_notice_gives_a_notice(data: bytes, one: float, other: float) -> None:
    start, end = sorted((int(one * len(data)), int(other * len(data))))
    keeps_its_promises(data[start:end])


@settings(max_examples=300)
@given(sample, sample, place, st.binary(max_size=40))
def test_notices_run_into_each_other_give_a_notice(one: bytes, other: bytes, at: float, between: bytes) -> None:
    position = int(at * len(one))
    keeps_its_promises(one[:position] + between + other + one[position:])


@settings(max_examples=200)
@given(sample, st.lists(st.tuples(place, st.integers(0, 255)), max_size=30))
def test_damaged_bytes_give_a_notice(data: bytes, damage: list[tuple[float, int]]) -> None:
    damaged = bytearray(data)
    for at, byte in damage:
        damaged[int(at * (len(data) - 1))] = byte
    keeps_its_promises(bytes(damaged))


@given(sample)
def test_the_same_bytes_give_the_same_notice(data: bytes) -> None:
    assert recognise(parse(data)) == recognise(parse(data))


@given(st.text(max_size=500), st.sampled_from([None, "5.0.0", "4.2.2", "5.7.26", "5.999.9999", "2.0.0"]))
def test_every_text_has_a_reason(text: str, status: str | None) -> None:
    assert infer_reason(status, text) in get_args(Reason)
    assert len(words_of(text)) <= 1_500 + 500  # lower case may lengthen a text, cleaning only shortens it


@given(st.text(alphabet="245.0179 -#()[]<>:xX", max_size=60))
def test_codes_found_are_codes(text: str) -> None:
    status, reply = first_status(text), reply_code(text)
    assert status is None or (STATUS.fullmatch(status) and status in text)
    assert reply is None or (reply[0] in "45" and reply in text)
    assert better_status(status, None) == status
    assert better_status(None, status) == status


@given(
    st.lists(
        st.tuples(st.sampled_from(["Final-Recipient", "Action", "Status", "X-Other"]), st.text("ab@.; ", max_size=9))
    )
)
def test_no_field_of_a_group_is_lost_or_invented(fields: list[tuple[str, str]]) -> None:
    groups = read_groups("\n".join(f"{name}: {value}" for name, value in fields))
    values = {(name, value) for group in groups for name, value in group.items()}
    assert values <= {(name.lower(), value.strip()) for name, value in fields}
    assert {name for name, _ in values} == {name.lower() for name, _ in fields}
