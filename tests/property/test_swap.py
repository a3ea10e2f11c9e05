"""Replacing words gives what one regular expression of all of them would, which is too slow for many."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from whosent.report.swap import Swap

NOTHING = re.compile(r"(?!)")


@given(
    st.lists(st.text("ab.", min_size=1, max_size=4).filter(lambda word: word.strip("."))),
    st.text("abAB. ", max_size=30),
)
def test_as_an_alternation_of_all_words(words, text):
    words = [word for word in words if word[0] != "."]
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    expected = re.sub(rf"(?<![^\W_])(?:{longest_first})(?![^\W_])", "!", text, flags=re.IGNORECASE) if words else text
    assert Swap(dict.fromkeys(words, "!"), NOTHING)(text) == expected
