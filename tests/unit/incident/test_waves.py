from __future__ import annotations

import pickle
import random
from functools import reduce

import pytest
from tests.unit.incident.cases import START, at, case

from whosent.incident.partial import Partial, moment
from whosent.incident.waves import MAX_PARTS, Waves, partial_of
from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.notice import Notice
from whosent.model.verdict import Origin


def run(*cases: Case) -> tuple[Waves, list[str | None]]:
    waves = Waves()
    return waves, [waves.add(made) for made in cases]


def put_together(*pieces: Partial) -> Waves:
    waves = Waves()
    waves.take(reduce(Partial.merge, pieces))
    return waves


def open_ones(waves: Waves) -> list[Incident]:
    return [incident for incident in waves.incidents() if incident.merged_into is None]


def campaign(text: str | None, start: int, hours: int, messages: int = 20) -> list[Case]:
    return [case(start + i * hours * 3600 // messages, text=text) for i in range(messages)]


def test_no_verdict_no_incident() -> None:
    waves, ids = run(Case("a", Notice("message")), Case("b", Notice("bounce")))
    assert ids == [None, None]
    assert waves.incidents() == ()


def test_one_wave_has_one_id_with_the_day_of_its_first_message() -> None:
    _, ids = run(*(case(at(hours=i), ip=f"203.0.113.{i}", text=f"b{i % 3}") for i in range(30)))
    assert len(set(ids)) == 1
    assert (ids[0] or "").startswith("2026-11-24-")


def test_the_same_input_gives_the_same_ids() -> None:
    cases = campaign("b1", START, 30) + campaign("b2", at(9), 30)
    assert run(*cases)[1] == run(*cases)[1]


def test_causes_and_domains_are_apart() -> None:
    _, ids = run(case(), case(cause="undetermined"), case(victim="a@other.example"), case(cause="own"))
    assert len(set(ids)) == 4


@pytest.mark.parametrize(("hours", "together"), [(23, True), (71, True), (73, False)])
def test_silence_ends_a_forged_wave(hours: int, together: bool) -> None:
    _, (one, other) = run(case(), case(at(hours=hours)))
    assert (one == other) is together


def test_silence_of_three_days_ends_it_even_if_the_text_comes_again() -> None:
    waves, ids = run(*campaign("b1", START, 20), *campaign("b1", at(5), 20))
    assert len(set(ids)) == 2
    assert len(open_ones(waves)) == 2


def test_two_texts_on_one_day_are_one_wave() -> None:
    waves, ids = run(*campaign("b1", START, 20), *campaign("b2", at(hours=10), 30))
    assert len(set(ids)) == 1
    assert open_ones(waves)[0].contents == 2


def test_after_a_pause_another_text_is_another_campaign() -> None:
    waves, ids = run(*campaign("b1", START, 20), *campaign("b2", at(2), 20))
    assert len(set(ids)) == 2
    assert [incident.messages for incident in open_ones(waves)] == [20, 20]


def test_after_a_pause_another_text_is_another_campaign_in_any_order() -> None:
    cases = campaign("b1", START, 20) + campaign("b2", at(2), 20)
    random.Random(5).shuffle(cases)  # noqa: S311
    waves, _ = run(*cases)
    assert [incident.messages for incident in open_ones(waves)] == [20, 20]


def test_after_a_pause_the_known_text_goes_on() -> None:
    _, ids = run(*campaign("b1", START, 20), *campaign("b1", at(2), 20))
    assert len(set(ids)) == 1


def test_after_a_pause_a_bounce_without_text_goes_on() -> None:
    _, ids = run(*campaign("b1", START, 20), case(at(2)))
    assert len(set(ids)) == 1


def test_after_a_pause_a_new_text_says_nothing_where_texts_hardly_come_twice() -> None:
    shuffled = [case(at(hours=i), text=f"b{i}") for i in range(20)]
    _, ids = run(*shuffled, case(at(2), text="b99"))
    assert len(set(ids)) == 1


def test_one_message_after_a_pause_is_no_campaign_of_its_own() -> None:
    waves, ids = run(*campaign("b1", START, 20), case(at(2), text="b2"))
    assert len(set(ids)) == 2
    wave, signpost = waves.incidents()
    assert (wave.id, wave.messages) == (ids[0], 21)
    assert (signpost.id, signpost.merged_into, signpost.messages) == (ids[-1], ids[0], 1)


def test_a_message_that_fills_the_pause_ties_two_waves_and_renames_none() -> None:
    waves, (late, early, between) = run(case(at(5)), case(at(1)), case(at(3)))
    assert late != early
    assert between in (late, early)
    waves.add(case(at(2)))
    waves.add(case(at(4)))
    wave, signpost = waves.incidents()
    assert (wave.id, wave.messages) == (late, 5)
    assert (signpost.id, signpost.merged_into) == (early, late)
    assert waves.resolve(early or "") == late


@pytest.mark.parametrize("cause", ["script", "mailbox", "forwarded", "own"])
def test_a_hole_of_ours_stays_one_incident_for_weeks(cause: str) -> None:
    origin = Origin(mailbox="anna@victim.example", script="/a.php" if cause == "script" else None)
    cases = [case(at(day), cause, origin=origin, text=f"b{day}") for day in (0, 20, 45, 120)]  # type: ignore[arg-type]
    _, ids = run(*cases)
    assert len(set(ids[:3])) == 1
    assert ids[3] != ids[0]


def test_no_time_at_all() -> None:
    waves, (undated, dated, again) = run(case(None), case(START), case(None))
    assert undated == again
    assert (undated or "").startswith("undated-")
    (wave, signpost) = waves.incidents()
    assert (wave.id, wave.messages, wave.first) == (undated, 3, "2026-11-24T00:00:00Z")
    assert signpost.id == dated


def test_ids_are_unique_even_where_hashes_collide() -> None:
    _, ids = run(*(case(victim=f"a@d{i}.example") for i in range(2000)))
    assert len(set(ids)) == 2000
    assert any(len(name or "") > len("2026-11-24-a1b2") for name in ids)


def test_most_serious_first_then_largest() -> None:
    waves, _ = run(
        *(case(victim="a@a.example") for _ in range(3)),
        *(case(victim="a@b.example") for _ in range(9)),
        case(cause="own"),
        case(cause="forwarded"),
        case(cause="fake"),
        case(cause="undetermined"),
        case(cause="mailbox"),
        *(case(cause="script") for _ in range(2)),
    )
    found = [(incident.cause, incident.messages) for incident in waves.incidents()]
    assert found == [
        ("script", 2), ("mailbox", 1), ("forwarded", 1), ("undetermined", 1), ("fake", 1), ("forged", 9), ("forged", 3),
        ("own", 1),
    ]  # fmt: skip


def test_state_does_not_grow_with_the_messages() -> None:
    def made(i: int) -> Case:
        address = f"a{i}x{i * 7919 % 10007}@victim.example"
        ip = f"2001:db8::{i:x}"
        return case(at(hours=i % 100), victim=address, ip=ip, text=f"b{i}", source=f"in.mbox#{i}")

    waves = Waves()
    for i in range(5000):
        waves.add(made(i))
    before = len(pickle.dumps(waves))
    for i in range(5000, 25_000):
        waves.add(made(i))
    assert len(pickle.dumps(waves)) < 1.5 * before
    (wave,) = waves.incidents()
    assert wave.messages == 25_000
    assert (len(wave.sources), len(wave.addresses), len(wave.origins)) == (500, 100, 100)
    assert wave.sources[:2] == ("in.mbox#0", "in.mbox#1")
    assert wave.address_count == pytest.approx(25_000, rel=0.1)
    assert wave.origin_count == pytest.approx(25_000, rel=0.1)


def test_a_flood_of_keys_shares_one_wave() -> None:
    waves, ids = run(*(case(victim=f"a@d{i}.example") for i in range(MAX_PARTS + 50)))
    assert len(set(ids)) == MAX_PARTS + 1
    assert len(waves.incidents()) == MAX_PARTS + 1
    assert waves.incidents()[0].messages == 50


def test_a_flood_of_dates_joins_the_nearest_stretch() -> None:
    cases = [case(at(2 * (i // 2)), victim=f"a@d{i % 2}.example") for i in range(MAX_PARTS + 500)]
    random.Random(8).shuffle(cases)  # noqa: S311
    waves, ids = run(*cases)
    assert len(set(ids)) <= MAX_PARTS
    wave = max(open_ones(waves), key=lambda incident: incident.messages)
    assert sum(incident.messages for incident in open_ones(waves)) == len(cases)
    assert (wave.first or "") < (wave.last or "")


def test_merge_past_the_cap_loses_nothing() -> None:
    halves = [partial_of(case(victim=f"a@{side}{i}.example") for i in range(MAX_PARTS // 2 + 200)) for side in "xy"]
    merged = put_together(*halves)
    assert sum(incident.messages for incident in open_ones(merged)) == MAX_PARTS + 400
    assert len(open_ones(merged)) == MAX_PARTS + 1


def test_merge_is_one_run_over_both() -> None:
    cases = campaign("b1", START, 60) + campaign("b2", at(12), 60) + [case(cause="mailbox", victim="b@b.example")]
    random.Random(3).shuffle(cases)  # noqa: S311
    merged = put_together(partial_of(cases[:20]), partial_of(cases[20:]))
    assert merged.incidents() == run(*cases)[0].incidents()


def test_merge_is_associative_and_leaves_its_parts_alone() -> None:
    cases = campaign("b1", START, 200, 60) + campaign("b2", at(20), 60)
    random.Random(3).shuffle(cases)  # noqa: S311
    a, b, c = (partial_of(cases[i::3]) for i in range(3))
    before = [put_together(part).incidents() for part in (a, b, c)]
    assert put_together(a.merge(b), c).incidents() == put_together(a, b.merge(c)).incidents()
    assert [put_together(part).incidents() for part in (a, b, c)] == before


def test_merge_of_what_has_no_time_and_of_what_is_counted_by_day() -> None:
    hours = [case(at(hours=i)) for i in range(24 * 61)]
    cases = [case(None), *hours, case(None)]
    merged = put_together(partial_of(cases[:9]), partial_of(cases[9:]))
    assert facts(merged) == facts(run(*cases)[0])
    assert len(open_ones(merged)[0].hourly) == 61


def test_merged_waves_go_on() -> None:
    merged = put_together(partial_of([case(START)]), partial_of([case(at(hours=5))]))
    name = merged.add(case(at(hours=7)))
    (wave,) = open_ones(merged)
    assert (wave.id, wave.messages) == (name, 3)


def test_waves_travel_between_processes() -> None:
    waves, _ = run(*campaign("b1", START, 60))
    assert pickle.loads(pickle.dumps(waves)).incidents() == waves.incidents()  # noqa: S301


def facts(waves: Waves) -> list[object]:
    return [
        (w.cause, w.messages, w.first, w.last, w.hourly, w.sources, w.addresses, w.origins, w.contents, w.aim)
        for w in open_ones(waves)
    ]


@pytest.mark.parametrize(
    ("handed", "noticed", "expected"),
    [
        (START, at(2), START),
        (None, at(2), at(2)),
        (at(60), at(2), at(2)),
        (at(-60), at(2), at(2)),
        (START, None, START),
        (None, None, None),
    ],
)
def test_the_clock_is_the_hand_over_unless_it_cannot_be_right(
    handed: int | None, noticed: int | None, expected: int | None
) -> None:
    assert moment(case(handed, noticed=noticed)) == expected


def test_the_clock_is_the_entry_where_no_hand_over_is_dated() -> None:
    assert moment(case(None, entered=START, noticed=at(2))) == START
    assert moment(case(at(1), entered=START, noticed=at(2))) == at(1)
