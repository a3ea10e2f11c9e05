"""Authentication-Results in the forms of real receivers, and in those that a sender would like us to read."""

from __future__ import annotations

import pytest

from whosent.auth.results import MAX_RESULTS, MethodResult, Property, Results, read


def pairs(found: Results) -> list[tuple[str, str]]:
    return [(result.method, result.result) for result in found.results]


def test_the_grammar() -> None:
    found = read(
        'mx.own.example 1; spf/2 = pass reason="all is well" smtp.mailfrom=anna@own.example (a (nested) "comment");'
        ' dkim=fail (bad) header.d=own.example header.b="ab+/=="'
    )
    assert (found.authserv_id, found.version, found.rest) == ("mx.own.example", 1, ())
    assert found.results == (
        MethodResult(
            "spf",
            "pass",
            2,
            "all is well",
            (Property("smtp", "mailfrom", "anna@own.example"),),
            ('a (nested) "comment"',),
        ),
        MethodResult(
            "dkim",
            "fail",
            None,
            None,
            (Property("header", "d", "own.example"), Property("header", "b", "ab+/==")),
            ("bad",),
        ),
    )


def test_nothing_was_checked() -> None:
    assert (read("mx.own.example; none").results, read("mx.own.example; none").authserv_id) == ((), "mx.own.example")
    assert read("") == Results()


def test_google() -> None:
    found = read(
        "mx.google.com;\r\n       dkim=pass header.i=@own.example header.s=s1 header.b=e3vuyqwS;\r\n       "
        "spf=pass (google.com: domain of anna@own.example designates 192.0.2.1 as permitted sender) "
        "smtp.mailfrom=anna@own.example;\r\n"
        "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=own.example"
    )
    assert pairs(found) == [("dkim", "pass"), ("spf", "pass"), ("dmarc", "pass")]
    assert found.results[1].get("smtp.mailfrom") == "anna@own.example"
    assert found.results[2].comments == ("p=REJECT sp=REJECT dis=NONE",)


def test_microsoft_names_no_server() -> None:
    found = read(
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=own.example; dkim=none (message not signed) "
        "header.d=none;dmarc=pass action=none header.from=own.example;compauth=pass reason=100"
    )
    assert found.authserv_id is None
    assert pairs(found) == [("spf", "pass"), ("dkim", "none"), ("dmarc", "pass"), ("compauth", "pass")]
    assert found.results[2].properties == (Property("", "action", "none"), Property("header", "from", "own.example"))
    assert found.results[3].reason == "100"


def test_old_microsoft_puts_domains_between() -> None:
    found = read("spf=pass (x) smtp.helo=a.test; own.example; dkim=none header.d=none;own.example; dmarc=pass")
    assert (found.authserv_id, found.rest) == (None, ("own.example", "own.example"))
    assert pairs(found) == [("spf", "pass"), ("dkim", "none"), ("dmarc", "pass")]


def test_yahoo_puts_properties_around() -> None:
    found = read(
        "mta1.mail.test  from=own.example; domainkeys=neutral (no sig); from=own.example; dkim=pass (ok); "
        "header.i=@own.example"
    )
    assert found.authserv_id == "mta1.mail.test"
    assert pairs(found) == [("domainkeys", "neutral"), ("dkim", "pass")]
    assert [prop.name for prop in found.results[1].properties] == ["from", "i"]


def test_fastmail() -> None:
    found = read(
        "mx6.messagingengine.com; dkim=pass (2048-bit rsa key sha256) header.d=own.example header.a=rsa-sha256; "
        "dmarc=pass policy.published-domain-policy=none (p=none,d=none) policy.policy-from=p header.from=own.example; "
        "iprev=pass smtp.remote-ip=192.0.2.1 (mail.own.example); x-tls=pass smtp.version=TLSv1.3; bimi=skipped (no)"
    )
    assert [result.method for result in found.results] == ["dkim", "dmarc", "iprev", "x-tls", "bimi"]
    assert found.of("dmarc")[0].get("policy.policy-from", "header.from") == "p"
    assert found.of("iprev")[0].get("smtp.remote-ip") == "192.0.2.1"


