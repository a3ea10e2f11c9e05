"""Several processes: the same results in the same order, questions answered by the parent, and death survived."""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import contextmanager

import pytest
from tests.unit.service.messages import LETTER, bounce

from whosent.model.item import Item, Unreadable
from whosent.model.question import Observed, Question
from whosent.service.check import Checker, Settings
from whosent.service.jobs import Pool
from whosent.service.ownside import own_side

OWN = own_side(names=["victim.example"], own=["mail.victim.example"], own_complete=True)
SETTINGS = Settings(OWN, "own", show=True)


def answer(questions, seconds):
    return {question: Observed(("192.0.2.5",) if question.topic == "A" else ()) for question in questions}


def batch(number):
    return [Item(f"{number}a", bounce(ip=f"203.0.113.{number}")), Unreadable(f"{number}b", "gone"),
            Item(f"{number}c", LETTER), Item(f"{number}d", bounce("out.victim.example", "192.0.2.5"))]  # fmt: skip


def ours():
    """The processes of a pool; those of a cluster that other tests share may live beside them."""
    return [one for one in multiprocessing.active_children() if one.name == "whosent-check"]


@contextmanager
def pool(answerer=answer, jobs=2):
    made = Pool(SETTINGS, answerer, jobs)
    try:
        yield made
    finally:
        made.stop()


def run(batches, answerer=answer, jobs=2):
    with pool(answerer, jobs) as made:
        return list(made.check(iter(batches)))


def test_results_are_those_of_one_process_in_input_order():
    batches = [batch(number) for number in range(9)]
    alone = Checker(SETTINGS, answer)
    assert run(batches) == [alone.check(each) for each in batches]


def test_processes_can_be_started_anew_instead_of_forked():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)  # with a thread beside it, a fork would not be safe
    thread.start()
    try:
        assert run([batch(1)]) == [Checker(SETTINGS, answer).check(batch(1))]
    finally:
        done.set()
        thread.join()


def test_the_parent_answers_so_that_it_can_remember():
    asked = []

    def remembering(questions, seconds):
        asked.extend(questions)
        return answer(questions, seconds)

    run([batch(1)], remembering, jobs=1)
    assert {Question("A", "mail.victim.example"), Question("AAAA", "mail.victim.example")} <= set(asked)
    assert len(asked) == len(set(asked))


def test_a_killed_process_costs_its_batch_and_nothing_else():
    killed = []

    def killing(questions, seconds):
        if not killed:
            (victim,) = ours()
            killed.append(victim.pid)
            victim.kill()
            victim.join()
        return answer(questions, seconds)

    first, second = run([batch(1), batch(2)], killing, jobs=1)
    assert [result.source for result in first] == ["1a", "1b", "1c", "1d"]
    assert first[1].error == "gone"
    assert all("SIGKILL" in result.error for result in (first[0], first[2], first[3]))
    assert second == Checker(SETTINGS, answer).check(batch(2))


def test_a_process_that_fails_says_so_without_a_traceback(capfd):
    unpackable = [Item("bad", None)]
    first, second = run([unpackable, batch(2)])
    assert isinstance(first[0], Unreadable)
    assert first[0].source == "bad"
    assert "--jobs 1" in first[0].error
    assert second == Checker(SETTINGS, answer).check(batch(2))
    assert capfd.readouterr().err == ""


def test_no_process_is_left_when_the_reader_stops_early():
    with pool() as made:
        next(made.check(batch(n) for n in range(50)))
        assert len(ours()) == 2
    assert ours() == []


def test_an_error_while_reading_ends_the_processes():
    def failing():
        yield batch(1)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        run(failing())
    assert ours() == []


def test_input_is_not_read_far_ahead():
    read = []

    def batches():
        for number in range(200):
            read.append(number)
            yield [Item(str(number), bounce())]

    with pool() as made:
        next(made.check(batches()))
    assert len(read) < 20
