"""DMARC: records, discovery, alignment, what receivers do."""

from __future__ import annotations

import pytest
from tests.unit.auth.zone import answer as answered
from tests.unit.auth.zone import asking, rounds

from whosent.auth.dmarc import aligned, discover, evaluate, handling
from whosent.auth.dmarc.record import MAX_RECORD, published, read, several
from whosent.auth.dmarc.walk import names

REJECT = {"TXT _dmarc.own.example": ["v=DMARC1; p=reject; rua=mailto:dmarc@own.example"]}


def zone(**records: str) -> dict[str, list[str] | str]:
    return {f"TXT _dmarc.{name.replace('_', '.')}": [f"v=DMARC1; {text}"] for name, text in records.items()}


# the record


def test_tags_of_a_record() -> None:
    record = read(
        "v=DMARC1;p=Quarantine ; sp=none;np=reject; psd=n;t=y;adkim=S; aspf=r;pct=20; x=y; rua=mailto:a@b.example,x"
    )
    assert (record.p, record.sp, record.np, record.psd, record.testing) == ("quarantine", "none", "reject", "n", True)
    assert (record.adkim, record.aspf, record.pct, record.rua) == ("s", "r", 20, ("mailto:a@b.example",))
    assert record.valid


@pytest.mark.parametrize(
    "text", ["v=DMARC1", "v=DMARC1; p=", "v=DMARC1; p=all", "v=DMARC1; p=none; sp=x", "v=DMARC1; np=none; p=?"]
)
def test_a_record_without_a_policy_is_invalid(text: str) -> None:
    assert not read(text).valid


def test_of_tags_with_one_name_the_first_counts() -> None:
    assert read("v=DMARC1; p=none; p=reject").p == "none"


@pytest.mark.parametrize("value", ["-1", "1000", "\u0663", "x", ""])
def test_a_percentage_that_is_none(value: str) -> None:
    assert read(f"v=DMARC1; p=none; pct={value}").pct is None


@pytest.mark.parametrize(
    "text", ["v=dmarc1; p=none", " v=DMARC1; p=none", "p=none; v=DMARC1", "v=DMARC10; p=none", "v=DMARC1 p=none"]
)
def test_what_is_no_record(text: str) -> None:
    assert published([text]) is None


def test_several_records_are_none() -> None:
    texts = ["v=DMARC1; p=none", "v = DMARC1"]
    assert published(texts) is None
    assert several(texts)
    assert not several(["v=DMARC1", "v=spf1"])


@pytest.mark.parametrize("text", [
    "v=DMARC1" + ";" * 100_000, "v=DMARC1; " + "p" * 100_000, "v=DMARC1; p=" + " " * 100_000,
    "v=DMARC1; rua=" + "a:b," * 100_000,
    "v=DMARC1;\x00\x1b[31m=\ud800", "v" + " " * 100_000 + "=DMARC1",
])  # fmt: skip
def test_giant_and_odd_records(text: str) -> None:
    record = published([text])
    assert record is None or (len(record.rua) <= 21 and not record.valid)
    assert len(text) < MAX_RECORD or record is None or record.p is None


# discovery


def test_names_of_a_walk() -> None:
    assert names("a.mail.own.example") == ["a.mail.own.example", "mail.own.example", "own.example", "example"]
    long = names("a.b.c.d.e.f.g.h.i.j.mail.example.com")
    assert long[0] == "a.b.c.d.e.f.g.h.i.j.mail.example.com"
    assert long[1:3] == ["g.h.i.j.mail.example.com", "h.i.j.mail.example.com"]
    assert (long[-1], len(long)) == ("com", 8)


def test_one_round_asks_for_all() -> None:
    told = rounds(
        lambda question: answered(REJECT, question),
        lambda ask: discover("a.own.example", ask),
        lambda found: found.state == "open",
    )
    assert [len(asked) for _, asked in told] == [3, 0]
    assert (told[-1][0].record_at, told[-1][0].policy) == ("own.example", "reject")


@pytest.mark.parametrize(
    ("policy", "applied"),
    [
        ("p=reject; t=y", "quarantine"),
        ("p=quarantine; t=y", "none"),
        ("p=none; t=y", "none"),
        ("p=reject; t=n", "reject"),
    ],
)
def test_test_mode_is_one_level_less(policy: str, applied: str) -> None:
    assert discover("own.example", asking(zone(own_example=policy))).applied == applied


def test_np_is_for_names_that_do_not_exist() -> None:
    record = zone(own_example="p=none; np=reject")
    assert discover("x.own.example", asking(record)).policy == "reject"
    assert discover("x.own.example", asking(record | {"AAAA x.own.example": ["2001:db8::1"]})).policy == "none"
    unsure = discover("x.own.example", asking(record | {"MX x.own.example": "no answer"}))
    assert (unsure.state, unsure.why) == ("error", "no answer")
    assert discover("own.example", asking(record)).tag == "p"


