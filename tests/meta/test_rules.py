"""Every row of every ruleset is reached by a message, and missed by one that lacks exactly one of its conditions.

A released ruleset is never edited: its content's hash is written down here on the day of its release.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from msgspec.structs import replace
from tests.unit.evidence.test_evidence import SAMPLES
from tests.unit.evidence.test_proof import (
    CALL,
    ELSEWHERE,
    EXIM,
    FORWARDER,
    KEYS,
    READS,
    SERVICE,
    TO_FORWARDER,
    friend,
    signed,
)
from tests.unit.evidence.test_proof import SAMPLES as PROOF
from tests.unit.walk.logs import ID, MESSAGE_ID, Logs, accepted, redirected, submitted, usage
from tests.unit.walk.mtas import exchange, lmtp, opensmtpd, postfix, postfix_again, postfix_local
from tests.unit.walk.notices import (
    ALIAS,
    BAIT,
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_BOT,
    FROM_US,
    NETWORK,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    WEB,
    R,
    attach,
    check,
    evidence,
    letter,
    notice,
    ours,
    theirs,
)

from whosent.evidence.catalogue import BY_NAME
from whosent.model.evidence import Standing
from whosent.verdict import RULESETS, newest
from whosent.verdict.rule import Rule, Ruleset

RELEASED: dict[str, str] = {}
"""date -> hash of its content (`content_hash`). Add a line when a ruleset is released; never change one."""

UNKNOWN = (postfix(US, "evil.test", BOT, "evil.test", VICTIM),)
"""The notice came from somebody who is not the reporter."""
UNCHECKED = (opensmtpd(US, R, R_IP, R, VICTIM),)
FROM_SERVER = postfix(R, "x.test", BOT, "x.test", TO)
TAKEN = postfix(US, "bot", BOT, BOT_NAME, ALIAS)
TAKEN_FROM_SERVER = postfix(US, "x.test", BOT, "x.test", ALIAS)
LOGIN = postfix(US, "pc", BOT, BOT_NAME, TO, login="bob@victim.example")
LOOP = postfix(US, "localhost", "127.0.0.1", "localhost", TO)
AUTO = "Auto-Submitted: auto-replied\n"
SIEVE = "X-Sieve-Redirected-From: <alias@victim.example>\n"
LIST = "List-Id: <friends.victim.example>\n"
PHP = "X-PHP-Originating-Script: 33:contact.php\n"
NO_SUCH = {**EVERYTHING, "mailboxes": frozenset({"other@victim.example"})}


class Case(NamedTuple):
    """`row` is reached by `hit`; `miss` lacks its condition `lacks` alone and comes to the row `instead`."""

    row: str
    hit: bytes
    lacks: str
    miss: bytes
    instead: str
    options: dict[str, Any] = PARTIAL
    miss_options: dict[str, Any] | None = None
    logs: Logs | None = None
    miss_logs: Logs | None = None


def _sent(**said: Any) -> Logs:
    """A log that shows how bob's mailbox was used: `usage` before the message of the notice."""
    return Logs(*usage(**said))


def _stranger(**said: Any) -> Logs:
    """Bob reads and writes in his office, and somebody else writes to nobody from a rented machine."""
    arguments = {"history": 5, "dead": 8, "client": RENTED, **said}
    return Logs(*[READS.replace(BOT, "198.51.100.50")] * 3, *usage(**arguments))


