from __future__ import annotations

from msgspec.structs import replace

from whosent.incident import world
from whosent.incident.world import OTHERS, Worlds
from whosent.model.case import Case
from whosent.model.feedback import Auth, Feedback, Policy, Record, Sender, Sessions, Totals, World
from whosent.model.notice import Notice

DOMAIN = "blumenhaus.example"
BOT = Record("203.0.113.77", 300, "reject", "fail", "fail", DOMAIN)
BOTH = Record("203.0.113.78", 20, "quarantine", "fail", "fail", DOMAIN)
OURS = Record("192.0.2.10", 50, "none", "pass", "fail", DOMAIN)


def report(*records: Record, ident: str = "1", day: int = 20, **changes: object) -> Feedback:
    totals = Totals(
        len(records), sum(r.count for r in records), sum(r.count * r.passed for r in records),
        sum(r.count * r.failed for r in records),
    )  # fmt: skip
    known: dict[str, object] = {
        "reporter": "Post", "report_id": ident, "domain": DOMAIN, "begin": f"2026-11-{day:02}T00:00:00Z",
        "end": f"2026-11-{day:02}T23:59:59Z", "records": records, "totals": totals,
    } | changes  # fmt: skip
    return Feedback("dmarc", **known)  # type: ignore[arg-type]


def summed(*reports: Feedback) -> tuple[World, ...]:
    worlds = Worlds()
    for one in reports:
        worlds.add(Case("x", Notice("dmarc-report"), date="2026-11-25T08:00:00Z", feedback=(one,)))
    return worlds.all()


def one(*reports: Feedback) -> World:
    (found,) = summed(*reports)
    return found


def test_messages_by_what_became_of_them() -> None:
    found = one(report(BOT, BOTH, OURS))
    assert (found.messages, found.passed, found.failed, found.own, found.forwarded) == (370, 50, 320, 0, 0)
    assert (found.rejected, found.quarantined) == (300, 20)
    assert [(sender.ip, sender.messages) for sender in found.senders] == [(BOT.source_ip, 300), (BOTH.source_ip, 20)]
    assert found.sender_count == 2


def test_a_host_of_ours_that_fails_is_no_forger() -> None:
    found = one(report(BOT, replace(OURS, dkim="fail", whose="own")))
    assert (found.failed, found.own) == (300, 50)
    assert [sender.ip for sender in found.own_senders] == ["192.0.2.10"]
    assert [sender.ip for sender in found.senders] == [BOT.source_ip]


def test_a_customer_in_our_address_space_may_be_one() -> None:
    found = one(report(replace(BOT, whose="own-network")))
    assert found.failed == 300
    assert found.senders[0].whose == "own-network"


def test_forwarders_that_the_receiver_knows_are_none() -> None:
    found = one(report(BOT, replace(BOTH, overrides=("mailing_list",))))
    assert (found.failed, found.forwarded, found.sender_count) == (300, 20, 1)


def test_rows_that_were_not_kept_count_all_the_same() -> None:
    found = one(replace(report(BOT), totals=Totals(9_000, 10_000, 1_000, 9_000)))
    assert (found.messages, found.passed, found.failed) == (10_000, 1_000, 9_000)
    assert found.days == (("2026-11-20T00:00:00Z", 9_000),)


def test_a_report_that_comes_twice_counts_once() -> None:
    assert one(report(BOT), report(BOT)).failed == 300
    assert one(report(BOT), report(BOT, ident="2")).failed == 600
    assert one(report(BOT), report(BOT, reporter="Other")).failed == 600
    assert one(report(BOT, report_id=None), report(BOT, report_id=None)).failed == 600


def test_since_when_and_on_which_days() -> None:
    found = one(report(BOT, day=22, ident="3"), report(BOTH, day=20), report(OURS, day=19, ident="2"))
    assert (found.first, found.last) == ("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z")
    assert found.days == (("2026-11-20T00:00:00Z", 20), ("2026-11-22T00:00:00Z", 300))
    assert found.senders[0] == Sender("203.0.113.77", 300, "2026-11-22T00:00:00Z", "2026-11-22T23:59:58Z")


def test_a_day_of_another_zone_is_that_of_its_middle() -> None:
    east = report(BOT, begin="2026-11-19T15:00:00Z", end="2026-11-20T15:00:00Z")
    assert one(east).days == (("2026-11-20T00:00:00Z", 300),)


