"""RFC 6376 section 3.2."""

from __future__ import annotations

import pytest

from whosent.auth.dkim.tags import octets, read_tags, words


def test_values_keep_what_is_inside() -> None:
    assert read_tags(" v = 1;\r\n\tb=a b\r\n c= ; x_9=; ") == {"v": "1", "b": "a b\r\n c=", "x_9": ""}


@pytest.mark.parametrize(
    "text", ["v=1;; d=x", "v=1; d", "v=1; v=1", "1=2", "v=1; =2", "a b=1", "\u00e4=1", "v=1;" + "a" * 65 + "=1"]
)
def test_malformed_lists_are_none(text: str) -> None:
    assert read_tags(text) is None


def test_names_have_a_case() -> None:
    assert read_tags("D=x; d=y") == {"D": "x", "d": "y"}


def test_an_empty_list() -> None:
    assert read_tags(" ") == {}


def test_lists_with_colons() -> None:
    assert words(" From :\r\n to::X-Y ") == ["from", "to", "x-y"]


@pytest.mark.parametrize(("text", "expected"), [("YWI=", b"ab"), (" Y W\r\n\tI = ", b"ab"), ("", b"")])
def test_base64_with_folds(text: str, expected: bytes) -> None:
    assert octets(text) == expected


@pytest.mark.parametrize("text", ["YWI", "YW!I", "Y", "\u00e4"])
def test_no_base64(text: str) -> None:
    assert octets(text) is None
