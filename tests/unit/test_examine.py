"""One message through all stages: which are judged, what a case says, what is asked."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import lmtp, postfix, postfix_again, postfix_local
from tests.unit.walk.notices import (
    BOT,
    BOT_NAME,
    FROM_BOT,
    FROM_R,
    FROM_US,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    R,
    check,
    letter,
    notice,
    say,
)

from whosent.examine import examine
from whosent.model.item import Item
from whosent.model.question import NotObserved, Observed, Question
from whosent.service.ownside import own_side
from whosent.verdict.rule import Rule, Ruleset

JOE = notice(FROM_R, [FROM_BOT, postfix_local(US)])
SCRIPT = notice([lmtp(US), postfix_again(US)], [postfix_local(US)], reporter=US)


def wrapper(*inner: bytes, kind: str = "message/rfc822", name: str = "") -> bytes:
    parts = "".join(f"--mm\nContent-Type: {kind}{name and f'; name={name}'}\n\n{data.decode()}\n" for data in inner)
    return (f"Received: {postfix(US, 'mx.friend.test', '198.51.100.80', 'mx.friend.test', VICTIM)}\n"
            f"From: friend@friend.test\nTo: {VICTIM}\nSubject: look\nMIME-Version: 1.0\n"
            "Content-Type: multipart/mixed; boundary=mm\n\n--mm\n\nlook at this\n"
            f"{parts}--mm--\n").encode()  # fmt: skip


def cases(data: bytes, **options):
    return examine(Item("in.eml", data), own_side(**options), {})


class TestWhatIsJudged:
    def test_a_bounce(self):
        assert say(JOE, **PARTIAL) == "forged likely (forged-direct)"

    def test_a_letter_in_our_name(self):
        assert say(letter([lmtp(US), postfix(US, "bot", BOT, BOT_NAME, VICTIM)]), **PARTIAL).startswith("forged likely")

    def test_by_default_our_name_is_the_address_it_was_delivered_to(self):
        lines = [postfix(US, "bot", BOT, BOT_NAME, VICTIM)]
        assert say(letter(lines)).startswith("forged likely")
        assert say(letter(lines, sender="other@victim.example")) == "none"

    @pytest.mark.parametrize("sender", [
        "friend@friend.test", f'"{VICTIM}" <evil@evil.test>', f"evil@evil.test ({VICTIM})",
        f'"{VICTIM}"@evil.test', "info@victim.example.evil.test", "info@v\u0456ctim.example",
    ], ids=["plain", "display-name", "comment", "quoted-local-part", "longer-domain", "homograph"])  # fmt: skip
    def test_near_miss_a_letter_in_somebody_elses_name(self, sender):
        data = letter([postfix(US, "bot", BOT, BOT_NAME, VICTIM)], envelope="x@evil.test")
        assert say(data.replace(f"From: <{VICTIM}>".encode(), f"From: {sender}".encode()), **PARTIAL) == "none"

    def test_a_letter_whose_envelope_is_ours(self):
        data = letter([postfix(US, "bot", BOT, BOT_NAME, VICTIM)], sender="x@evil.test", envelope=VICTIM)
        assert say(data, **PARTIAL).startswith("forged likely")

    def test_an_automatic_reply_speaks_about_no_message_of_ours(self):
        data = letter([postfix(US, "mx.x.test", R_IP, "mx.x.test", VICTIM)], sender="a@x.test",
                      extra="Auto-Submitted: auto-replied\n", subject="Out of office")  # fmt: skip
        assert say(data, **PARTIAL) == "none"

    def test_nothing_at_all(self):
        (case,) = cases(b"")
        assert case.verdict is None


class TestWrappers:
    def test_one_notice_inside_keeps_the_name(self):
        assert [case.source for case in cases(wrapper(JOE), **PARTIAL)] == ["in.eml"]

    def test_several_are_counted_from_one(self):
        assert [case.source for case in cases(wrapper(JOE, SCRIPT), **PARTIAL)] == ["in.eml#1", "in.eml#2"]

    def test_what_somebody_attached_is_not_observed(self):
        (case,) = cases(wrapper(SCRIPT), **PARTIAL)
        assert {hop.standing for hop in case.hops} == {"reported"}
        assert case.verdict is not None
        assert (case.verdict.cause, case.verdict.rule) == ("undetermined", "local-unsure")

    def test_an_eml_file_of_any_type(self):
        (case,) = cases(wrapper(JOE, kind="application/octet-stream", name="bounce.eml"), **PARTIAL)
        assert case.notice.kind == "bounce"

    def test_a_friends_copy_starts_at_the_friends_server(self):
        copy = letter([postfix("mx.friend.test", "bot", BOT, BOT_NAME, "f@friend.test"), FROM_US], to="f@friend.test")
        (case,) = cases(wrapper(copy), **PARTIAL)
        assert case.hand_over_ip == BOT
        assert case.verdict is not None
        assert case.verdict.cause == "forged"

    def test_near_miss_a_bounce_that_returns_a_message_is_no_wrapper(self):
        (case,) = cases(JOE, **PARTIAL)
        assert case.notice.kind == "bounce"


class TestReconstructed:
    """Outlook's .msg: header lines were rebuilt, so nothing was observed."""

    def test_our_own_lines_are_reported(self):
        case = check(SCRIPT, reconstructed=True, **PARTIAL)
        assert {hop.standing for hop in case.hops} == {"reported"}
        assert case.verdict is not None
        assert case.verdict.certainty != "certain"

    def test_near_miss_the_same_from_the_store(self):
        verdict = check(SCRIPT, **PARTIAL).verdict
        assert verdict is not None
        assert (verdict.cause, verdict.certainty) == ("script", "certain")