TO_US = ours(postfix(US, "pc", BOT, BOT_NAME, TO))
LOCALLY = ours(postfix_local(US))
BY_WEBMAIL = ours(postfix_local(US), extra="User-Agent: Roundcube Webmail/1.6.1\n")
SPF = {"TXT victim.example": ["v=spf1 ip4:192.0.2.10 -all"]}
OPEN_SPF = {"TXT victim.example": ["v=spf1 ip4:192.0.2.10 include:x.test ~all"], "TXT x.test": ["v=spf1 -all"]}
BY_SERVER = theirs(FROM_SERVER)
RENTED = f"vps1.rent.test[{BOT}]"
GIVEN = accepted("office[198.51.100.50]", "bob@victim.example", **TO_FORWARDER, message_id="old@victim.example")
NEW_NAME = theirs(FORWARDER).replace(MESSAGE_ID.encode(), b"new.1@fwd.test")
LOGGED_IN = theirs(postfix(R, "pc", BOT, BOT_NAME, TO, login="x"))
VHOST = EXIM.replace("U=www-data", "U=shop")
BOBS_ELSEWHERE = [*usage(history=5, seen=1, client=RENTED)[: -len(ELSEWHERE)], *ELSEWHERE]
RENAMED = theirs(FORWARDER, FROM_US.replace(ID, "x"), postfix(US, "pc", BOT))

