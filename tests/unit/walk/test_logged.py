"""What our logs say about the very message of a notice, and what they must not be made to say."""

from __future__ import annotations

from typing import Any

from tests.unit.walk.logs import ID, LOCAL_ID, Logs, accepted, queued, redirected, sent, submitted
from tests.unit.walk.mtas import postfix, postfix_local
from tests.unit.walk.notices import (
    ALIAS,
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_BOT,
    FROM_US,
    OUR_IP,
    TO,
    US,
    R,
    check,
    ours,
    say,
    theirs,
)
from tests.unit.walk.notices import kinds as all_kinds

from whosent.model.case import Case

BOB = "bob@victim.example"
SPF = {"TXT victim.example": ["v=spf1 ip4:192.0.2.10 -all"]}
AT_R = "4C96E2547B0"
"""R's own queue id in its Received line (`mtas.postfix` prints one id for everybody)."""


def case(data: bytes, logs: Logs, **options: Any) -> Case:
    return check(data, logs, **(options or EVERYTHING))


def said(data: bytes, logs: Logs, **options: Any) -> str:
    return say(data, logs, **(options or EVERYTHING))


def kinds(data: bytes, logs: Logs) -> set[str]:
    return all_kinds(data, logs, **EVERYTHING)


class TestFound:
    def test_our_own_notice_by_queue_id_and_recipient(self):
        data = ours(postfix(US, "pc", BOT, BOT_NAME, TO))
        found = case(data, Logs(*accepted(login=BOB))).verdict
        assert found is not None
        assert (found.origin.entry, found.origin.mailbox, found.origin.queue_id) == ("login", BOB, ID)

    def test_handed_to_the_reporter_under_its_own_id(self):
        data = theirs(FROM_US, postfix_local(US))
        logs = Logs(*submitted(message_id="other@victim.example", outcome=sent(AT_R)))
        assert "log-passed" not in kinds(data, logs), "another message with the same id at the next host"
        assert "log-web-account" in kinds(data, Logs(*submitted(outcome=sent(AT_R))))

    def test_a_message_that_went_through_two_hosts(self):
        first = submitted(host="web1", relay=f"{US}[{OUR_IP}]:25", outcome=sent("AAAA0000001"))
        second = accepted("web1.victim.example[192.0.2.20]", id_="AAAA0000001", outcome=sent(AT_R))
        two = {**EVERYTHING, "own": [US, OUR_IP, "web1.victim.example", "192.0.2.20"]}
        found = case(theirs(FROM_US), Logs(*first, *second), **two).verdict
        assert found is not None
        assert (found.rule, found.origin.uid, found.origin.queue_id) == ("log-web-account", 33, LOCAL_ID)
        stranger = case(theirs(FROM_US), Logs(*first, *second)).verdict
        assert stranger is not None
        assert stranger.origin.uid is None

    def test_a_content_filter_on_loopback_is_crossed_where_both_ids_are_bound(self):
        inside = "127.0.0.1[127.0.0.1]:10024"
        first = accepted(login=BOB, id_="AAAA0000001", relay=inside, outcome=sent("BBBB0000002"))
        second = accepted("localhost[127.0.0.1]", id_="BBBB0000002", outcome=sent(AT_R))
        found = case(theirs(FROM_US), Logs(*first, *second)).verdict
        assert found is not None
        assert (found.origin.mailbox, found.origin.queue_id) == (BOB, "AAAA0000001")

    def test_an_alias_goes_on_as_another_message(self):
        again = accepted(
            to=ALIAS, id_="AAAA0000001", relay="local", outcome="dsn=2.0.0, status=sent (forwarded as BBBB0000002)"
        )
        data = ours(postfix(US, "bot", BOT, BOT_NAME, ALIAS))
        assert said(data, Logs(*again, *queued("BBBB0000002"))) == "forwarded certain (log-passed-on)"

    def test_a_virtual_alias_within_one_message(self):
        data = ours(postfix(US, "bot", BOT, BOT_NAME, ALIAS))
        assert said(data, Logs(*accepted(original=ALIAS))) == "forwarded certain (log-passed-on)"

    def test_a_sieve_redirect_is_no_script(self):
        data = ours(postfix_local(US, 5000))
        assert said(data, Logs(*redirected(), *submitted(5000))) == "forwarded certain (log-redirect)"
        assert said(data, Logs(*submitted(5000))) == "script likely (log-local)"

    def test_a_forwarder_behind_us(self):
        over = postfix(R, "fwd.test", "198.51.100.7", "fwd.test", TO)
        logs = Logs(*accepted("pc.dsl.test[198.51.100.77]", BOB, to="x@fwd.test", relay="fwd.test[198.51.100.7]:25",
                              outcome=sent("CCCC0000003")))  # fmt: skip
        assert {"log-handed-on", "log-login"} <= kinds(theirs(over), logs)


