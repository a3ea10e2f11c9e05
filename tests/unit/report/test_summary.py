from __future__ import annotations

from msgspec.structs import replace
from tests.unit.report.cases import NOTICE, forged, quiet

from whosent.model.item import Unreadable
from whosent.report.summary import MAX_UNREAD, Counts


def test_counts_by_kind_and_cause() -> None:
    counts = Counts()
    for case in (forged(), forged(), quiet(), quiet("complaint"), quiet()):
        counts.add(case)
    found = counts.summary()
    assert found.messages == 5
    assert found.kinds == {"bounce": 2, "auto-reply": 2, "complaint": 1}
    assert found.causes == {"forged": 2}
    assert found.unaccused == 3
    assert found.truncated == 0
    counts.add(replace(quiet("message"), truncated=True))
    assert counts.summary().truncated == 1


def test_distinct_messages_are_told_by_the_id_of_the_original() -> None:
    counts = Counts()
    other = replace(NOTICE, original=replace(NOTICE.original, message_id="<other@x.test>"))
    without = replace(NOTICE, original=replace(NOTICE.original, message_id=None))
    for number, notice in enumerate((NOTICE, NOTICE, other, without, without)):
        counts.add(replace(forged(source=f"box#{number}"), notice=notice))
    assert counts.summary().distinct == 4


def test_all_unreadable_ones_count_but_not_all_are_named() -> None:
    counts = Counts()
    for number in range(MAX_UNREAD + 50):
        counts.add_unreadable(Unreadable(f"{number}", "broken"))
    found = counts.summary()
    assert found.unreadable == MAX_UNREAD + 50
    assert len(found.unread) == MAX_UNREAD
