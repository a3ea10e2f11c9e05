"""The worlds themselves: their lines are of the formats that they pretend, and are answered as an index answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.worlds.judge import LEVELS, Told, judge
from tests.worlds.scene import Scene
from tests.worlds.scenes import SCENES

from whosent.adapters.logs.given import load
from whosent.logs import FORMATS
from whosent.model.question import Answers, Observed, Question

SOME = (*SCENES[::17], *[scene for scene in SCENES if "Exim" in scene.name][::7])
"""Of every group some."""
LOGS = ("log", "logins", "requests", "coverage")


def name(scene: Scene) -> str:
    return scene.name


@pytest.mark.parametrize("scene", SOME, ids=name)
def test_lines_are_of_one_format(scene: Scene) -> None:
    for paper in scene.make().world.papers.values():
        for line in paper.lines:
            assert [one.name for one in FORMATS if one.recognises(line)] == [paper.kind], line


@pytest.mark.parametrize("scene", SOME, ids=name)
def test_answers_are_those_of_an_index(scene: Scene, tmp_path: Path) -> None:
    message, world, options, *_ = scene.make()
    paths = []
    for paper in world.papers.values():
        path = tmp_path / paper.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(paper.data)
        paths += [str(path)] if paper.data else []
    asked: list[Question] = []

    class Noting(Told):
        def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
            asked.extend(question for question in questions if question.topic in LOGS)
            return super().__call__(questions, seconds)

    judge(message, world, LEVELS["proof"], told=Noting(world), **options)
    index = load(paths, year=2026).answers
    assert asked
    for question in asked:
        ours, theirs = Told(world)([question], 1)[question], index([question], 10)[question]
        assert _plain(question, ours) == _plain(question, theirs), question


def _plain(question: Question, answer: object) -> object:
    """Without the names of files, of which an index makes short ones."""
    assert isinstance(answer, Observed)
    if question.topic != "coverage":
        return sorted(value.partition("\t")[2] for value in answer.values)
    return sorted(value.partition('"format"')[2] for value in answer.values)


def test_notices_are_those_of_their_maker() -> None:
    seen = set()
    for scene in SOME:
        message, world, *_, plain = scene.make()
        notice = judge(message, world, LEVELS["nothing"]).notice
        if not plain:
            seen.add(notice.dialect)
            assert notice.kind == "bounce", scene.name
            assert [one.action for one in notice.recipients] == ["failed"] * len(notice.recipients)
            assert all(one.reason == "user-unknown" for one in notice.recipients), scene.name
    assert seen == {"postfix", "exim"}


def test_spans_are_told_for_each_host() -> None:
    world = SCENES[0].make().world
    spans = [span for paper in world.papers.values() for span in paper.spans]
    assert [span.host for span in spans if span.format == "syslog"] == ["mx", "out1", "out2", "web1"]
    assert {span.format for span in spans} == {"syslog", "php without mail", "access without mail"}
