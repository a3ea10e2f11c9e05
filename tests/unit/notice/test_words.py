"""Tables of phrases, and the search for them."""

import pytest

from whosent.notice.words import Phrases, any_in, phrases

TABLE = """
    cannot be delivered | could not be delivered | delivered to nobody
    user unknown | no such user | unbekannter empfänger
    退信 | 8bit
"""


def test_phrases_stand_between_bars_and_line_ends():
    assert phrases("a b | c\n\n  d |") == ("a b", "c", "d")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it could not be delivered to you", "could not be delivered"),
        ("it was delivered to nobody", "delivered to nobody"),
        ("550 no such user here", "no such user"),
        ("unbekannter empfänger", "unbekannter empfänger"),
        ("系统退信", "退信"),
        ("not 8bit clean", "8bit"),
        ("the parcel was delivered", None),
        ("unknown user", None),
        ("", None),
    ],
)
def test_one_of_many_is_found(text: str, found: str | None):
    table = Phrases(phrases(TABLE))
    assert table.one_in(text) == found
    assert table.any_in(text) == (found is not None) == any_in(phrases(TABLE), text)
