from __future__ import annotations

from msgspec.structs import replace
from tests.unit.report.cases import NOTICE, forged, quiet

from whosent.model.notice import Reason
from whosent.report.kept import SAMPLES, Kept


def test_few_samples_are_kept() -> None:
    kept = Kept()
    for number in range(1000):
        kept.add(forged(source=str(number)))
    chosen = kept.chosen("likely")
    assert [case.source for case in chosen] == ["0", "1", "2"]
    assert sum(map(len, kept.samples.values())) == SAMPLES
    assert kept.reasons == {"user-unknown": 1000}


def test_the_incidents_own_certainty_comes_first_then_one_of_each_row() -> None:
    kept = Kept()
    for number, certainty in enumerate(("likely", "likely", "likely", "certain")):
        kept.add(forged(certainty, source=str(number)))
    assert [case.source for case in kept.chosen("certain")] == ["3", "0", "1"]
    assert [case.source for case in kept.chosen("likely")] == ["0", "3", "1"]


def test_what_was_kept_under_a_merged_id_comes_along() -> None:
    one, other = Kept(), Kept()
    one.add(forged(source="a"))
    other.add(forged(source="b"))
    other.add(forged(source="c"))
    one.update(other)
    assert [case.source for case in one.chosen("likely")] == ["a", "b", "c"]
    assert one.kinds == {"bounce": 3}
    assert one.rules[("forged-direct", "likely")] == 3


def test_a_reason_counts_once_per_message() -> None:
    kept = Kept()
    recipient = NOTICE.recipients[0]
    kept.add(replace(forged(), notice=replace(NOTICE, recipients=(recipient, recipient))))
    assert kept.reasons == {"user-unknown": 1}


def test_reasons_stand_in_the_order_in_which_they_came() -> None:
    kept = Kept()
    reasons: tuple[Reason, ...] = ("spam", "policy", "connection", "user-unknown", "tls", "expired", "loop")
    recipients = tuple(replace(NOTICE.recipients[0], reason=reason) for reason in reasons)
    kept.add(replace(forged(), notice=replace(NOTICE, recipients=recipients)))
    assert tuple(kept.reasons) == reasons


def test_no_verdict_nothing_kept() -> None:
    kept = Kept()
    kept.add(quiet())
    assert not kept.samples
