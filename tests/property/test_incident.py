"""Grouping, forecast and recognisers hold for any input, any order and any partition."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.incident.cases import START, at, case

from whosent.content import fingerprint, looks_random, names_victim
from whosent.incident import Partial, Waves, forecast, partial_of
from whosent.incident import waves as module
from whosent.incident.clock import HOUR, seconds
from whosent.model.case import Case
from whosent.model.notice import Notice
from whosent.model.verdict import Cause

CAUSES: list[Cause] = ["forged", "script", "mailbox", "own", "forwarded", "fake", "undetermined"]
WHY = {"fading", "too-few", "still-growing", "targeted", "not-by-itself"}

times = st.one_of(st.none(), st.integers(0, 24 * 40).map(lambda hours: at(hours=hours)))
cases = st.builds(
    case,
    times,
    st.sampled_from(CAUSES),
    victim=st.sampled_from(["a@a.example", "x7k9q2w4@a.example", "b@b.example", None]),
)

telling = st.builds(
    case,
    st.one_of(st.none(), st.integers(0, 24 * 12).map(lambda hours: at(hours=hours))),
    st.sampled_from(CAUSES[:3]),
    st.sampled_from(["certain", "likely", "unclear"]),
    victim=st.sampled_from(["a@a.example", "x7k9q2w4@a.example", "q8z7x1v3+tag@a.example", None]),
    addressee=st.sampled_from([None, "info@a.example"]),
    ip=st.sampled_from(["203.0.113.1", "203.0.113.2", None]),
    text=st.sampled_from([None, "b1", "b2", "b3"]),
    names=st.booleans(),
)
any_cases = st.one_of(telling, telling, telling, st.builds(Case, st.just("letter"), st.just(Notice("message"))))


def run(made: list[Case]) -> Waves:
    waves = Waves()
    for one in made:
        waves.add(one)
    return waves


def groups(waves: Waves) -> set[tuple[frozenset[str], object]]:
    return {
        (frozenset(w.sources), (w.cause, w.certainty, w.messages, w.first, w.last, w.hourly, w.address_count, w.aim))
        for w in waves.incidents()
        if w.merged_into is None
    }


@given(st.lists(cases, max_size=40), st.randoms(use_true_random=False))
def test_grouping_does_not_depend_on_the_order(made: list[Case], random: object) -> None:
    shuffled = made.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(run(shuffled)) == groups(run(made))


@given(st.lists(cases, max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_grouping_does_not_depend_on_the_partition(made: list[Case], first: int, second: int) -> None:
    low, high = sorted((first, second))
    pieces = [partial_of(piece) for piece in (made[:low], made[low:high], made[high:])]
    at_once, one_by_one = Waves(), Waves()
    at_once.take(reduced(pieces, []))
    for piece in pieces:
        one_by_one.take(piece)
    assert at_once.incidents() == one_by_one.incidents() == run(made).incidents()


def reduced(pieces: list[Partial], order: list[int]) -> Partial:
    """Neighbours merged in any order until one is left."""
    pieces = [msgspec.msgpack.decode(msgspec.msgpack.encode(piece), type=Partial) for piece in pieces]
    for number in order:
        if len(pieces) > 1:
            at = number % (len(pieces) - 1)
            pieces[at : at + 2] = [pieces[at].merge(pieces[at + 1])]
    while len(pieces) > 1:
        pieces[-2:] = [pieces[-2].merge(pieces[-1])]
    return pieces[0]


@given(
    st.lists(st.lists(any_cases, max_size=12), min_size=1, max_size=8), st.lists(st.integers(0, 100), max_size=8),
    st.integers(0, 8), st.sampled_from([3, 10_000]),
)  # fmt: skip
def test_pieces_reduced_in_any_grouping_give_the_ids_and_incidents_of_one_run(
    made: list[list[Case]], order: list[int], split: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_PARTS", most)
        one = Waves()
        ids = [one.add(case) for piece in made for case in piece]
        patch.setattr(module, "MAX_PARTS", 10_000)
        pieces = [partial_of(piece) for piece in made]
        patch.setattr(module, "MAX_PARTS", most)
        other = Waves()
        groups = [group for group in (pieces[:split], pieces[split:]) if group]
        assert [name for group in groups for name in other.take(reduced(group, order))] == ids
        assert other.incidents() == one.incidents()


@given(st.lists(any_cases, max_size=12), st.lists(any_cases, max_size=12), st.lists(any_cases, max_size=12))
def test_putting_pieces_together_is_associative(a: list[Case], b: list[Case], c: list[Case]) -> None:
    one, two, three = partial_of(a), partial_of(b), partial_of(c)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@given(st.lists(cases, max_size=40))
def test_every_id_that_was_given_is_told_of(made: list[Case]) -> None:
    waves = Waves()
    given_ids = [waves.add(one) for one in made]
    incidents = waves.incidents()
    assert set(given_ids) <= {incident.id for incident in incidents}
    assert len({incident.id for incident in incidents}) == len(incidents)
    own = [incident for incident in incidents if incident.merged_into is None]
    assert sum(incident.messages for incident in own) == len(made)
    assert all(incident.merged_into in {w.id for w in own} for incident in incidents if incident.merged_into)


@given(
    st.dictionaries(st.integers(START // HOUR - 5000, START // HOUR), st.integers(1, 10_000), min_size=1, max_size=200),
    st.sampled_from(CAUSES),
    st.one_of(st.none(), st.integers(START - 10**7, START + 10**8)),
    st.booleans(),
)
@settings(deadline=None)
def test_forecast_is_total_and_ordered(hours: dict[int, int], cause: Cause, now: int | None, daily: bool) -> None:
    last = max(hours) * HOUR
    found = forecast(hours, cause=cause, aim="random", last=last, now=now, daily=daily)
    assert found.why in WHY
    earliest, latest = seconds(found.earliest), seconds(found.latest)
    assert (found.why == "fading") == (earliest is not None) == (latest is not None)
    if earliest is not None and latest is not None:
        assert last <= earliest < latest
        assert latest >= last + 5 * 24 * HOUR


@given(st.text(max_size=100))
def test_looks_random_is_total(local_part: str) -> None:
    assert looks_random(local_part) in (True, False)


@given(st.one_of(st.text(max_size=3000), st.binary(max_size=3000)), st.text(max_size=100))
def test_fingerprint_is_total_and_repeatable(body: str | bytes, subject: str) -> None:
    one = fingerprint(body, subject)
    assert one == fingerprint(body, subject)
    assert one is None or (len(one) == 13 and one[0] in "bs")


@given(st.text(max_size=300), st.text(max_size=40))
def test_names_victim_is_total(text: str, victim: str) -> None:
    assert names_victim(text, victim) in (True, False)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz-.", min_size=1, max_size=20))
def test_names_victim_finds_the_domain_between_words(name: str) -> None:
    assert names_victim(f"buy at www.{name}.example now", f"info@{name}.example")