CASES = (
    Case("log-redirect", ours(postfix_local(US, 5000)), "log-redirect", ours(postfix_local(US, 5000)), "log-local",
         logs=Logs(*redirected(), *submitted(5000)), miss_logs=Logs(*redirected("x@far.test"), *submitted(5000))),
    Case("log-webmail", LOCALLY, "log-webmail", LOCALLY, "log-script",
         logs=Logs(*submitted(), php=(CALL.replace("shop", "roundcube"),)), miss_logs=Logs(*submitted(), php=(CALL,))),
    Case("log-script", LOCALLY, "log-script", LOCALLY, "log-web-account",
         logs=Logs(*submitted(), php=(CALL,)), miss_logs=Logs(*submitted())),
    Case("log-webmail-claimed", BY_WEBMAIL, "webmail-claimed", LOCALLY, "log-web-account",
         logs=Logs(*submitted()), miss_logs=Logs(*submitted())),
    Case("log-web-account", LOCALLY, "log-web-account", LOCALLY, "log-local",
         logs=Logs(*submitted()), miss_logs=Logs(*submitted(1003))),
    Case("log-local-elsewhere", theirs(FORWARDER), "log-handed-on", LOCALLY, "log-web-account", EVERYTHING,
         logs=Logs(*submitted(**TO_FORWARDER)), miss_logs=Logs(*submitted())),
    Case("log-system-account", LOCALLY, "log-system-account", LOCALLY, "log-local",
         logs=Logs(*submitted(0)), miss_logs=Logs(*submitted(1003))),
    Case("log-auto-reply", ours(postfix_local(US, 1003), extra=AUTO), "auto-reply-returned",
         ours(postfix_local(US, 1003)), "log-local", logs=Logs(*submitted(1003)), miss_logs=Logs(*submitted(1003))),
    Case("log-handed-in-again", ours(postfix_local(US, 1003), extra=SIEVE), "any_of", ours(postfix_local(US, 1003)),
         "log-local", logs=Logs(*submitted(1003)), miss_logs=Logs(*submitted(1003))),
    Case("log-local", LOCALLY, "log-local", LOCALLY, "script-observed", logs=Logs(*submitted(1003)),
         miss_logs=Logs(covered=None)),
    Case("log-theft", TO_US, "habit-many-places", TO_US, "log-theft-likely",
         logs=_sent(places=6, guesses=3, guessers=3), miss_logs=_sent(guesses=3, guessers=3)),
    Case("log-theft-swarm", TO_US, "any_of", TO_US, "log-theft-likely",
         logs=Logs(*usage(places=9, sender=VICTIM)), miss_logs=_sent(places=9)),
    Case("log-theft-wave", TO_US, "habit-strangers-only", TO_US, "log-login",
         logs=_sent(history=5, places=6, dead=6, delivered=True), miss_logs=_sent(history=5, places=6)),
    Case("log-theft-strangers", TO_US, "habit-flood", TO_US, "log-theft-by-machine",
         logs=_stranger(places=6, dead=70, size=0, delivered=True),
         miss_logs=_stranger(places=6, size=0, delivered=True)),
    Case("log-theft-likely", TO_US, "any_of", TO_US, "log-login",
         logs=_sent(guesses=3, guessers=3), miss_logs=_sent(history=5)),
    Case("log-theft-beside-owner", TO_US, "any_of", TO_US, "log-login",
         logs=_sent(history=5, seen=1, dead=8, client=RENTED), miss_logs=_sent(seen=2, dead=8, client=RENTED)),
    Case("log-theft-by-machine", TO_US, "any_of", TO_US, "log-login",
         logs=_stranger(dead=8, delivered=True), miss_logs=_stranger(dead=3, delivered=True)),
    Case("log-theft-elsewhere", TO_US, "habit-new-client", TO_US, "log-login",
         logs=_sent(history=5, dead=8), miss_logs=_sent(history=5, seen=1, dead=8)),
    Case("log-theft-other-name", TO_US, "habit-foreign-sender", TO_US, "log-login",
         logs=Logs(*usage(history=5, sender=VICTIM)), miss_logs=_sent(history=5)),
    Case("log-own", TO_US, "any_of", TO_US, "log-login", logs=_sent(),
         miss_logs=_sent(history=5, seen=1, client=RENTED)),
    Case("log-own-new-place", TO_US, "habit-known-contacts", TO_US, "log-login",
         logs=Logs(READS, *usage(history=5), *friend()), miss_logs=Logs(READS, *usage(history=5))),
    Case("log-login", TO_US, "log-login", TO_US, "log-open",
         logs=_sent(history=5), miss_logs=Logs(*accepted("localhost[127.0.0.1]"))),
    Case("log-passed-on", ours(TAKEN), "log-passed-on", ours(TAKEN), "log-open",
         logs=Logs(*accepted(original=ALIAS)), miss_logs=Logs(*accepted())),
    Case("log-open", ours(TAKEN), "any_of", ours(TAKEN), "passed-on-observed", logs=Logs(*accepted()),
         miss_logs=Logs(covered=None)),
    Case("fake-signs", attach(notice(UNKNOWN, None, words=BAIT)),
         "reporter-disagrees", attach(notice(UNCHECKED, None, words=BAIT)), "fake-sign"),
    Case("fake-sign", notice(UNKNOWN, [FROM_BOT], words=BAIT),
         "without reporter-agrees", theirs(FROM_BOT, words=BAIT), "odd-but-consistent"),
    Case("odd-but-consistent", theirs(FROM_BOT, words=BAIT),
         "any_of", theirs(FROM_BOT), "forged-direct"),
    Case("notice-handed-in-locally", notice([postfix_local(US)], [FROM_BOT]),
         "notice-by-local-account", notice([postfix_again(US)], [FROM_BOT]), "notice-only-claims"),
    Case("notice-only-claims", notice(UNKNOWN, [FROM_BOT]),
         "reporter-disagrees", theirs(FROM_BOT), "forged-direct"),
    Case("nothing-returned", theirs(), "any_of", theirs(FROM_BOT), "forged-direct"),
    Case("login-sent", ours(LOGIN), "in-sent-folder", ours(LOGIN), "login",
         logs=Logs(covered=None, sent=(MESSAGE_ID,)), miss_logs=Logs(covered=None)),
    Case("login", ours(LOGIN), "entry-login", ours(LOGIN.replace("ESMTPSA", "ESMTPS").replace(
        " (Authenticated sender: bob@victim.example)", "")), "relayed"),
    Case("sieve-redirect", ours(postfix_local(US, 5000), extra=SIEVE),
         "sieve-redirected", ours(postfix_local(US, 5000)), "local-observed"),
    Case("own-auto-reply", ours(postfix_local(US, 5000), extra=AUTO),
         "without entry-web-account", ours(postfix_local(US, 33), extra=AUTO), "script-observed"),
    Case("list-software", ours(postfix_local(US, 38), extra=LIST),
         "list-mail", ours(postfix_local(US, 38)), "system-account"),
    Case("plain-local", letter([lmtp(US), postfix_local(US)]),
         "plain-message", ours(postfix_local(US)), "script-observed"),
    Case("webmail", ours(postfix_local(US), extra="User-Agent: Roundcube Webmail/1.6.1\n"),
         "webmail-claimed", ours(postfix_local(US), extra="User-Agent: Mutt/2.2.9\n"), "script-observed"),
    Case("handed-in-again", ours(postfix_local(US, 1003), TAKEN),
         "handed-in-again", ours(postfix_local(US, 1003), postfix("x.test", "y.test", BOT)), "local-observed"),
    Case("script-observed", ours(postfix_local(US, 33)),
         "any_of", ours(postfix_local(US, 65534)), "local-observed"),
    Case("system-account", ours(postfix_local(US, 0)), "entry-system-account", ours(postfix_local(US, 1003)),
         "local-observed"),
    Case("local-observed", ours(postfix_local(US, 1003)),
         "entry-local:observed", ours(postfix_local(US, 1003)), "local-unsure",
         miss_options={**PARTIAL, "intake": "upload"}),
    Case("script-reported", theirs(FROM_US, postfix_local(US)),
         "without notice-with-sender", theirs(FROM_US, postfix_local(US), return_path="<x@remote.test>"),
         "local-unsure"),
    Case("local-unsure", notice(UNCHECKED, [FROM_US, postfix_local(US)]),
         "entry-local", notice(UNCHECKED, [FROM_US, LOOP]), "loopback"),
    Case("loopback", ours(LOOP), "entry-loopback", ours(TAKEN, failed=TO), "passed-on-observed"),
    Case("relayed-near-us", ours(postfix(US, "localhost", "192.0.2.20", None, ALIAS)),
         "relayed-near-us", ours(postfix(US, "localhost", "198.51.100.9", None, ALIAS)), "passed-on-observed"),
    Case("login-not-shown", ours(exchange(US, "pc", BOT)), "login-not-shown", ours(postfix(US, "pc", BOT)), "relayed"),
    Case("bounced-our-own", ours(TAKEN, failed=ALIAS, remote=None),
         "relayed-direct", ours(TAKEN_FROM_SERVER, failed=ALIAS, remote=None), "relayed"),
    Case("passed-on-observed", ours(TAKEN),
         "entry-relayed:observed", ours(TAKEN), "passed-on-reported", miss_options={**PARTIAL, "intake": "upload"}),
    Case("passed-on-reported", theirs(FROM_US, TAKEN),
         "passed-on", theirs(FROM_US, postfix(US, "bot", BOT, BOT_NAME, TO)), "relayed"),
    Case("relayed", theirs(FROM_US, postfix(US, "bot", BOT, BOT_NAME, TO)),
         "entry-relayed", theirs(FROM_US), "entry-not-shown"),
    Case("entry-not-shown", theirs(FROM_US),
         "any_of", theirs(FROM_SERVER), "other-service"),
    Case("forged-proven", BY_SERVER, "any_of", BY_SERVER, "other-service", EVERYTHING,
         logs=Logs(dns=SPF), miss_logs=Logs(dns=OPEN_SPF)),
    Case("forged-by-login", LOGGED_IN, "address-does-not-exist", LOGGED_IN, "other-service", NO_SUCH, EVERYTHING,
         logs=Logs(dns=SPF), miss_logs=Logs(dns=SPF)),
    Case("had-mail-of-ours", NEW_NAME, "log-gave-there", NEW_NAME, "other-service", EVERYTHING,
         logs=Logs(*GIVEN), miss_logs=Logs()),
    Case("forged-refused", theirs(FROM_BOT), "spf-fail-all", theirs(FROM_BOT), "forged-direct", EVERYTHING,
         logs=Logs(covered=None, dns=SPF), miss_logs=Logs(covered=None, dns=OPEN_SPF)),
    Case("forged-by-bot", theirs(FROM_BOT), "log-absent", theirs(FROM_BOT), "forged-direct", EVERYTHING,
         logs=Logs(dns=OPEN_SPF), miss_logs=Logs(covered=None, dns=OPEN_SPF)),
    Case("replayed", theirs(FROM_BOT), "handover-foreign-direct", BY_SERVER, "someone-passed-on", EVERYTHING,
         logs=Logs(*ELSEWHERE), miss_logs=Logs(*ELSEWHERE)),
    Case("replayed-by-bot", theirs(FROM_BOT), "any_of", theirs(FROM_BOT), "someone-passed-on", EVERYTHING,
         logs=Logs(*BOBS_ELSEWHERE, dns=OPEN_SPF), miss_logs=Logs(*BOBS_ELSEWHERE)),
    Case("someone-passed-on", BY_SERVER, "log-other-recipient", BY_SERVER, "other-service", EVERYTHING,
         logs=Logs(*ELSEWHERE), miss_logs=Logs()),
    Case("renamed", RENAMED, "log-id-known", RENAMED, "other-service", EVERYTHING,
         logs=Logs(*accepted(message_id="2@x.test")), miss_logs=Logs()),
    Case("signed-service", signed(), "spf-pass-shared", signed(), "signed", EVERYTHING, logs=SERVICE, miss_logs=KEYS),
    Case("signed", signed(), "any_of", theirs(FROM_BOT), "forged-direct", EVERYTHING, logs=KEYS, miss_logs=KEYS),
    Case("forged-absent", theirs(FROM_BOT), "log-absent", theirs(FROM_BOT), "forged-direct",
         logs=Logs(), miss_logs=Logs(covered=None)),
    Case("forged-no-such-address", theirs(FROM_BOT),
         "address-does-not-exist", theirs(FROM_BOT), "forged-direct", NO_SUCH, EVERYTHING),
    Case("forged-observed", letter([lmtp(US), TAKEN]),
         "handover-foreign-direct:observed", letter([lmtp(US), TAKEN_FROM_SERVER]), "other-service"),
    Case("forged-direct", theirs(FROM_BOT),
         "handover-foreign-direct:reported", theirs(FROM_SERVER), "other-service"),
    Case("own-network", theirs(FROM_US), "handover-own-network", theirs(FROM_BOT), "forged-direct", NETWORK),
    Case("near-us", theirs(postfix(R, WEB, "203.0.113.20", WEB, TO)),
         "any_of", theirs(postfix(R, WEB, "203.0.113.20", None, TO)), "other-service"),
    Case("other-service", theirs(FROM_SERVER), "any_of", theirs(postfix(R, US, "172.17.0.1", None, TO)),
         "nothing-known"),
)  # fmt: skip
ROWS = {rule.name: rule for rule in newest().rules}