def test_several_days_share_what_was_counted_and_nothing_is_lost() -> None:
    week = report(BOTH, begin="2026-11-16T00:00:00Z", end="2026-11-23T00:00:00Z")
    days = one(week).days
    assert [count for _, count in days] == [3, 3, 3, 3, 3, 3, 2]
    assert days[0][0] == "2026-11-16T00:00:00Z"


def test_a_year_has_no_days() -> None:
    found = one(report(BOT, begin="2025-11-16T00:00:00Z"))
    assert (found.days, found.first, found.failed) == ((), None, 300)


def test_without_dates_the_day_on_which_it_came_counts() -> None:
    assert one(report(BOT, begin=None, end=None)).days == (("2026-11-25T00:00:00Z", 300),)


def test_who_reports() -> None:
    found = one(report(BOT), report(BOT, reporter="Andere", standing="reported"), report(BOT, ident="3"))
    assert (found.reports, found.delivered, found.reporters, found.reporter_count) == (3, 1, ("Post", "Andere"), 2)


def test_another_domain_that_vouched() -> None:
    service = replace(BOTH, auth=(Auth("dkim", "versand.test", "pass"),))
    found = one(report(BOT, service))
    assert found.vouchers == (("versand.test", 20),)
    assert [sender.vouched_by for sender in found.senders] == [None, "versand.test"]


def test_the_policy_of_the_newest_report() -> None:
    old, new = Policy(DOMAIN, "none"), Policy(DOMAIN, "reject", testing=True)
    found = one(report(BOT, day=21, ident="2", policy=new), report(BOT, day=20, policy=old))
    assert (found.policy, found.testing) == ("reject", True)


def test_single_messages_and_complaints_stand_apart() -> None:
    single = report(BOT, ident="s", begin="2026-11-20T09:00:00+01:00", end="2026-11-20T09:00:00+01:00")
    single = replace(single, form="failure", totals=Totals(1, 3, 0, 3))
    complaint = replace(single, form="abuse", report_id="c", totals=Totals(1, 1, 0, 0))
    found = one(report(BOT), single, complaint)
    assert (found.reports, found.failed, found.singles, found.complaints) == (1, 300, 3, 1)
    assert found.days == (("2026-11-20T00:00:00Z", 300),), "they may stand in the aggregate report as well"
    assert one(single).days == (("2026-11-20T00:00:00Z", 3),)


def test_tls_reports_are_counted() -> None:
    found = one(replace(report(), form="tls", sessions=Sessions(90, 10)))
    assert (found.tls_reports, found.tls_sessions, found.tls_failed, found.reports) == (1, 100, 10, 0)


def test_domains_apart_the_most_forged_first() -> None:
    found = summed(report(BOTH, domain="b.example"), report(BOT, domain="a.example"), report(OURS, domain="c.example"))
    assert [world.domain for world in found] == ["a.example", "b.example", "c.example"]


def test_reports_about_others_and_what_was_not_read() -> None:
    worlds = Worlds()
    feedback = (replace(report(BOT), about_us=False), Feedback("dmarc", trouble="bomb"), Feedback("dmarc"),
                report(BOTH, trouble="damaged"))  # fmt: skip
    worlds.add(Case("x", Notice("dmarc-report"), feedback=feedback))
    assert worlds.unread == {"bomb": 1, "damaged": 1}
    assert [found.failed for found in worlds.all()] == [20]


def test_memory_is_flat() -> None:
    worlds = Worlds()
    for number in range(world.MAX_DOMAINS + 50):
        worlds.add(Case("x", Notice("dmarc-report"), feedback=(report(BOT, domain=f"d{number}.test"),)))
    found = worlds.all()
    assert len(found) == world.MAX_DOMAINS + 1
    assert next(one.failed for one in found if one.domain == OTHERS) == 50 * 300
    rows = tuple(replace(BOT, source_ip=f"10.1.{n // 250}.{n % 250}", count=1 + n % 7) for n in range(3_000))
    big = one(report(*rows, replace(BOT, count=9_999)))
    assert (big.sender_count > 2_800, big.senders[0].messages, len(big.senders)) == (True, 9_999, world.SENDERS)
    days = [report(BOT, ident=str(n), begin=f"{1990 + n // 360}-{1 + n // 30 % 12:02}-{1 + n % 30 % 28:02}T00:00:00Z",
                   end=None) for n in range(2_000)]  # fmt: skip
    assert len(one(*days).days) <= world.MAX_DAYS
