"""Fields about authentication: any text is read, and no word outside of comments and quoted strings is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from whosent.auth import received_spf, results
from whosent.auth.scan import pieces

PIECES = st.sampled_from(
    ["mx.own.example", "spf=pass", "dkim=fail", "header.d=", "(", ")", '"', ";", " ", "=", "\\", "i=1", "x"]
)
FIELDS = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


@given(FIELDS)
def test_anything_is_read(value: str) -> None:
    assert len(results.read(value).results) <= results.MAX_RESULTS
    assert isinstance(received_spf.read(value).result, str)


@given(FIELDS)
def test_every_character_is_in_a_piece(value: str) -> None:
    kept = "".join(piece.name + piece.text for piece in pieces(value)).lower()
    for char in set(re.sub(r'[\s()"=;\\]', "", value.lower())):
        assert kept.count(char) >= value.lower().count(char) - value.count("\\")