def facts(data: bytes, logs: Logs | None, options: dict[str, Any]) -> frozenset[str]:
    found = evidence(data, logs, **options)
    return frozenset(item.kind for item in found) | frozenset(f"{item.kind}:{item.standing}" for item in found)


def row(data: bytes, options: dict[str, Any], logs: Logs | None = None) -> str:
    verdict = check(data, logs, **options).verdict
    assert verdict is not None
    return verdict.rule


def lacking(rule: Rule, seen: frozenset[str]) -> list[str]:
    """The conditions of the row that the facts do not meet."""
    missing = [fact for fact in rule.needs if fact not in seen]
    if rule.any_of and not any(fact in seen for fact in rule.any_of):
        missing.append("any_of")
    return missing + [f"without {fact}" for fact in rule.without if fact in seen]


def test_every_row_has_a_case_and_each_but_the_last_a_near_miss():
    assert [case.row for case in CASES] == [rule.name for rule in newest().rules[:-1]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_hit(case):
    assert row(case.hit, case.options, case.logs) == case.row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_near_miss_lacks_one_condition_and_comes_to_another_row(case):
    options = case.miss_options or case.options
    assert lacking(ROWS[case.row], facts(case.miss, case.miss_logs, options)) == [case.lacks]
    assert row(case.miss, options, case.miss_logs) == case.instead


def test_the_last_row_takes_what_is_left():
    assert row(theirs(postfix(R, US, "172.17.0.1", None, TO)), PARTIAL) == newest().rules[-1].name


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda ruleset: ruleset.date)
class TestEachRuleset:
    def test_the_last_row_matches_everything(self, ruleset):
        last = ruleset.rules[-1]
        assert last.matches(frozenset())
        assert (last.cause, last.certainty) == ("undetermined", "unclear")

    def test_no_kind_stands_on_both_sides_of_a_cause(self, ruleset):
        for cause, kinds in ruleset.speaks_for.items():
            assert not set(kinds) & set(ruleset.speaks_against.get(cause, ())), cause

    def test_no_other_row_matches_nothing(self, ruleset):
        assert not [rule.name for rule in ruleset.rules[:-1] if rule.matches(frozenset())]

    def test_conditions_are_kinds_that_the_code_can_find(self, ruleset):
        for rule in ruleset.rules:
            for fact in (*rule.needs, *rule.any_of, *rule.without):
                kind, colon, standing = fact.partition(":")
                assert kind in BY_NAME, f"{rule.name}: {fact}"
                assert not colon or standing in get_args(Standing), f"{rule.name}: {fact}"

    def test_names_are_unique(self, ruleset):
        names = [rule.name for rule in ruleset.rules]
        assert len(names) == len(set(names))

    def test_unclear_belongs_to_undetermined_alone(self, ruleset):
        assert all((rule.certainty == "unclear") == (rule.cause == "undetermined") for rule in ruleset.rules)

    def test_no_row_contradicts_itself(self, ruleset):
        for rule in ruleset.rules:
            assert not set(rule.needs) & set(rule.without), rule.name
            assert rule.missing or rule.certainty == "certain", f"{rule.name}: what would settle it?"

    def test_what_is_only_claimed_decides_nothing(self, ruleset):
        """Whatever mark a stranger can write into the message in question is never all that a row rests on."""
        claimed = {"script-marker-claimed", "login-marker-claimed", "our-host-claimed-below", "sieve-redirected",
                   "auto-reply-returned", "list-mail", "webmail-claimed", "script-marker-other-uid"}  # fmt: skip
        for rule in ruleset.rules:
            if rule.cause not in ("undetermined", "fake"):
                assert set(rule.needs) - claimed, rule.name