class TestScript:
    PHP = ("[24-Nov-2026 09:00:00 UTC] mail() on [/var/www/shop/contact.php:7]: To: nobody@remote.test -- Headers: "
           "From: <info@victim.example> -- Subject: Cheap watches")  # fmt: skip
    DATA = ours(postfix_local(US))

    def test_path_line_and_request(self):
        access = '203.0.113.5 - - [24/Nov/2026:08:59:59 +0000] "POST /contact.php HTTP/1.1" 200 12 "-" "curl"'
        found = case(self.DATA, Logs(*submitted(), php=(self.PHP,), access=(access,))).verdict
        assert found is not None
        assert (found.rule, found.origin.script) == ("log-script", "/var/www/shop/contact.php")
        assert [e.params["client"] for e in found.evidence_for if e.kind == "log-request"] == ["203.0.113.5"]

    def test_of_several_clients_the_one_that_called_within_a_second(self):
        three = ((5, "08:59:59", "POST"), (6, "08:59:51", "POST"), (7, "09:00:00", "GET"))
        requests = [
            f'203.0.113.{n} - - [24/Nov/2026:{clock} +0000] "{method} /contact.php HTTP/1.1" 200 12 "-" "x"'
            for n, clock, method in three
        ]
        found = case(self.DATA, Logs(*submitted(), php=(self.PHP,), access=requests)).verdict
        assert found is not None
        assert [e.params["client"] for e in found.evidence_for if e.kind == "log-request"] == ["203.0.113.5"]
        both = [*requests, requests[0].replace("113.5", "113.8").replace("08:59:59", "09:00:01")]
        assert "log-request" not in kinds(self.DATA, Logs(*submitted(), php=(self.PHP,), access=both))

    def test_two_scripts_that_fit_name_none(self):
        other = self.PHP.replace("shop/contact", "blog/spam")
        found = case(self.DATA, Logs(*submitted(), php=(self.PHP, other))).verdict
        assert found is not None
        assert (found.rule, found.origin.script) == ("log-web-account", None)

    def test_a_call_with_another_subject_author_or_hour_is_another_message(self):
        for wrong in (self.PHP.replace("Cheap watches", "Order 12"), self.PHP.replace("<info@", "<shop@"),
                      self.PHP.replace("09:00:00", "09:07:00")):  # fmt: skip
            found = case(self.DATA, Logs(*submitted(), php=(wrong,))).verdict
            assert found is not None
            assert found.origin.script is None

    def test_clocks_of_different_zones(self):
        php = self.PHP.replace("09:00:00 UTC", "10:00:01 Europe/Berlin")
        found = case(self.DATA, Logs(*submitted(), php=(php,))).verdict
        assert found is not None
        assert found.origin.script == "/var/www/shop/contact.php"


