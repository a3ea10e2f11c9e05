"""The live answerer against a real name server on loopback that also lies, loops, cuts, and keeps silent."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from tests.unit.adapters.nameserver import NameServer
from tests.unit.service.messages import bounce

from whosent.adapters.dns import IN_FLIGHT, NO_TIME, NOTHING, TOO_LARGE, Resolver, query_name
from whosent.model.item import Item
from whosent.model.question import Answer, NotObserved, Observed, Question, Topic
from whosent.service.check import Settings
from whosent.service.ownside import own_side
from whosent.service.run import Run


@pytest.fixture
def server() -> Iterator[NameServer]:
    server = NameServer()
    yield server
    server.close()


@pytest.fixture
def ask(server):
    resolver = Resolver(["127.0.0.1"], server.port, patience=0.6)

    def ask(topic: Topic, name: str, seconds: float = 5.0) -> Answer:
        question = Question(topic, name)
        return resolver([question], seconds)[question]

    return ask


@pytest.mark.parametrize(
    ("topic", "name", "values"),
    [
        ("TXT", "plain.victim.example", ("v=spf1 -all",)),
        ("TXT", "PLAIN.Victim.Example.", ("v=spf1 -all",)),
        ("TXT", "joined.victim.example", ("v=DKIM1; p=abc",)),
        ("MX", "mx.victim.example", ("10 mx1.victim.example", "20 mx2.victim.example")),
        ("MX", "null.victim.example", ("0 .",)),
        ("A", "host.victim.example", ("192.0.2.3", "192.0.2.7")),
        ("AAAA", "host.victim.example", ("2001:db8::7",)),
        ("A", "alias.victim.example", ("192.0.2.7",)),
        ("PTR", "192.0.2.1", ("mail.victim.example",)),
    ],
)
def test_answers(ask, topic, name, values):
    assert ask(topic, name) == Observed(values)


@pytest.mark.parametrize(
    ("topic", "name"),
    [("TXT", "absent.victim.example"), ("MX", "plain.victim.example"), ("PTR", "192.0.2.99"),
     ("TXT", "a..b"), ("TXT", "x" * 64 + ".example"), ("TXT", ".".join(["x" * 60] * 5)), ("A", ""), ("A", "."),
     ("A", "two words.example"), ("PTR", "not-an-address"), ("TXT", "nul\0.example"), ("TXT", "\udcff.example")],
)  # fmt: skip
def test_what_does_not_exist_is_an_observation(ask, topic, name):
    assert ask(topic, name) == NOTHING


def test_backslash_hides_no_dot():
    name = query_name(Question("TXT", "evil\\.victim.example"))
    assert name is not None
    assert name.labels == (b"evil\\", b"victim", b"example", b"")


def test_servfail_is_not_absence(ask):
    assert ask("TXT", "servfail.victim.example") == NotObserved("the name server could not answer (SERVFAIL)")


def test_silence_ends_in_time_and_is_asked_again(ask, server):
    start = time.monotonic()
    assert ask("TXT", "silent.victim.example") == NotObserved("no answer from the name server within 0.6 seconds")
    assert time.monotonic() - start < 4
    assert server.asked["silent.victim.example.", "TXT", "udp"] > 1


def test_late_answer_still_counts(ask):
    assert ask("TXT", "late.victim.example") == Observed(("late but true",))


def test_answer_with_another_id_is_not_believed(ask):
    assert ask("TXT", "wrongid.victim.example") == Observed(("honest",))


@pytest.mark.parametrize("name", ["garbage.victim.example", "loop.victim.example", "cutdead.victim.example"])
def test_unusable_answers_are_no_observation(ask, name):
    assert isinstance(ask("A" if name.startswith("loop") else "TXT", name), NotObserved)


def test_cut_answer_is_fetched_over_tcp(ask, server):
    assert ask("TXT", "cut.victim.example") == Observed(("v=spf1 ip4:192.0.2.0/24 -all",))
    assert server.asked["cut.victim.example.", "TXT", "tcp"] == 1


@pytest.mark.parametrize(("topic", "name"), [("A", "many.victim.example"), ("TXT", "long.victim.example")])
def test_excessive_answers_are_refused(ask, topic, name):
    assert ask(topic, name) == TOO_LARGE


def test_control_characters_do_not_get_through(ask):
    assert ask("TXT", "escape.victim.example") == Observed(("\ufffd[31mred\ufffd ä \ufffd",))


def test_many_questions_run_together_but_not_too_many(server):
    resolver = Resolver(["127.0.0.1"], server.port, patience=5)
    questions = [Question("TXT", f"slow{n}.victim.example") for n in range(120)]
    answers = resolver(questions, 20.0)
    assert set(answers.values()) == {Observed(("slow",))}
    assert 2 < server.at_once <= IN_FLIGHT


def test_time_for_all_is_limited_and_the_quick_ones_are_kept(server):
    resolver = Resolver(["127.0.0.1"], server.port, patience=30)
    quick, never = Question("TXT", "plain.victim.example"), Question("TXT", "silent.victim.example")
    assert resolver([never, quick], 1.0) == {never: NO_TIME, quick: Observed(("v=spf1 -all",))}


def test_dead_server_is_not_observed():
    resolver = Resolver(["127.0.0.1"], 1, patience=0.6)
    question = Question("A", "host.victim.example")
    assert isinstance(resolver([question], 5.0)[question], NotObserved)


def test_a_run_asks_the_network_for_our_names_only(server):
    side = own_side(names=["victim.example"], own=["host.victim.example", "host.elsewhere.test"], own_complete=True)
    resolver = Resolver(["127.0.0.1"], server.port, patience=0.6)
    with Run(Settings(side, "own"), resolver, jobs=2) as run:
        results = [result for result, _ in run.results(Item(str(n), bounce(ip=f"203.0.113.{n}")) for n in range(250))]
    assert len(results) == 250
    assert all(result.verdict.cause == "forged" for result in results)
    assert {name for name, _, _ in server.asked} == {
        "host.victim.example.",
        "host.elsewhere.test.",
        "victim.example.",
        "_dmarc.victim.example.",
    }
    assert set(server.asked.values()) == {1}
