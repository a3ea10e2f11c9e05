from __future__ import annotations

import pytest

from whosent.content.mention import names_victim

VICTIM = "anna.mueller@victim.example"


@pytest.mark.parametrize(
    "text",
    [
        "Buy at http://www.victim.example/shop now",
        "VICTIM.EXAMPLE is the best.",
        "see victim.example.",
        "write to anna.mueller@victim.example!",
        "greetings, Anna\nMüller",
        "<a href='https://victim.example'>x</a>",
    ],
)
def test_names_the_victim(text: str) -> None:
    assert names_victim(text, VICTIM)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://notvictim.example/",
        "http://victim.example.evil.test/",
        "http://my-victim.example/",
        "bob@victim.example",
        "anna.mueller@victim.examples",
        "Anna wrote to Mueller",
        "Joanna Mueller",
    ],
)
def test_does_not(text: str) -> None:
    assert not names_victim(text, VICTIM)


def test_extortion_from_yourself_quotes_the_address_and_is_no_joe_job() -> None:
    text = "Your account anna.mueller@victim.example was hacked"
    assert names_victim(text, VICTIM)
    assert not names_victim(text, VICTIM, recipients=["Anna.Mueller@victim.example"])


def test_one_word_is_no_full_name() -> None:
    assert not names_victim("info about everything", "info@victim.example")


@pytest.mark.parametrize("victim", ["", "@", "anna", "@victim", "a@b"])
def test_broken_victims_name_nobody(victim: str) -> None:
    assert not names_victim("some text about everything, anna and victim", victim)
