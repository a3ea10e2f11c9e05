"""A caller who verifies senders hears a yes; a bounce that is not ours is refused, at DATA at the latest."""

from __future__ import annotations

import pytest

from whosent.guard import transaction
from whosent.guard.judging import Worth
from whosent.guard.transaction import LIFETIME, MOST, Transactions, refused


def told(worths: list[Worth]) -> tuple[list[bool], Worth | None]:
    """What is said to the recipients, and for what the message is refused."""
    seen = Transactions()
    said = [seen.recipient("a", worth, 0.0) for worth in worths]
    return said, refused(seen.data("a"))


@pytest.mark.parametrize(("worths", "said", "at_data"), [
    (["untagged"], [False], "untagged"),
    (["valid"], [False], None),
    (["role"], [False], None),
    (["false", "untagged"], [False, True], "false"),
    (["valid", "untagged", "expired"], [False, True, True], None),
    (["untagged", "valid", "foreign"], [False, False, True], None),
    (["valid", "valid", "valid"], [False] * 3, None),
])  # fmt: skip
def test_recipients(worths: list[Worth], said: list[bool], at_data: Worth | None) -> None:
    assert told(worths) == (said, at_data)


def test_what_is_not_known_is_let_through() -> None:
    assert refused(Transactions().data("never seen")) is None


def test_after_data_it_is_forgotten() -> None:
    seen = Transactions()
    seen.recipient("a", "untagged", 0.0)
    assert seen.data("a") == ("untagged",)
    assert seen.data("a") == ()


def test_transactions_do_not_mix() -> None:
    seen = Transactions()
    seen.recipient("a", "valid", 0.0)
    assert not seen.recipient("b", "untagged", 0.0)
    assert refused(seen.data("b")) == "untagged"
    assert refused(seen.data("a")) is None


def test_it_forgets_by_time() -> None:
    seen = Transactions()
    seen.recipient("old", "untagged", 0.0)
    seen.recipient("new", "untagged", LIFETIME)
    assert len(seen) == 1
    assert seen.data("old") == ()


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "MOST", 3)
    seen = Transactions()
    for number in range(10):
        seen.recipient(str(number), "untagged", 0.0)
    assert len(seen) == 3
    assert seen.data("9")
    assert MOST >= 1_000


def test_many_recipients_need_no_room() -> None:
    seen = Transactions()
    for _ in range(1_000):
        seen.recipient("a", "valid", 0.0)
    assert seen.data("a") == ("valid",)
