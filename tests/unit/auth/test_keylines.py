"""The life of a key: added, used, retired."""

from __future__ import annotations

import pytest

from whosent.auth.days import day_of
from whosent.auth.keylines import HEAD, add, drop, use
from whosent.auth.keyring import Key, read_keys

SECRET = "q4ycv6pcv3tqm2h5"  # noqa: S105 (of nobody)
OURS = """# ours, ask Bert
3   sign   q4ycv6pcv3tqm2h5

  2 verify rxk2f7u4dm6azw3e 7
"""
TODAY = day_of("2026-11-24")


def test_the_first_key() -> None:
    text = add("", SECRET)
    assert text.startswith(HEAD)
    assert read_keys(text) == (Key(1, "verify", SECRET, 14),)


def test_the_next_has_the_number_behind_the_last() -> None:
    assert [key.number for key in read_keys(add(add(OURS, SECRET, 7), SECRET))] == [3, 2, 4, 5]
    assert [key.number for key in read_keys(add(f"9 sign {SECRET}", SECRET))] == [9, 0]


def test_nothing_else_is_touched() -> None:
    assert add(OURS, SECRET, 7).startswith(OURS)
    lines = use(OURS, 2, TODAY).splitlines()
    assert (lines[0], lines[2]) == ("# ours, ask Bert", "")
    assert lines[1].split() == ["3", "verify", SECRET, "14", "2026-11-24"]
    assert lines[3].split() == ["2", "sign", "rxk2f7u4dm6azw3e", "7"]
    assert use(OURS, 3, TODAY) == OURS


def test_back_to_an_older_one() -> None:
    again = use(use(OURS, 2, TODAY), 3, TODAY + 1)
    assert read_keys(again) == (Key(3, "sign", SECRET), Key(2, "verify", "rxk2f7u4dm6azw3e", 7, TODAY + 1))


def test_a_key_goes_when_nothing_comes_back_to_it() -> None:
    used = use(OURS, 2, TODAY)
    with pytest.raises(ValueError, match="key 2 signs"):
        drop(used, 2, TODAY)
    with pytest.raises(ValueError, match="may bounce until 2026-12-08"):
        drop(used, 3, TODAY + 14)
    assert [key.number for key in read_keys(drop(used, 3, TODAY + 15))] == [2]
    assert drop(used, 3, TODAY, now=True) == drop(used, 3, TODAY + 15)
    assert drop(OURS, 2, TODAY) == "# ours, ask Bert\n3   sign   q4ycv6pcv3tqm2h5\n\n"  # when it signed nobody knows


def test_there_are_ten() -> None:
    text = ""
    for _ in range(10):
        text = add(text, SECRET)
    with pytest.raises(ValueError, match="all ten numbers are taken"):
        add(text, SECRET)


@pytest.mark.parametrize("change", [use, drop])
def test_keys_that_are_not_there(change) -> None:
    for text in ("", OURS):
        with pytest.raises(ValueError, match="there is no key 7"):
            change(text, 7, TODAY)
