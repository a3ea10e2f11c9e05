"""Lists of Postfix are changed in one place; the rest stays as somebody wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whosent.adapters.mta.postfix_lists import appended, at_end, for_strangers, prepended, without, words

OURS = "check_policy_service { unix:whosent/policy, timeout=10s }"


def test_braces_hold_an_item_together() -> None:
    assert words(f"permit_mynetworks, {OURS},hash:/etc/x\n  reject") == [
        "permit_mynetworks", "check_policy_service", "{ unix:whosent/policy, timeout=10s }", "hash:/etc/x", "reject",
    ]  # fmt: skip
    assert words("pipemap:{regexp:/a, hash:/b} hash:/c") == ["pipemap:{regexp:/a, hash:/b}", "hash:/c"]
    assert words("") == words(" , ") == []


@pytest.mark.parametrize("broken", ["}{", "{ {", "a } b", "{a, b"])
def test_what_is_broken_is_read_somehow(broken: str) -> None:
    assert "".join(words(broken)).replace(" ", "") == broken.replace(" ", "").replace(",", "") or words(broken)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", OURS),
        ("reject_rbl_client bl.example", f"{OURS}, reject_rbl_client bl.example"),
        (
            "permit_mynetworks reject_unauth_destination check_policy_service unix:private/postgrey",
            f"permit_mynetworks reject_unauth_destination, {OURS} check_policy_service unix:private/postgrey",
        ),
        (
            "reject_unauth_destination, permit_sasl_authenticated, permit",
            f"reject_unauth_destination, permit_sasl_authenticated, {OURS}, permit",
        ),
    ],
)
def test_strangers_are_judged_behind_our_own_people(before: str, after: str) -> None:
    assert for_strangers(before, OURS) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", OURS),
        ("reject_unauth_pipelining", f"reject_unauth_pipelining, {OURS}"),
        ("reject_unauth_pipelining, permit", f"reject_unauth_pipelining, {OURS}, permit"),
    ],
)
def test_at_the_end_is_before_what_ends_the_list(before: str, after: str) -> None:
    assert at_end(before, OURS) == after


def test_first_and_last() -> None:
    assert prepended("hash:/b", "hash:/a") == appended("hash:/a", "hash:/b") == "hash:/a, hash:/b"
    assert prepended(" ", "hash:/a") == appended("", "hash:/a") == "hash:/a"


@pytest.mark.parametrize("before", ["", "reject_a", "permit_mynetworks, reject_unauth_destination, reject_a, permit"])
@pytest.mark.parametrize("put", [for_strangers, at_end, prepended, appended])
def test_what_was_put_in_is_taken_out(before: str, put: Callable[[str, str], str]) -> None:
    after = put(before, OURS)
    assert without(after, before, after) == before
    assert without(f"reject_new, {after}", before, after) == (f"reject_new, {before}" if before else "reject_new")
    assert words(str(without(f"{after} reject_new", before, after))) == [*words(before), "reject_new"]
    assert without(before, before, after) is None
    assert without("reject_new", before, after) is None
