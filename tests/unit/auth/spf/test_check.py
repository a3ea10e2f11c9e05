"""Checks of SPF beyond the RFC's own suite: questions, errors, whose permission it was, hostile records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.auth.zone import Zone, answer, asking, rounds

from whosent.auth.ask import Ask
from whosent.auth.spf import Outcome, Permission, check, default_result, permission
from whosent.auth.spf.record import MAX_RECORD, records, terms

OWN = "192.0.2.10"
ABROAD = "203.0.113.9"
ZONE: dict[str, list[str] | str] = {
    "TXT own.example": ["unrelated", "v=spf1 mx a:mail.own.example include:_spf.own.example include:mail.test -all"],
    "MX own.example": ["10 mx.own.example", "20 mx.hoster.test"],
    "A mx.own.example": ["192.0.2.1"],
    "A mx.hoster.test": ["198.51.100.1"],
    "A mail.own.example": [OWN],
    "TXT _spf.own.example": ["v=spf1 ip4:192.0.2.128/25 ?all"],
    "TXT mail.test": ["v=spf1 include:pool.mail.test ~all"],
    "TXT pool.mail.test": ["v=spf1 ip4:198.51.100.128/25 -all"],
}


def in_rounds(zone: Zone, run: Callable[[Ask], Outcome]) -> list[tuple[Outcome, set[str]]]:
    told = rounds(lambda question: answer(zone, question), run, lambda found: found.result == "open")
    return [(found, {f"{question.topic} {question.name}" for question in asked}) for found, asked in told]


def of(ip: str, record: str, **more: list[str] | str) -> Outcome:
    zone = {"TXT own.example": [record]} | {key.replace("_", " ", 1): value for key, value in more.items()}
    return check(ip, "anna@own.example", "pc", asking(zone))


def test_names_what_decided() -> None:
    outcome = check(OWN, "anna@own.example", "pc", asking(ZONE))
    assert (outcome.result, outcome.mechanism, outcome.host) == ("pass", "a:mail.own.example", "mail.own.example")
    assert outcome.record == ZONE["TXT own.example"][1]
    assert (outcome.domain, outcome.identity) == ("own.example", "mailfrom")


def test_fails_by_all() -> None:
    outcome = check(ABROAD, "anna@own.example", "pc", asking(ZONE))
    assert (outcome.result, outcome.mechanism, outcome.path) == ("fail", "-all", ())


def test_a_null_reverse_path_is_checked_by_helo() -> None:
    outcome = check(OWN, "", "own.example", asking(ZONE))
    assert (outcome.result, outcome.identity) == ("pass", "helo")
    assert check(OWN, None, "[192.0.2.10]", asking(ZONE)).result == "none"
    assert check(OWN, None, None, asking(ZONE)).result == "none"


@pytest.mark.parametrize("sender", ["x@localhost", "x@a..example", "x@" + "a" * 64 + ".example", "@", "x@"])
def test_what_can_be_no_name_is_not_asked(sender: str) -> None:
    asked: list[object] = []
    assert check(OWN, sender, "", lambda question: asked.append(question)).result == "none"  # type: ignore[func-returns-value]
    assert asked == []


def test_names_in_other_scripts_are_asked_in_their_ascii_form() -> None:
    zone = {"TXT xn--bcher-kva.example": ["v=spf1 -all"]}
    assert check(OWN, "anna@bücher.example", "", asking(zone)).result == "fail"


def test_the_local_part_is_all_before_the_last_at() -> None:
    zone = {"TXT own.example": ["v=spf1 exists:%{l}.who.own.example -all"], "A a@b.who.own.example": ["127.0.0.2"]}
    assert check(OWN, "a@b@own.example", "", asking(zone)).result == "pass"


def test_few_rounds_ask_for_all_that_a_record_needs() -> None:
    told = in_rounds(ZONE, lambda ask: check(ABROAD, "anna@own.example", "pc", ask))
    assert [asked for _, asked in told] == [
        {"TXT own.example"},
        {"MX own.example", "A mail.own.example", "TXT _spf.own.example", "TXT mail.test"},
        {"A mx.own.example", "A mx.hoster.test"},
        {"TXT pool.mail.test"},
        set(),
    ]
    assert told[-1][0].result == "fail"


def test_what_nobody_could_look_up_is_a_temporary_error() -> None:
    outcome = check(OWN, "anna@own.example", "pc", asking({"TXT own.example": "not asked: DNS lookups are off"}))
    assert (outcome.result, outcome.why) == ("temperror", "not asked: DNS lookups are off")
    outcome = of(OWN, "v=spf1 include:a.test -all", TXT_a_test="x", **{"TXT_a.test": "no answer"})
    assert (outcome.result, outcome.why) == ("temperror", "no answer")


def test_an_explanation_is_looked_up_only_if_it_is_needed() -> None:
    record = "v=spf1 ip4:192.0.2.10 -all exp=why.own.example"
    asked: list[str] = []

    def ask(question):
        asked.append(question.name)
        return asking({"TXT own.example": [record], "TXT why.own.example": ["%{i} is not ours"]})(question)

    assert check(OWN, "anna@own.example", "pc", ask).explanation is None
    assert "why.own.example" not in asked
    assert check(ABROAD, "anna@own.example", "pc", ask).explanation == "203.0.113.9 is not ours"


def test_an_explanation_without_an_answer_leaves_it_open() -> None:
    zone = {"TXT own.example": ["v=spf1 -all exp=why.own.example"], "TXT why.own.example": "no answer"}
    told = in_rounds(zone, lambda ask: check(ABROAD, "a@own.example", "pc", ask))
    assert [found.result for found, _ in told] == ["open", "open", "fail"]


def test_says_what_is_wrong() -> None:
    assert "moo" in of(OWN, "v=spf1 moo -all").why
    assert of(OWN, "v=spf1 a:mäil.own.example -all").result == "permerror"
    zone = {"TXT own.example": ["v=spf1 -all", "v=spf1 +all"]}
    assert check(OWN, "a@own.example", "", asking(zone)).result == "permerror"


# whose permission?


@pytest.mark.parametrize(
    ("ip", "permitted"),
    [
        (OWN, Permission(own=True)),
        ("192.0.2.1", Permission(own=True)),
        ("192.0.2.200", Permission(own=True)),
        ("198.51.100.1", Permission(own=False, through="mx.hoster.test")),
        ("198.51.100.200", Permission(own=False, through="mail.test")),
        (ABROAD, None),
    ],
)
def test_whose_permission(ip: str, permitted: Permission | None) -> None:
    assert permission(check(ip, "anna@own.example", "pc", asking(ZONE))) == permitted


def test_the_path_leads_through_the_records() -> None:
    outcome = check("198.51.100.200", "anna@own.example", "pc", asking(ZONE))
    assert (outcome.mechanism, outcome.path) == ("include:mail.test", ("mail.test", "pool.mail.test"))


def test_a_redirect_leads_to_others_too() -> None:
    outcome = of(OWN, "v=spf1 redirect=_spf.hoster.test", **{"TXT__spf.hoster.test": ["v=spf1 ip4:192.0.2.0/24 -all"]})
    assert (outcome.result, outcome.path) == ("pass", ("_spf.hoster.test",))
    assert permission(outcome) == Permission(own=False, through="_spf.hoster.test")


@pytest.mark.parametrize("record", ["v=spf1 +all", "v=spf1 ip4:192.0.0.0/3 -all", "v=spf1 a/1 -all"])
def test_what_lets_everybody_pass_is_nobodys_own(record: str) -> None:
    assert permission(of(OWN, record, **{"A_own.example": [OWN]})) == Permission(own=False)


def test_exists_of_a_service_is_the_services() -> None:
    outcome = of(OWN, "v=spf1 exists:%{i}._spf.mail.test -all", **{f"A_{OWN}._spf.mail.test": ["127.0.0.2"]})
    assert permission(outcome) == Permission(own=False, through="_spf.mail.test")


def test_an_include_that_did_not_match_leaves_no_trace() -> None:
    record = "v=spf1 include:a.test ip4:192.0.2.10 -all"
    outcome = of(
        OWN, record, **{"TXT_a.test": ["v=spf1 include:b.test -ip4:192.0.2.10 +all"], "TXT_b.test": ["v=spf1 -all"]}
    )
    assert (outcome.mechanism, outcome.path) == ("ip4:192.0.2.10", ())
    assert permission(outcome) == Permission(own=True)


# the default result


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 a -all", "fail"),
        ("v=spf1 a ~ALL", "softfail"),
        ("v=spf1 a ?all", "neutral"),
        ("v=spf1 a all", "pass"),
        ("v=spf1 a", "neutral"),
        ("v=spf1 redirect=b.test", "fail"),
        ("v=spf1 redirect=_spf.%{d}", "softfail"),
        ("v=spf1 redirect=%{i}.b.test", "permerror"),
        ("v=spf1 ~all redirect=b.test", "softfail"),
        ("v=spf1 redirect=own.example", "permerror"),
        ("v=spf10 -all", "none"),
    ],
)
def test_default_result(record: str, result: str) -> None:
    zone = {"TXT own.example": [record], "TXT b.test": ["v=spf1 -all"], "TXT _spf.own.example": ["v=spf1 ~all"]}
    assert default_result("own.example", asking(zone)) == result


def test_default_result_without_an_answer() -> None:
    assert default_result("own.example", lambda question: None) == "open"
    assert default_result("own.example", asking({"TXT own.example": "no answer"})) == "temperror"


# hostile records


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 " + "a " * 10_000,
        "v=spf1 " + "ip4:192.0.2.1 " * 10_000,
        "v=spf1 exists:" + "%{s}" * 5_000,
        "v=spf1 " + "exists:%{s1r+-=} " * 250,
        "v=spf1 exists:%{d" + "9" * 5_000 + "}.a.test",
        "v=spf1 a:" + "." * 8_000,
        "v=spf1 a/" + "9" * 6_000,
        "v=spf1 a." + "a" * 400 + "!",
        "v=spf1 include:own.example -all",
        "v=spf1 redirect=own.example",
        "v=spf1 include:x.own.example redirect=own.example",
        "v=spf1 \x00\x1b[31m\r\n -all",
        "v=spf1 exists:%{} %{z} %(d) =x -=x :",
    ],
)
def test_hostile_records_are_errors(record: str) -> None:
    outcome = of(ABROAD, record, **{"A_own.example": [OWN], "TXT_x.own.example": [record]})
    assert outcome.result in ("permerror", "none")


def test_a_loop_of_records_ends() -> None:
    zone = {
        f"TXT {name}.test": [f"v=spf1 include:{other}.test include:{other}.test -all"] for name, other in ("ab", "ba")
    }
    told = in_rounds(zone, lambda ask: check(OWN, "x@a.test", "", ask))
    assert told[-1][0].result == "permerror"
    assert len(told) <= 12


@pytest.mark.parametrize("address", ["", "localhost", "1.2.3", "list", "list6", "192.0.2.1/8", "::1::"])
def test_what_is_no_address_is_not_checked(address: str) -> None:
    assert check(address, "a@own.example", "", asking(ZONE)).result == "none"


@pytest.mark.parametrize("answer", [["not an address"], ["192.0.2.10", "::1"], [""]])
def test_odd_answers_are_borne(answer: list[str]) -> None:
    assert of(ABROAD, "v=spf1 a -all", **{"A_own.example": answer}).result in ("fail", "permerror")


@pytest.mark.parametrize("answer", [["mx.own.example"], ["x mx.own.example"], ["99999999 mx.own.example"]])
def test_odd_preferences_are_borne(answer: list[str]) -> None:
    assert of(OWN, "v=spf1 mx -all", **{"MX_own.example": answer, "A_mx.own.example": [OWN]}).result == "pass"


# the text of a record


def test_terms_are_read_tolerantly() -> None:
    found = terms(
        "v=spf1  ~MX:mail.own.example./24//64 ip6:2001:db8::/32 exists:%{ir/}.x/y.test redirect=a.test op=x moo"
    )
    assert [(term.qualifier, term.name, term.target, term.modifier, term.known) for term in found] == [
        ("~", "mx", "mail.own.example", False, True),
        ("+", "ip6", "2001:db8::/32", False, True),
        ("+", "exists", "%{ir/}.x/y.test", False, True),
        ("+", "redirect", "a.test", True, True),
        ("+", "op", "x", True, True),
        ("+", "moo", "", False, False),
    ]
    assert terms("v=spf1 a/24")[0].target == ""


def test_which_texts_are_records() -> None:
    texts = ("v=spf1", "V=SPF1 -all", "v=spf10 -all", " v=spf1 -all", "v=spf1-all", "spf2.0/pra -all")
    assert records(texts) == ["v=spf1", "V=SPF1 -all"]


def test_of_a_giant_record_the_beginning_is_read() -> None:
    assert len(terms("v=spf1 " + "a " * MAX_RECORD)) <= 400