class TestNotBelieved:
    def test_a_replay_of_our_users_mail_is_not_our_sending(self):
        logs = Logs(*accepted("pc.dsl.test[198.51.100.77]", BOB, to="evil@spam.test",
                              relay="mx.spam.test[203.0.113.66]:25", outcome=sent("CCCC0000003")))  # fmt: skip
        assert said(theirs(FROM_BOT), logs) == "forged likely (replayed)"

    def test_a_remote_answer_that_names_one_of_our_ids(self):
        """A spammer's server answers bob's letter with the id of a message that a script of ours sent."""
        letter = accepted(login=BOB, id_="AAAA0000001", to="x@spam.test", message_id="letter@victim.example",
                          relay="mx.spam.test[203.0.113.66]:25", outcome=sent(LOCAL_ID))  # fmt: skip
        found = case(theirs(FROM_US, postfix_local(US)), Logs(*letter, *submitted(outcome=sent(AT_R)))).verdict
        assert found is not None
        assert (found.origin.entry, found.origin.uid) == ("local", 33)

    def test_the_same_by_a_client_that_is_not_ours(self):
        first = accepted(login=BOB, id_="AAAA0000001", to="x@spam.test", relay="mx.spam.test[203.0.113.66]:25",
                         outcome=sent("BBBB0000002"))  # fmt: skip
        second = accepted(f"{BOT_NAME}[{BOT}]", id_="BBBB0000002", original=ALIAS, outcome=sent(AT_R))
        found = case(theirs(FROM_US), Logs(*first, *second)).verdict
        assert found is not None
        assert (found.origin.entry, found.origin.mailbox) == ("relayed", None)

    def test_imitated_hops_with_a_true_queue_id(self):
        logs = Logs(*accepted(login=BOB, id_="AAAA0000001", to="evil@spam.test", message_id="true@victim.example"))
        imitated = postfix(US, "pc", "198.51.100.77", "pc.dsl.test", TO, login=BOB).replace(ID, "AAAA0000001")
        verdict = case(theirs(FROM_BOT, imitated), logs).verdict
        assert verdict is not None
        assert verdict.cause != "mailbox"
        assert verdict.origin.mailbox is None

    def test_a_queue_id_that_was_used_again(self):
        monday = accepted(login=BOB, to="a@x.test", message_id="monday@victim.example", clock="Nov 23 09:00:00")
        tuesday = submitted(id_=ID)
        found = case(ours(postfix(US, "pc", BOT, BOT_NAME, TO)), Logs(*monday, *tuesday)).verdict
        assert found is not None
        assert (found.origin.entry, found.origin.mailbox) == ("local", None)


class TestAbsent:
    def test_complete_logs_and_a_closed_list(self):
        assert said(theirs(FROM_BOT), Logs(dns=SPF)) == "forged certain (forged-proven)"

    def test_through_a_server_too(self):
        over = postfix(R, "x.test", BOT, "x.test", TO)
        assert said(theirs(over), Logs(dns=SPF)) == "forged certain (forged-proven)"
        assert said(theirs(over), Logs()) == "undetermined unclear (other-service)"

    def test_what_the_logs_do_not_cover_proves_nothing(self):
        over = postfix(R, "x.test", BOT, "x.test", TO)
        for logs in (Logs(covered=None, dns=SPF), Logs(covered=("0000-11-24T09:30:00", "0000-11-24T23:00:00"), dns=SPF),
                     Logs(hosts=("other",), dns=SPF)):  # fmt: skip
            assert said(theirs(over), logs) == "undetermined unclear (other-service)"

    def test_a_second_host_of_ours_without_a_log(self):
        over = postfix(R, "x.test", BOT, "x.test", TO)
        two = {**EVERYTHING, "own": [US, OUR_IP, "out2.victim.example", "192.0.2.11"]}
        assert said(theirs(over), Logs(dns=SPF), **two) == "undetermined unclear (other-service)"
        assert said(theirs(over), Logs(hosts=("mail", "out2"), dns=SPF), **two) == "forged certain (forged-proven)"

    def test_a_service_that_the_domain_permits_is_no_forger(self):
        dns = {"TXT victim.example": ["v=spf1 ip4:192.0.2.10 include:_spf.esp.test -all"],
               "TXT _spf.esp.test": ["v=spf1 ip4:203.0.113.9 -all"]}  # fmt: skip
        over = postfix(R, "out.esp.test", BOT, "out.esp.test", TO)
        assert said(theirs(over), Logs(dns=dns)) == "undetermined unclear (other-service)"

    def test_without_an_identifier_nothing_is_absent(self):
        data = theirs(FROM_BOT.replace(f" id {ID}", "")).replace(b"Message-ID: <spam.1@victim.example>\n", b"")
        data = data.replace(b"X-Postfix-Queue-ID: 4BBB22222B2\n", b"")
        assert "log-absent" not in kinds(data, Logs(dns=SPF))

    def test_a_date_before_the_logs_counts_where_a_line_names_us(self):
        late = Logs(covered=("0000-11-24T09:00:00", "0000-11-24T23:00:00"), dns=SPF)
        over = postfix(R, "x.test", BOT, "x.test", TO)
        assert said(theirs(over), late) == "forged certain (forged-proven)"
        assert said(theirs(over, postfix_local(US)), late) == "undetermined unclear (other-service)"
