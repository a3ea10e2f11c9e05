from __future__ import annotations

import math
import random

import pytest
from tests.unit.incident.cases import START

from whosent.incident.clock import DAY, HOUR, rfc3339, seconds
from whosent.incident.forecast import QUEUE_LIFETIME, forecast
from whosent.model.incident import Aim, Forecast
from whosent.model.verdict import Cause

FIRST_HOUR = START // HOUR


def look(
    counts: list[int], *, cause: Cause = "forged", aim: Aim = "random", silent_hours: int = 0, with_now: bool = True
) -> Forecast:
    """Forecast from counts of successive hours, asked `silent_hours` after the last of them."""
    hours = {FIRST_HOUR + i: count for i, count in enumerate(counts) if count}
    last = max(hours) * HOUR + HOUR - 1
    now = (FIRST_HOUR + len(counts) + silent_hours) * HOUR - 1 if with_now else None
    return forecast(hours, cause=cause, aim=aim, last=last, now=now)


def decay(half_life: float, peak: int = 200, hours: int = 60) -> list[int]:
    return [20, 90, *(round(peak * 2 ** (-i / half_life)) for i in range(hours))]


def days_after_last(text: str | None, counts: list[int]) -> float:
    value = seconds(text)
    assert value is not None
    return (value - START) / DAY - len(counts) / 24


def test_fading() -> None:
    found = look(decay(12))
    assert found.why == "fading"
    assert -0.1 < days_after_last(found.earliest, decay(12)) < 3
    assert 5 < days_after_last(found.latest, decay(12)) < 12


def test_a_slower_wave_ends_later() -> None:
    quick, slow = look(decay(8)), look(decay(24))
    assert (quick.why, slow.why) == ("fading", "fading")
    assert (quick.latest or "") < (slow.latest or "")


def test_without_now_the_last_message_is_the_end_of_what_is_known() -> None:
    assert look(decay(12), with_now=False) == look(decay(12))


def test_silence_makes_an_early_end_likelier() -> None:
    assert (look(decay(12), silent_hours=36).latest or "") < (look(decay(12)).latest or "")


def test_bounces_come_late_so_the_end_is_never_before_five_days_of_silence() -> None:
    counts = decay(1, hours=30)
    found = look(counts, silent_hours=48)
    assert found.why == "fading"
    last = START + (max(i for i, count in enumerate(counts) if count) + 1) * HOUR - 1
    assert (seconds(found.latest) or 0) >= last + QUEUE_LIFETIME


def test_long_over() -> None:
    found = look([3], silent_hours=24 * 30)
    assert found == Forecast("fading", rfc3339(START + HOUR - 1), rfc3339(START + HOUR - 1 + QUEUE_LIFETIME))


@pytest.mark.parametrize("counts", [[19], [1] * 19, [5, 9, 3, 2]])
def test_too_few_messages(counts: list[int]) -> None:
    assert look(counts).why == "too-few"


def test_too_few_periods_after_the_peak() -> None:
    assert look([5, 50, 20, 10]).why == "too-few"


@pytest.mark.parametrize("counts", [[50], [5, 10, 20, 40, 80], [10, 12, 9, 11, 10, 12, 14, 11, 13, 14, 18]])
def test_still_growing(counts: list[int]) -> None:
    assert look(counts).why == "still-growing"


def test_a_level_wave_gets_no_end_but_for_one_in_twenty() -> None:
    draw = random.Random(4)  # noqa: S311
    level = ([sum(draw.random() < 0.1 for _ in range(40)) for _ in range(96)] for _ in range(100))
    assert sum(look(counts).why == "fading" for counts in level) <= 5


@pytest.mark.parametrize("cause", ["script", "mailbox", "forwarded", "own"])
def test_holes_do_not_close_by_themselves(cause: Cause) -> None:
    assert look(decay(12), cause=cause) == Forecast("not-by-itself")


def test_nothing_is_promised_to_the_targeted_nor_without_a_cause() -> None:
    assert look(decay(12), aim="targeted") == Forecast("targeted")
    assert look(decay(12), cause="undetermined") == Forecast("too-few")


def test_no_dates() -> None:
    assert forecast({}, cause="forged", aim="random", last=None, now=START) == Forecast("too-few")


def test_counts_by_day() -> None:
    days = {FIRST_HOUR + 24 * i: count for i, count in enumerate([10, 300, 160, 70, 40, 22, 9, 6, 2])}
    last = (FIRST_HOUR + 24 * 8) * HOUR
    found = forecast(days, cause="forged", aim="random", last=last, now=last + DAY, daily=True)
    assert found.why == "fading"
    assert (found.earliest or "") < (found.latest or "")


# Simulated waves: a rise of hours, an exponential decay with a half-life of 4 to 72 hours, 60 to 5,000 messages,
# with or without a rhythm of day and night, smooth or in bursts; one bounce in ten comes up to five days late.


def poisson(draw: random.Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(draw.gauss(mean, math.sqrt(mean))))
    count, product, limit = 0, draw.random(), math.exp(-mean)
    while product > limit:
        count, product = count + 1, product * draw.random()
    return count


def wave(draw: random.Random) -> list[tuple[float, float]]:
    """(handed over, bounce arrived) in seconds, for every message of a whole wave."""
    half_life = math.exp(draw.uniform(math.log(4), math.log(72)))
    rise, messages = draw.uniform(1, 24), math.exp(draw.uniform(math.log(60), math.log(5000)))
    burst, rhythm, phase = draw.choice([2, 4, 1000]), draw.choice([0, 0.5, 0.8]), draw.uniform(0, 24)
    rates = [
        min(hour / rise, 2 ** ((rise - hour) / half_life))
        * (1 + rhythm * math.sin((hour + phase) / 24 * math.tau))
        * draw.gammavariate(burst, 1 / burst)
        for hour in range(int(rise + half_life * 14) + 2)
    ]
    found = []
    for hour, rate in enumerate(rates):
        for _ in range(poisson(draw, messages * rate / sum(rates))):
            handed = START + (hour + draw.random()) * HOUR
            late = draw.uniform(0, QUEUE_LIFETIME) if draw.random() < 0.1 else draw.uniform(0, 600)
            found.append((handed, handed + late))
    return found


def seen_at(messages: list[tuple[float, float]], now: float) -> Forecast:
    handed = [int(when) for when, arrived in messages if arrived <= now]
    hours: dict[int, int] = {}
    for when in handed:
        hours[when // HOUR] = hours.get(when // HOUR, 0) + 1
    return forecast(hours, cause="forged", aim="random", last=max(handed), now=int(now))


def test_the_true_end_lies_in_the_interval_in_nine_of_ten_simulated_waves() -> None:
    draw = random.Random(2026)  # noqa: S311
    promised = kept = useful = 0
    for _ in range(400):
        messages = wave(draw)
        arrivals = sorted(arrived for _, arrived in messages)
        if len(arrivals) < 20:
            continue
        found = seen_at(messages, arrivals[int(len(arrivals) * draw.uniform(0.5, 0.97))] + 1)
        earliest, latest = seconds(found.earliest), seconds(found.latest)
        if earliest is None or latest is None:
            continue
        promised += 1
        kept += earliest <= arrivals[-1] <= latest + 1
        useful += latest - arrivals[-1] <= 14 * DAY
    assert promised >= 200
    assert kept >= 0.9 * promised
    assert useful >= 0.6 * promised