def test_apple_says_one_thing_per_field() -> None:
    found = read('bimi.icloud.com; bimi=skipped reason="insufficient dmarc"')
    assert (found.authserv_id, found.results[0].reason) == ("bimi.icloud.com", "insufficient dmarc")


def test_gmx() -> None:
    found = read("gmx.net; dkim=pass header.i=@own.example; dmarc=none; spf=softfail smtp.mailfrom=own.example")
    assert pairs(found) == [("dkim", "pass"), ("dmarc", "none"), ("spf", "softfail")]


def test_arc() -> None:
    found = read("i=2; mx.own.example 1; arc=pass (i=1 spf=pass); dkim=pass header.d=own.example")
    assert (found.instance, found.authserv_id, found.version) == (2, "mx.own.example", 1)
    assert pairs(found) == [("arc", "pass"), ("dkim", "pass")]


@pytest.mark.parametrize(
    "value", ["i=1 mx.own.example; spf=pass", "i=; mx.own.example; spf=pass", "i=x; mx.own.example; spf=pass"]
)
def test_an_odd_instance_hides_nothing(value: str) -> None:
    found = read(value)
    assert (found.authserv_id, pairs(found)) == ("mx.own.example", [("spf", "pass")])


def test_a_semicolon_that_is_missing() -> None:
    found = read("mx.own.example dkim=pass header.d=own.example spf=fail smtp.mailfrom=own.example")
    assert pairs(found) == [("dkim", "pass"), ("spf", "fail")]


def test_addresses_hold_equals_signs() -> None:
    found = read("mx.own.example; spf=pass smtp.mailfrom=prvs=1234=anna@own.example; dkim=pass header.b=ab==")
    assert found.results[0].get("smtp.mailfrom") == "prvs=1234=anna@own.example"
    assert found.results[1].get("header.b") == "ab=="


def test_keys_of_received_spf_are_no_methods() -> None:
    found = read("mx.own.example; spf=pass client-ip=192.0.2.1; envelope-from=a@own.example; helo=pc;")
    assert pairs(found) == [("spf", "pass")]
    assert found.results[0].get(".helo") == "pc"


# what a sender would like us to read


def test_nothing_in_a_quoted_string_is_a_result() -> None:
    found = read('mx.own.example; spf=fail smtp.mailfrom="x; dkim=pass header.d=own.example"@evil.test; dmarc=fail')
    assert pairs(found) == [("spf", "fail"), ("dmarc", "fail")]
    assert found.results[0].get("smtp.mailfrom") == "x; dkim=pass header.d=own.example@evil.test"


def test_nothing_in_a_comment_is_a_result() -> None:
    found = read("mx.own.example; spf=fail (domain of x\\); dkim=pass (a@evil.test) denies) smtp.helo=pc")
    assert pairs(found) == [("spf", "fail")]


def test_a_comment_that_nobody_closes_hides_no_other_result() -> None:
    found = read("mx.own.example; spf=fail (domain of (evil.test; dkim=fail (no key) header.d=evil.test")
    assert pairs(found) == [("spf", "fail"), ("dkim", "fail")]
    assert found.results[1].get("header.d") == "evil.test"


def test_a_quotation_mark_that_nobody_closes_is_a_character() -> None:
    found = read('mx.own.example; spf=fail smtp.helo="pc; dmarc=fail')
    assert pairs(found) == [("spf", "fail"), ("dmarc", "fail")]


@pytest.mark.parametrize(
    "piece", ["(", ")", '"', "=", ";", "\\", "a=", "(a", "x=y;", "a/1=b ", " ", '"a', "spf=pass ", '\\"', "(;", 'x="\\']
)
def test_giant_fields_are_borne(piece: str) -> None:
    found = read("mx.own.example; " + piece * 50_000)
    assert len(found.results) <= MAX_RESULTS
