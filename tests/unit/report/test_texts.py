from __future__ import annotations

from tests.unit.report.cases import said, texts

from whosent.report.texts import Texts

SMALL = Texts(
    "de",
    {"a": {"lay": "Hallo {x}", "expert": "Salve {x}"}, "b": {"text": "beides"}},
    "unklar",
)


def test_voices() -> None:
    assert SMALL.say("a", {"x": "1"}) == "Salve 1"
    assert SMALL.say("a", {"x": "1"}, "lay") == "Hallo 1"
    assert SMALL.say("b", voice="title") == "beides"


def test_a_key_without_words_is_shown_as_itself() -> None:
    assert SMALL.say("no-such-key") == "no-such-key"
    assert SMALL.has("a")
    assert not SMALL.has("no-such-key")


def test_the_first_key_that_has_words() -> None:
    assert SMALL.first("x", "b", "a") == "b"
    assert SMALL.first("x", "y") == "y"


def test_what_nobody_knows_is_said_in_the_language() -> None:
    assert SMALL.say("a", {"x": "?"}) == "Salve unklar"
    assert "(not given)" in texts("en").say("handover-ours", {"client": "?"})


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert said(texts("de").words("count-bounces", {"n": "12345"})) == "12.345 Rückläufer"
    assert said(texts("en").words("count-bounces", {"n": "12345"})) == "12,345 bounces"
    assert said(texts("en").words("count-bounces", {"n": "1"})) == "One bounce"