def test_of_an_invalid_record_the_reports_remain() -> None:
    found = discover("own.example", asking(zone(own_example="p=oops; rua=mailto:a@own.example")))
    assert (found.state, found.policy, found.tag) == ("found", "none", None)
    found = discover("own.example", asking(zone(own_example="p=oops")))
    assert (found.state, found.policy, found.record_at) == ("none", None, "own.example")


def test_errors_above_do_not_touch_ones_own_record() -> None:
    found = discover("a.own.example", asking(zone(a_own_example="p=reject") | {"TXT _dmarc.own.example": "no answer"}))
    assert (found.state, found.policy, found.organizational_domain) == ("found", "reject", None)


def test_errors_below_the_registered_domain_leave_it_open() -> None:
    found = discover("a.own.example", asking(REJECT | {"TXT _dmarc.a.own.example": "no answer"}))
    assert (found.state, found.why) == ("error", "no answer")


def test_a_registry_that_nobody_asked_changes_nothing() -> None:
    found = discover("a.own.example", asking(REJECT | {"TXT _dmarc.example": "not asked"}))
    assert (found.policy, found.organizational_domain) == ("reject", "own.example")


def test_the_old_way_gives_another_organizational_domain() -> None:
    found = discover("a.b.own.example", asking(zone(b_own_example="p=reject; psd=n", own_example="p=none")))
    assert (found.organizational_domain, found.registered_domain) == ("b.own.example", "own.example")
    assert discover("own.example", asking(REJECT)).registered_domain is None


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "localhost",
        "[192.0.2.1]",
        "a..b",
        "x" * 300 + ".example",
        "." * 300,
        "\ud800.example",
        "a" * 64 + ".example",
    ],
)
def test_what_is_no_domain_has_no_policy(domain: str) -> None:
    assert discover(domain, asking(REJECT)).policy is None


# alignment


@pytest.mark.parametrize(
    ("identifier", "mode", "alignment"),
    [
        ("own.example", "s", "yes"),
        ("OWN.example.", "s", "yes"),
        ("mail.own.example", "s", "no"),
        ("mail.own.example", "r", "yes"),
        ("other.example", "r", "no"),
        ("evilown.example", "r", "no"),
        ("x.dept.own.example", "r", "no"),
        ("", "r", "no"),
    ],
)
def test_alignment(identifier: str, mode: str, alignment: str) -> None:
    ask = asking(zone(own_example="p=reject", dept_own_example="p=none; psd=n"))
    assert aligned(discover("own.example", ask), identifier, mode, ask) == alignment  # type: ignore[arg-type]


def test_subdomains_align_with_each_other() -> None:
    ask = asking(REJECT)
    assert aligned(discover("a.own.example", ask), "b.own.example", "r", ask) == "yes"


# the message


def test_passes_by_an_aligned_signature() -> None:
    found = evaluate("own.example", asking(REJECT), dkim=("mailer.test", "news.own.example"), spf="bounce.mailer.test")
    assert (found.result, found.aligned_dkim, found.aligned_spf) == ("pass", ("news.own.example",), None)
    assert handling(found) == "accept"


def test_passes_by_spf() -> None:
    found = evaluate("own.example", asking(REJECT), spf="own.example")
    assert (found.result, found.aligned_spf) == ("pass", "own.example")


@pytest.mark.parametrize(
    ("policy", "done"),
    [("reject", "refuse"), ("quarantine", "suspect"), ("none", "accept"), ("reject; t=y", "suspect")],
)
def test_what_receivers_do_with_what_fails(policy: str, done: str) -> None:
    found = evaluate("own.example", asking(zone(own_example=f"p={policy}")), dkim=("mailer.test",), spf="mailer.test")
    assert (found.result, handling(found)) == ("fail", done)


def test_nothing_fails_while_something_is_not_known() -> None:
    found = evaluate("own.example", asking(REJECT), complete=False)
    assert (found.result, handling(found)) == ("temperror", None)
    assert evaluate("own.example", lambda question: None).result == "open"
    assert evaluate("own.example", asking({"TXT _dmarc.own.example": "no answer"})).result == "temperror"


def test_without_a_policy_there_is_nothing_to_fulfil() -> None:
    found = evaluate("own.example", asking({}), dkim=("own.example",))
    assert (found.result, handling(found)) == ("none", "accept")


def test_the_walk_of_an_identifier_is_asked_too() -> None:
    told = rounds(
        lambda question: answered(REJECT, question),
        lambda ask: evaluate("own.example", ask, dkim=("mail.own.example",)),
        lambda found: found.result == "open",
    )
    assert [found.result for found, _ in told] == ["open", "open", "pass"]