def test_every_kind_of_evidence_occurs_in_a_case():
    shown = {item.kind for sample in SAMPLES for item in evidence(sample.hit, **sample.options)}
    shown |= {item.kind for case in CASES for item in evidence(case.hit, case.logs, **case.options)}
    shown |= {item.kind for sample in PROOF for item in evidence(sample.hit, sample.logs, **EVERYTHING)}
    by_the_notice = {"odd-link", "odd-not-this-mta", "odd-not-system-sender"}  # tests of whosent.notice.genuine
    by_others = {"client-place", "log-not-read"}  # other answers than those of logs: tests of their own in test_proof
    assert set(BY_NAME) - shown == by_the_notice | by_others


def content_hash(ruleset: Ruleset) -> str:
    return hashlib.sha256(msgspec.json.encode(ruleset, order="sorted")).hexdigest()


def test_released_rulesets_are_never_edited():
    hashes = {ruleset.date: content_hash(ruleset) for ruleset in RULESETS}
    assert {date: hashes.get(date) for date in RELEASED} == RELEASED


def test_only_the_newest_may_still_change():
    assert [ruleset.date for ruleset in RULESETS[:-1]] == sorted(RELEASED)[: len(RULESETS) - 1]
    assert [ruleset.date for ruleset in RULESETS] == sorted({ruleset.date for ruleset in RULESETS})


def test_the_hash_sees_every_change():
    ruleset = newest()
    first = ruleset.rules[0]
    changed = replace(first, without=("handover-ours",))
    rows = (changed, *ruleset.rules[1:])
    assert content_hash(ruleset) == content_hash(replace(ruleset, date=ruleset.date))
    for change in ({"rules": rows}, {"rules": ruleset.rules[::-1]}, {"speaks_for": {}}, {"speaks_against": {}}):
        assert content_hash(ruleset) != content_hash(replace(ruleset, **change))
