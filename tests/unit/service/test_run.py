"""A whole run: incidents, exit status, what is remembered."""

from __future__ import annotations

import pytest
from tests.unit.service.messages import LETTER, bounce

from whosent.model.item import Item, Unreadable
from whosent.model.question import Observed, Question
from whosent.service.check import Settings
from whosent.service.ownside import own_side
from whosent.service.run import ENOUGH, Memory, Run

OWN = own_side(names=["victim.example"], own=["192.0.2.5"], own_complete=True)
SCRIPT = bounce("web", "192.0.2.5").replace(
    b'From: "Info"',
    b"Received: by mail.victim.example (Postfix, from userid 33)\n"
    b"\tid 4DDD44444D4; Tue, 24 Nov 2026 09:00:00 +0000 (UTC)\n"
    b'From: "Info"',
)
GONE = Unreadable("gone.eml", "no such file or folder")


def nothing(questions, seconds):
    return {question: Observed(()) for question in questions}


def run(entries, jobs=1):
    with Run(Settings(OWN), nothing, jobs) as made:
        return made, list(made.results(entries))


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ([], 2),
        ([GONE], 2),
        ([Item("a", LETTER)], 0),
        ([Item("a", bounce())], 0),
        ([Item("a", bounce()), GONE], 0),
        ([Item("a", bounce("mail.victim.example", "192.0.2.5")), Item("b", bounce())], 3),
        ([Item("a", bounce("mail.victim.example", "192.0.2.5")), Item("b", SCRIPT)], 1),
    ],
)
def test_status(entries, status):
    assert run(entries)[0].status == status


def test_the_first_trouble_is_kept_for_the_user():
    made, results = run([GONE, Unreadable("other.eml", "no")])
    assert made.first_trouble == GONE
    assert results == [(GONE, None), (Unreadable("other.eml", "no"), None)]


def test_messages_of_one_wave_share_an_incident():
    made, results = run([Item("a", bounce(ip="203.0.113.1")), Item("l", LETTER), Item("b", bounce(ip="203.0.113.2"))])
    ids = [incident for _, incident in results]
    assert ids[0] is not None
    assert ids == [ids[0], None, ids[0]]
    (wave,) = made.incidents("2026-11-25T00:00:00+00:00")
    assert (wave.id, wave.messages) == (ids[0], 2)


def test_number_of_processes_changes_nothing_also_when_it_turns_out_to_be_much():
    entries = [Item(str(n), bounce(ip=f"203.0.113.{n % 200}")) for n in range(ENOUGH + 300)]
    one, two, automatic = (run(entries, jobs)[1] for jobs in (1, 2, None))
    assert one == two == automatic


def test_memory_asks_each_question_once():
    asked = []

    def answerer(questions, seconds):
        asked.extend(questions)
        return nothing(questions, seconds)

    memory = Memory(answerer)
    a, b = Question("A", "a.example"), Question("A", "b.example")
    assert memory([a], 1.0) == {a: Observed(())}
    assert memory([a, b], 1.0) == {a: Observed(()), b: Observed(())}
    assert asked == [a, b]
    assert set(memory.answers) == {a, b}
