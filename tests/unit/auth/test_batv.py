"""Addresses inside bounce tags, as the programs of the field write them."""

from __future__ import annotations

import pytest

from whosent.auth.batv import unwrap_prvs


@pytest.mark.parametrize(
    "address",
    [
        "prvs=1234abcdef=anna@a.example",  # the draft, Exim, Proofpoint: key number, day, hash
        "PRVS=1234ABCDEF=anna@a.example",
        "prvs=12a4bcdef=anna@a.example",  # Cisco: nine digits, hexadecimal from the second on
        "prvs=anna=12a4bcdef@a.example",  # Cisco: the tag behind
        "prvs=anna=123ABCDEFG@a.example",  # as its manual shows it
        "prvs=anna/1234abcdef@a.example",  # the first drafts
        "msprvs1=1202020UU5-_w=anna@a.example",  # Momentum, SparkPost
        "btv1==068a4973b3a==anna@a.example",  # Barracuda
    ],
)
def test_forms(address: str) -> None:
    assert unwrap_prvs(address) == "anna@a.example"


def test_the_local_part_may_hold_anything() -> None:
    assert unwrap_prvs("prvs=1234abcdef=anna=b+c@a.example") == "anna=b+c@a.example"
    assert unwrap_prvs("prvs=1234abcdef=Anna.B@A.example") == "Anna.B@A.example"


@pytest.mark.parametrize(
    "address",
    [
        "anna@a.example",
        "prvs@a.example",
        "prvs=anna@a.example",
        "prvs=1234=anna@a.example",
        "prvs=1234abcdef=@a.example",
        "xprvs=1234abcdef=anna@a.example",
        "prvs=1234abcdef=anna",
        "prvs=1234abcdef=anna@a.example@b.example",
        "btv1=068a4973b3a=anna@a.example",
        "",
    ],
)
def test_what_is_none(address: str) -> None:
    assert unwrap_prvs(address) is None
