"""RFC 3463 codes and reply codes in what mail systems print."""

from __future__ import annotations

import pytest

from whosent.notice.status import better_status, first_status, reply_code


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("5.1.1", "5.1.1"),
        ("5.1.1 (bad destination mailbox address)", "5.1.1"),
        ("550 5.1.1 unknown", "5.1.1"),
        ("550-5.7.26 first line", "5.7.26"),
        ("550 #5.1.0 Address rejected", "5.1.0"),
        ("Sorry, no mailbox here by that name. (#5.1.1)", "5.1.1"),
        ("5.3.0 - Other mail system problem 550-'5.7.1 refused'", "5.7.1"),
        ("host mx[192.0.2.25] said: 450 4.2.0 later, see 5.1.1", "4.2.0"),
        ("550 5.7.708 Service unavailable", "5.7.708"),
        ("5.1.351", "5.1.351"),
        ("2.0.0 relayed", "2.0.0"),
    ],
)
def test_status_is_found(text: str, status: str) -> None:
    assert first_status(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "",
        "550 no",
        "192.5.1.1",
        "5.1.1.7",
        "Postfix 3.7.1",
        "version 15.1.2",
        "5.8.1",
        "x5.1.1",
        "5.1",
        "6.1.1",
        "5.1.12345",
    ],
)
def test_what_is_no_status(text: str) -> None:
    assert first_status(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("550 no", "550"),
        ("550-no", "550"),
        ("host mx[192.0.2.25] said: 421 later", "421"),
        ("Remote host said: 554", "554"),
        ("250 ok", None),
        ("port 587, id 550abc", None),
        ("192.0.2.550", None),
        ("", None),
    ],
)
def test_reply_code(text: str, code: str | None) -> None:
    assert reply_code(text) == code


@pytest.mark.parametrize(
    ("stated", "said", "better"),
    [
        ("5.0.0", "5.1.1", "5.1.1"),
        ("5.1.1", "5.0.0", "5.1.1"),
        ("5.1.1", "5.7.1", "5.7.1"),
        ("4.4.7", "4.7.1", "4.7.1"),
        ("4.0.0", "4.7.0", "4.7.0"),
        ("5.7.0", "5.0.0", "5.7.0"),
        (None, "5.1.1", "5.1.1"),
        ("5.1.1", None, "5.1.1"),
        (None, None, None),
    ],
)
def test_the_code_that_says_more(stated: str | None, said: str | None, better: str | None) -> None:
    assert better_status(stated, said) == better
