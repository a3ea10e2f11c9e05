from __future__ import annotations

import random
from string import ascii_lowercase, digits

import pytest
from tests.unit.content.human_local_parts import HUMAN

from whosent.content.localpart import bare, looks_random


@pytest.mark.parametrize(
    "local_part",
    ["x68tmfmr3ph", "1lt9898b", "yug5gnv56", "xqzvwkrt", "qkxv7b2+tag", "X68TMFMR3PH"],
)
def test_made_up(local_part: str) -> None:
    assert looks_random(local_part)


@pytest.mark.parametrize(
    "local_part",
    ["anna.mueller", "info", "bernd-paulsen93", "kontakt", "lisa2004", "katarzyna.wisniewska"],
)
def test_human(local_part: str) -> None:
    assert not looks_random(local_part)


@pytest.mark.parametrize(
    "local_part", ["", "a", "kfxq", "x7q2", "030123456789", "fc1908", "....", "müller.jürgen", "李伟"]
)
def test_too_little_to_say(local_part: str) -> None:
    assert not looks_random(local_part)


def test_at_most_three_percent_of_human_local_parts_are_taken_for_made_up() -> None:
    assert len(HUMAN) >= 300
    wrong = [local_part for local_part in HUMAN if looks_random(local_part)]
    assert len(wrong) <= 0.03 * len(HUMAN), wrong


@pytest.mark.parametrize("alphabet", [ascii_lowercase, ascii_lowercase + digits, digits + "abcdef"])
@pytest.mark.parametrize("length", [8, 9, 10, 12])
def test_at_least_nine_of_ten_random_strings_are_seen(alphabet: str, length: int) -> None:
    draw = random.Random(f"{alphabet}{length}")  # noqa: S311
    drawn = ["".join(draw.choices(alphabet, k=length)) for _ in range(1000)]
    assert sum(map(looks_random, drawn)) >= 900


@pytest.mark.parametrize("local_part", ["jqpublic", "team4you"])
def test_known_false_positives(local_part: str) -> None:
    """Documented in the module: if one of these is got right some day, the docstring has to follow."""
    assert looks_random(local_part)


def test_known_false_negative_pronounceable() -> None:
    assert not looks_random("zupofeka")


@pytest.mark.parametrize(
    ("local_part", "mailbox"),
    [
        ("Anna", "anna"),
        ("anna+shop", "anna"),
        ("prvs", "prvs"),
        ("a=b", "a=b"),
    ],
)
def test_bare(local_part: str, mailbox: str) -> None:
    assert bare(local_part) == mailbox