class TestTheCase:
    def test_hops_with_places(self):
        case = check(JOE, **PARTIAL)
        assert [(hop.of, hop.place) for hop in case.hops] == [
            ("notice", "border"), ("notice", ""), ("returned", "hand-over"), ("returned", ""),
        ]  # fmt: skip
        assert case.hand_over_ip == BOT

    def test_where_it_came_from(self):
        origin = check(JOE, **PARTIAL).verdict.origin
        assert (origin.entry, origin.ip) == ("foreign", BOT)
        origin = check(SCRIPT, **PARTIAL).verdict.origin
        assert (origin.entry, origin.ip, origin.uid, origin.queue_id) == ("local", None, 33, "5D2F825416C")

    def test_a_login_names_the_account(self):
        line = postfix(US, "pc", BOT, BOT_NAME, TO, login="bob@victim.example")
        verdict = check(notice([postfix_again(US)], [line], reporter=US), **PARTIAL).verdict
        assert (verdict.origin.entry, verdict.origin.mailbox, verdict.origin.ip) == ("login", "bob@victim.example", BOT)

    @pytest.mark.parametrize(("login", "relation"), [
        (VICTIM, "addressee"), ("INFO@victim.example", "addressee"), ("info", "addressee"),
        ("bob@victim.example", "same-domain"), ("bob", "unknown"), ("bob@tenant.test", "other-tenant"),
    ])  # fmt: skip
    def test_whose_account_it_was(self, login, relation):
        line = postfix(US, "pc", BOT, BOT_NAME, TO, login=login)
        verdict = check(notice([postfix_again(US)], [line], reporter=US), **PARTIAL).verdict
        assert verdict.subject.relation == relation

    def test_a_login_that_is_only_claimed_is_nobodys(self):
        line = postfix(US, "pc", BOT, BOT_NAME, TO, login=VICTIM)
        verdict = check(notice(FROM_R, [FROM_BOT, line]), **PARTIAL).verdict
        assert (verdict.subject.address, verdict.origin.mailbox) == (None, None)

    def test_the_directory_of_a_script_only_where_a_program_here_handed_it_in(self):
        extra = "X-Source-Dir: shop.example:/public_html\n"
        ours = notice([postfix_again(US)], [postfix_local(US)], reporter=US, extra=extra)
        assert check(ours, **PARTIAL).verdict.origin.dir == "shop.example:/public_html"
        assert check(notice(FROM_R, [FROM_BOT], extra=extra), **PARTIAL).verdict.origin.dir is None

    def test_lines_are_shown_on_demand_only(self):
        (case,) = examine(Item("x", JOE), own_side(**PARTIAL), {}, show=True)
        assert case.lines["returned:2"].startswith("Received: from bot")
        assert check(JOE, **PARTIAL).lines == {}

    def test_victim_and_addressee(self):
        case = check(notice(FROM_R, [FROM_BOT], path="SRS0=HH=TT=victim.example=x@fwd.test"), **PARTIAL)
        assert (case.victim, case.addressee) == ("x@victim.example", VICTIM)

    def test_where_the_links_of_html_lead_tells_campaigns_apart(self):
        def sent(host: str) -> str | None:
            body = f'<p>Listen to your new <a href="https://{host}/x">message</a> here today</p>'
            data = letter(FROM_R, extra="Content-Type: text/html\n").replace(b"Buy now.", body.encode())
            return check(data, **PARTIAL).fingerprint

        assert sent("a.box.test") == sent("b.box.test") is not None
        assert sent("a.box.test") != sent("a.other.test")


class TestQuestions:
    BY_NAME = {"names": ["victim.example"], "own": [US], "own_complete": True}  # noqa: RUF012
    UNNAMED = notice(FROM_R, [postfix(R, US, OUR_IP, None, TO), postfix_local(US)])
    A, AAAA = Question("A", US), Question("AAAA", US)

    def test_what_is_not_known_is_asked(self):
        assert check(self.UNNAMED, **self.BY_NAME).open_questions[:2] == (self.A, self.AAAA)

    def test_the_answer_changes_the_verdict(self):
        answers = {self.A: Observed((OUR_IP,)), self.AAAA: Observed(())}
        assert check(self.UNNAMED, answers, **self.BY_NAME).open_questions == ()
        assert say(self.UNNAMED, answers, **self.BY_NAME) == "script likely (script-reported)"

    def test_i_could_not_look_is_an_answer(self):
        answers = dict.fromkeys((self.A, self.AAAA, Question("TXT", "victim.example")), NotObserved("off"))
        case = check(self.UNNAMED, answers, **self.BY_NAME)
        assert case.open_questions == ()
        assert case.verdict.cause == "undetermined"


def test_an_older_ruleset_can_be_replayed():
    old = Ruleset("2000-01-01", (Rule("rest", "undetermined", "unclear"),))
    (case,) = examine(Item("x", JOE), own_side(**PARTIAL), {}, old)
    assert case.verdict is not None
    assert (case.verdict.ruleset, case.verdict.cause) == ("2000-01-01", "undetermined")
