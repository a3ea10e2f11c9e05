"""Batches on a cluster: the same results in the same order, questions answered by the client, and deaths survived."""

from __future__ import annotations

import os
import signal

import pytest
from tests.unit.adapters.cluster.local import distributed, workers
from tests.unit.service.messages import LETTER, bounce

from whosent.adapters.cluster import connection
from whosent.adapters.cluster.pieces import Piece
from whosent.adapters.cluster.pool import Cluster
from whosent.adapters.texts import load
from whosent.model.item import Item, Unreadable
from whosent.model.question import Observed
from whosent.report import machine
from whosent.service.check import Checker, Settings
from whosent.service.ownside import own_side
from whosent.service.run import Run

LINE = b"From MAILER-DAEMON Tue Nov 24 09:00:05 2026\n"
OWN = own_side(names=["victim.example"], own=["mail.victim.example"], own_complete=True)
SETTINGS = Settings(OWN, "own", show=True)


def answer(questions, seconds):
    return {question: Observed(("192.0.2.5",) if question.topic == "A" else ()) for question in questions}


def batch(number):
    return [Item(f"{number}a", bounce(ip=f"203.0.113.{number}")), Unreadable(f"{number}b", "gone"),
            Item(f"{number}c", LETTER), Item(f"{number}d", bounce("out.victim.example", "192.0.2.5"))]  # fmt: skip


class Deadly(distributed.WorkerPlugin):
    """Kills a worker that reads a message of this mark."""

    def setup(self, worker):
        import os
        import signal

        from whosent.service import check

        read = check.read

        def deadly(item):
            if b"X-Deadly: yes" in item.data:
                os.kill(os.getpid(), signal.SIGKILL)
            return read(item)

        check.read = deadly


@pytest.fixture
def run(cluster):
    """Examines on the cluster."""
    used = []

    def run(batches, answerer=answer, settings=SETTINGS, lines=None):
        machines = Cluster(cluster.scheduler_address, lines)
        pool = machines.pool(settings, answerer)
        used.extend((pool, machines))
        return pool.check(iter(batches))

    yield run
    for one in used:
        one.stop()


def test_results_are_those_of_one_process_in_input_order(run):
    batches = [batch(number) for number in range(30)]
    alone = Checker(SETTINGS, answer)
    assert list(run(batches)) == [alone.check(each) for each in batches]


def test_questions_are_asked_here_and_remembered_by_the_run(cluster):
    asked = []

    def remembering(questions, seconds):
        asked.extend(questions)
        return answer(questions, seconds)

    entries = [entry for number in range(30) for entry in batch(number)]
    with Run(SETTINGS, remembering, elsewhere=Cluster(cluster.scheduler_address)) as there:
        results = list(there.results(entries))
    assert len(asked) == len(set(asked))
    with Run(SETTINGS, answer, jobs=1) as here:
        assert results == list(here.results(entries))
    assert there.memory.answers == here.memory.answers
    assert there.incidents("2026-11-25T00:00:00Z") == here.incidents("2026-11-25T00:00:00Z")


def test_lines_made_by_workers_and_incidents_reduced_here_are_those_of_one_process(cluster):
    entries = [entry for number in range(30) for entry in batch(number)]
    with Run(SETTINGS, answer, elsewhere=Cluster(cluster.scheduler_address, "de")) as there:
        lines = list(machine.jsonl(there.results(entries), load("de")))
    with Run(SETTINGS, answer, jobs=1) as here:
        assert lines == list(machine.jsonl(here.results(entries), load("de")))
    assert there.incidents("2026-11-25T00:00:00Z") == here.incidents("2026-11-25T00:00:00Z")
    assert (there.status, there.first_trouble) == (here.status, here.first_trouble)


def test_a_worker_that_is_killed_costs_nothing(run, cluster):
    killed = []

    def killing(questions, seconds):
        if not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(min(client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)
        return answer(questions, seconds)

    batches = [batch(number) for number in range(12)]
    found = list(run(batches, killing))
    assert killed
    assert found == [Checker(SETTINGS, answer).check(each) for each in batches]


def test_a_message_that_kills_again_and_again_is_the_only_one_not_examined(run, cluster, tmp_path):
    mail = Item("deadly", bounce().replace(b"Subject:", b"X-Deadly: yes\nSubject:", 1))
    path = tmp_path / "in.mbox"
    path.write_bytes(b"".join(LINE + data + b"\n" for data in (LETTER, mail.data, LETTER)))
    cut = len(LINE + LETTER + LINE + mail.data)
    pieces = [Piece(str(path), "p", begin, end, 99_999, 1) for begin, end in ((0, cut), (cut, None))]
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        client.register_plugin(Deadly(), name="deadly")
        before, found, *parts = run([batch(1), [*batch(2), mail, *batch(4)], *pieces], lines="en")
        client.unregister_worker_plugin("deadly")
    alone = Checker(SETTINGS, answer)
    texts = load("en")
    assert list(before.results) == [
        one if isinstance(one, Unreadable) else machine.line(one, texts) for one in alone.check(batch(1))
    ]
    assert [one.source for one in found.results] == ["2a", "2b", "2c", "2d", "deadly", "4a", "4b", "4c", "4d"]
    assert [one.source for one in found.results if isinstance(one, Unreadable)] == ["2b", "deadly", "4b"]
    assert [mark.source for mark in found.partial.marks] == ["2a", "2c", "2d", "4a", "4c", "4d"]
    assert found.results[4].error == (
        "not examined: the processes that tried it died, out of memory?; run it again with --jobs 1"
    )
    told = [(one.source, isinstance(one, Unreadable)) for part in parts for one in part.results]
    assert told == [("p#1", False), ("p#2", True), ("p#3", False)]


def test_input_is_not_read_far_ahead_and_nothing_is_left_when_the_reader_stops_early(run, cluster):
    read = []

    def batches():
        for number in range(200):
            read.append(number)
            yield batch(number % 200)

    results = run(batches())
    next(results)
    assert len(read) <= 2 * 4 + 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("localhost", "is no address of a cluster: write it like tcp://"),
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_what_is_no_cluster_is_said_in_one_line(address, said, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", 1.0)
    with pytest.raises(ValueError, match=said):
        Cluster(address)


def test_workers_of_another_version_are_refused(cluster, monkeypatch):
    monkeypatch.setattr(connection, "__version__", "9.9")
    with pytest.raises(ValueError, match=r"the worker tcp://\S+ has whosent \S+: install whosent\[cluster\] 9\.9"):
        Cluster(cluster.scheduler_address)


def test_a_worker_of_another_version_that_comes_later_ends_the_run(run, monkeypatch):
    from whosent.adapters.cluster import pool

    monkeypatch.setattr(pool, "__version__", "9.9")
    with pytest.raises(ConnectionError, match="has whosent") as caught:
        list(run([batch(1)]))
    assert caught.value.filename.startswith("tcp://")


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(connection, "GONE", 0.5)
    with workers(1) as short:
        machines = Cluster(short.scheduler_address)
        short.scale(0)
        with pytest.raises(ConnectionError, match="the cluster has no worker any more: the rest was not examined"):
            list(machines.pool(SETTINGS, answer).check(iter([batch(1)])))
        machines.stop()
