"""Tags as a real Exim makes and checks them, on the days around the one on which the count of days begins again."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache

import pytest

from whosent.auth import batv
from whosent.auth.days import written
from whosent.auth.keyring import EXIM_LIFETIME, LONGEST, Key, Keyring

SECRET = "q4ycv6pcv3tqm2h5"  # noqa: S105 (of nobody)
ANNA = "anna@victim.example"
EXIM = shutil.which("exim4", path="/usr/sbin:" + os.environ.get("PATH", "")) or shutil.which("exim")
FAKETIME = shutil.which("faketime")
AGAIN = 21_000
"""2027-07-01: day 000."""
DAYS = (20_781, *range(AGAIN - 16, AGAIN + 10))

needs_exim = pytest.mark.skipif(EXIM is None, reason="Exim is not installed")


def _exim(*expressions: str, day: int | None = None) -> list[str]:
    """What it makes of each, on that day."""
    # Its input may hold one expression on a line; what it answers stands behind its prompt.
    at = [str(FAKETIME), f"{written(day)} 12:00:00"] if day is not None else []
    done = subprocess.run(  # noqa: S603
        [*at, str(EXIM), "-be"], input="".join(f"{one}\n" for one in expressions), capture_output=True, text=True,
        timeout=60, check=True, env={**os.environ, "TZ": "UTC"},
    )  # fmt: skip
    return [line.removeprefix("> ").strip() for line in done.stdout.splitlines()][: len(expressions)]


@lru_cache(maxsize=1)
def _why_no_days() -> str | None:
    """An Exim with the rights of its owner does not listen to faketime."""
    if EXIM is None:
        return "Exim is not installed"
    if FAKETIME is None:
        return "faketime is not installed"
    heard = _exim("${substr{0}{8}{$tod_logfile}}", day=AGAIN)
    return None if heard == [written(AGAIN).replace("-", "")] else "faketime does not reach Exim: run the tests as root"


@pytest.fixture
def days() -> None:
    """Exim believes the day that it is told."""
    why = _why_no_days()
    if why is not None:
        pytest.skip(why)


def _made(key: int, address: str = ANNA) -> str:
    return f"${{prvs{{{address}}}{{{SECRET}}}{{{key}}}}}"


def _checked(address: str) -> str:
    return f"${{prvscheck{{{address}}}{{{SECRET}}}{{$prvscheck_keynum $prvscheck_result}}}}"


def _ring(key: int, lifetime: int = EXIM_LIFETIME) -> Keyring:
    return Keyring((Key(key, "sign", SECRET, lifetime),))


@needs_exim
@pytest.mark.parametrize("key", range(10))
def test_today(key: int) -> None:
    theirs = _exim(_made(key))[0]
    tag = batv.read_prvs(theirs)
    assert tag is not None
    ours = batv.sign(ANNA, key, SECRET.encode(), tag.day)
    assert theirs == ours
    assert _exim(_checked(ours), _checked(ours.replace("anna", "bob"))) == [f"{key} 1", str(key)]


@pytest.mark.parametrize("day", DAYS)
def test_all_keys_on_all_days_both_ways(days: None, day: int) -> None:
    theirs = _exim(*map(_made, range(10)), day=day)
    ours = [_ring(key).sign(ANNA, day) for key in range(10)]
    assert theirs == ours
    assert _exim(*map(_checked, ours), day=day) == [f"{key} 1" for key in range(10)]
    for key in range(10):
        worth = [_ring(key).verify(theirs[key], day + later) for later in (-1, 0, 7, 8)]
        assert worth == ["expired", "valid", "valid", "expired"]


@pytest.mark.parametrize("made", range(AGAIN - 9, AGAIN + 2))
def test_exim_accepts_ours_for_their_seven_days(days: None, made: int) -> None:
    ours = _ring(4).sign(ANNA, made)
    assert [_exim(_checked(ours), day=made + later) for later in (0, 3, 7)] == [["4 1"]] * 3


def test_exim_refuses_longer_ones_while_the_days_begin_again(days: None) -> None:
    refused = []
    for made in range(AGAIN - 17, AGAIN + 3):
        ours = _ring(4, batv.LIFETIME).sign(ANNA, made)
        if _exim(_checked(ours), day=made) != ["4 1"]:
            refused.append(made)
    assert refused == list(range(AGAIN - 14, AGAIN))
    assert (written(refused[0]), written(refused[-1])) == ("2027-06-17", "2027-06-30")


@needs_exim
def test_with_lower_case_on_both_sides_they_agree_on_any_address() -> None:
    theirs = _exim(_made(4, "${lc:Anna@Victim.Example}"))[0]
    tag = batv.read_prvs(theirs)
    assert tag is not None
    ours = batv.sign("Anna@Victim.Example", 4, SECRET.encode(), tag.day)
    assert ours.lower() == theirs
    assert _exim(_checked(ours), _checked(f"${{lc:{ours}}}")) == ["4", "4 1"]
    loud = ours.replace(tag.mac, tag.mac.upper())
    assert _exim(_checked(loud), _checked(f"${{lc:{loud}}}")) == ["4", "4 1"]


@needs_exim
def test_the_longest_secret_that_exim_takes() -> None:
    longest = "a" * LONGEST
    theirs = _exim(f"${{prvs{{{ANNA}}}{{{longest}}}{{4}}}}")[0]
    tag = batv.read_prvs(theirs)
    assert tag is not None
    assert batv.sign(ANNA, 4, longest.encode(), tag.day) == theirs
    assert "Failed" in _exim(f"${{prvs{{{ANNA}}}{{{longest}a}}{{4}}}}")[0]
