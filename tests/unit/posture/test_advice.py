"""Steps that no golden case has, and near misses."""

from __future__ import annotations

import pytest
from tests.unit.posture.domains import GOOD, HOSTS, advised, looked_at

from whosent.posture import Seen

RANDOM = ("x68tmfmr3ph@own.example", "1lt98q98b@own.example")


def test_a_catch_all_that_shows_in_bounces() -> None:
    found = advised(GOOD, seen=Seen(3, 3, (), 0, 3, RANDOM))
    assert (found["catch-all"].weight, found["catch-all"].params) == ("important", {"n": "2", "address": RANDOM[0]})
    assert found["batv"].params == {"n": "3"}
    assert "give-mail" not in found


def test_one_odd_address_may_be_a_name() -> None:
    assert advised(GOOD, seen=Seen(1, 1, (), 0, 1, RANDOM[:1]))["catch-all"].weight == "useful"


def test_who_tags_needs_no_advice_to_tag() -> None:
    assert "batv" not in advised(GOOD, seen=Seen(3, 3, (), 1, 2))


def test_a_policy_above_that_lets_names_below_through() -> None:
    zone = {**GOOD, "TXT _dmarc.shop.own.example": ["v=DMARC1; p=reject; rua=mailto:a@own.example"],
            "TXT _dmarc.own.example": ["v=DMARC1; p=none; rua=mailto:a@own.example"]}  # fmt: skip
    found = advised(zone, "shop.own.example")
    assert found["dmarc-inherited"].params == {"at": "own.example"}
    assert "dmarc-below" not in found


def test_reports_are_missing() -> None:
    (record,) = advised({**GOOD, "TXT _dmarc.own.example": ["v=DMARC1; p=reject"]})["dmarc-no-reports"].records
    assert record.value == "v=DMARC1; p=reject; rua=mailto:dmarc-reports@own.example"


def test_older_receivers_see_another_organisation() -> None:
    zone = {**GOOD, "MX dept.own.example": ["10 mail.own.example"],
            "TXT _dmarc.dept.own.example": ["v=DMARC1; p=reject; psd=n; rua=mailto:a@own.example"]}  # fmt: skip
    found = advised(zone, "dept.own.example")["dmarc-old-way"]
    assert found.params == {"organizational": "dept.own.example", "registered": "own.example"}


@pytest.mark.parametrize(("count", "there"), [(8, False), (9, True), (10, True)])
def test_an_spf_record_that_is_almost_full(count: int, there: bool) -> None:
    hosts = [f"h{number}.own.example" for number in range(count)]
    zone = {**GOOD, "TXT own.example": [" ".join(["v=spf1", *(f"a:{host}" for host in hosts), "-all"])]}
    found = advised({**zone, **{f"A {host}": ["192.0.2.1"] for host in hosts}})
    assert ("spf-near" in found) is there
    assert "spf-lookups" not in found


def test_a_name_that_does_not_exist_is_left_out() -> None:
    (record,) = advised({**GOOD, "TXT own.example": ["v=spf1 mx a:old.own.example -all"]})["spf-dead"].records
    assert record.value == "v=spf1 mx -all"


def test_a_long_record() -> None:
    record = " ".join(["v=spf1", *(f"ip4:192.0.2.{number}" for number in range(40)), "-all"])
    assert advised({**GOOD, "TXT own.example": [record]})["spf-long"].params == {"n": str(len(record))}


def test_a_domain_without_mail_hosts_that_has_a_web_server() -> None:
    zone = {"A own.example": ["192.0.2.80"], "TXT own.example": ["v=spf1 a -all"]}
    (record,) = advised(zone)["mx-none"].records
    assert (record.type, record.value) == ("MX", "0 .")


def test_a_domain_with_a_key_is_not_parked() -> None:
    posture = looked_at(
        {"TXT mail._domainkey.own.example": ["k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]}
    )
    assert not posture.parked
    assert [key.selector for key in posture.keys] == ["mail"]


def test_an_answer_for_every_name_is_no_key() -> None:
    zone = {**GOOD, **{f"TXT {name}._domainkey.own.example": ["v=spf1 -all"] for name in ("default", "mail")}}
    assert looked_at(zone).keys == ()


def test_a_network_of_ones_own_is_not_everybody() -> None:
    zone = {**HOSTS, "TXT own.example": ["v=spf1 ip4:10.0.0.0/8 ip6:2001:db8::/32 mx/24//64 -all"]}
    assert looked_at(zone).spf.everybody == ()


@pytest.mark.parametrize("term", ["ip4:0.0.0.0/0", "ip4:128.0.0.0/2", "ip6:2000::/3", "a/4", "mx//8"])
def test_a_network_like_half_the_world_is(term: str) -> None:
    posture = looked_at({**GOOD, "TXT own.example": [f"v=spf1 {term} -all"]})
    assert posture.spf.everybody == (term,)
    assert (posture.reach.sender, posture.reach.everybody) == ("accept", True)


def test_strict_alignment_keeps_names_below_apart() -> None:
    zone = {**GOOD, "TXT own.example": ["v=spf1 +all"],
            "TXT _dmarc.own.example": ["v=DMARC1; p=reject; aspf=s; rua=mailto:a@own.example"]}  # fmt: skip
    reach = looked_at(zone).reach
    assert (reach.sender, reach.subdomain) == ("accept", "refuse")


def test_nothing_is_advised_on_what_nobody_saw() -> None:
    found = advised(
        {"TXT own.example": "no answer", "MX own.example": "no answer", "TXT _dmarc.own.example": "no answer"}
    )
    assert {key for key, step in found.items() if step.weight == "important"} == set()
    posture = looked_at(
        {f"{topic} own.example": "no answer" for topic in ("TXT", "MX")} | {"TXT _dmarc.own.example": "no answer"}
    )
    assert posture.blind
    assert ("TXT own.example", "no answer") in posture.unseen


def test_records_of_the_older_kind_are_kept() -> None:
    zone = {
        **GOOD,
        "TXT _dmarc.own.example": ["v=DMARC1; p=quarantine; adkim=s; ruf=mailto:f@own.example; pct=10; fo=1"],
    }
    (record,) = advised(zone)["dmarc-pct"].records
    assert record.value == (
        "v=DMARC1; p=quarantine; adkim=s; rua=mailto:dmarc-reports@own.example; ruf=mailto:f@own.example"
    )
