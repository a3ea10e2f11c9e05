from __future__ import annotations

import pytest
from tests.unit.incident.cases import START, at, case

from whosent.incident.tally import HOURS
from whosent.incident.waves import Waves
from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.verdict import Certainty, Origin

MADE_UP = ["x68tmfmr3ph", "1lt9898b", "yug5gnv56", "qkxv7b2z", "zzq8xw1k"]
REAL = ["anna.mueller", "info", "bernd", "kontakt", "chef"]


def only(*cases: Case) -> Incident:
    waves = Waves()
    for made in cases:
        waves.add(made)
    (incident,) = waves.incidents()
    return incident


def to(local_parts: list[str], **more: object) -> list[Case]:
    return [case(victim=f"{local_part}@victim.example", **more) for local_part in local_parts]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [
        (["certain"] * 3, "certain"),
        (["certain"] * 99 + ["likely"], "likely"),
        (["certain"] * 2 + ["unclear"], "likely"),
        (["certain", "unclear"], "unclear"),
        (["likely"] + ["unclear"] * 2, "unclear"),
    ],
)
def test_a_wave_claims_no_more_than_its_messages(certainties: list[Certainty], expected: str) -> None:
    assert only(*(case(certainty=certainty) for certainty in certainties)).certainty == expected


def test_random_made_up_local_parts() -> None:
    assert only(*to(MADE_UP)).aim == "random"


def test_random_many_addresses_once_each() -> None:
    assert only(*to(REAL)).aim == "random"


def test_few_real_addresses_again_and_again_are_not_random() -> None:
    assert only(*to(REAL * 5)).aim == "unknown"


def test_three_made_up_local_parts_are_not_enough() -> None:
    assert only(*to(MADE_UP[:3])).aim == "unknown"


def test_targeted_if_the_text_names_the_owner() -> None:
    assert only(*(case(names=True) for _ in range(4))).aim == "targeted"
    assert only(*to(["anna", "anna.mueller"], names=True)).aim == "targeted"


def test_not_targeted_if_few_texts_do_or_everybody_is_sender() -> None:
    assert only(case(names=True), *(case() for _ in range(4))).aim == "single"
    assert only(*to(MADE_UP, names=True)).aim == "random"


def test_single_real_address() -> None:
    assert only(case(), case()).aim == "single"
    assert only(*to(["x68tmfmr3ph"])).aim == "unknown"
    assert only(case(victim=None, ip=None)).aim == "unknown"


def test_tags_do_not_make_addresses() -> None:
    tagged = only(*to(["anna", "Anna", "anna+x", "ANNA+y"]))
    assert (tagged.aim, tagged.address_count) == ("single", 1)


def test_nobody_aims_through_our_own_server() -> None:
    origin = Origin(entry="login", mailbox="news@victim.example")
    newsletter = only(*(case(cause="undetermined", origin=origin, names=True) for _ in range(3)))
    assert newsletter.aim == "single"
    thief = only(*to(MADE_UP, cause="undetermined", origin=origin))
    assert (thief.aim, thief.catch_all) == ("unknown", False)


def test_the_same_local_part_of_two_domains_is_two_addresses() -> None:
    script = Origin(script="/a.php")
    wave = only(*(case(cause="script", origin=script, victim=f"info@{domain}.example") for domain in "aab"))
    assert (wave.aim, wave.address_count) == ("unknown", 2)


def test_own_bounce_addresses_are_not_random() -> None:
    origin = Origin(entry="login", mailbox="news@victim.example")
    assert only(*to(MADE_UP, cause="own", origin=origin)).aim == "unknown"


def test_catch_all_collected_made_up_addresses() -> None:
    assert only(case(victim="x68tmfmr3ph@victim.example", addressee="anna@victim.example")).catch_all
    assert only(*to(MADE_UP[:3])).catch_all


def test_no_catch_all() -> None:
    assert not only(*to(MADE_UP[:2])).catch_all
    assert not only(case(victim="anna@victim.example", addressee="anna.mueller@victim.example")).catch_all
    assert not only(case(victim="X68tmfmr3ph@victim.example", addressee="x68tmfmr3ph@victim.example")).catch_all
    assert not only(*to(MADE_UP, cause="own", origin=Origin(mailbox="a@victim.example"))).catch_all


def test_counts_by_hour() -> None:
    wave = only(case(START), case(at(hours=0.9)), case(at(hours=3.2)))
    assert wave.hourly == (("2026-11-24T00:00:00Z", 2), ("2026-11-24T03:00:00Z", 1))
    assert (wave.first, wave.last) == ("2026-11-24T00:00:00Z", "2026-11-24T03:12:00Z")


def test_counts_by_day_where_there_are_too_many_hours() -> None:
    wave = only(*(case(at(hours=i)) for i in range(HOURS + 24)))
    assert wave.hourly[0] == ("2026-11-24T00:00:00Z", 24)
    assert len(wave.hourly) == HOURS // 24 + 1
    assert sum(count for _, count in wave.hourly) == HOURS + 24


def test_origins_are_what_it_has_in_common() -> None:
    wave = only(*(case(ip=f"203.0.113.{i % 7}") for i in range(20)))
    assert wave.origins == tuple(f"203.0.113.{i}" for i in range(7))
    assert wave.origin_count == 7


def test_addresses_keep_their_case_and_order() -> None:
    assert only(*to(["Info", "anna", "Info"])).addresses == ("Info@victim.example", "anna@victim.example")
