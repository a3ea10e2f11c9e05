"""Verdicts where the truth is known: owners, thieves, scripts and strangers in a hoster's ten days of logs.

Never is a verdict wrong; `undetermined` is no error. Where everything is known, what should be said is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from tests.worlds.judge import LEVELS, judge
from tests.worlds.scene import Scene, Scenery
from tests.worlds.scenes import SCENES

from whosent.model.case import Case

BY_NAME = {scene.name: scene for scene in SCENES}
assert len(BY_NAME) == len(SCENES)


def scenery(scene: Scene) -> Scenery:
    return _made(scene.name)


@lru_cache(maxsize=4)
def _made(name: str) -> Scenery:
    return BY_NAME[name].make()


def examined(scene: Scene, level: str) -> Case:
    message, world, options, *_ = scenery(scene)
    return judge(message, world, LEVELS[level], **options)


def _cases() -> Iterator[Any]:
    for scene in SCENES:
        for level in LEVELS:
            yield _case(scene, level, "nothing wrong", scene.gaps.get(level))
        yield _case(scene, "proof", "enough", scene.gaps.get("proof") or scene.short)


def _case(scene: Scene, level: str, wanted: str, why: str | None) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
    return pytest.param(scene, level, wanted, id=f"{scene.name} [{level}, {wanted}]", marks=marks)


@pytest.mark.parametrize(("scene", "level", "wanted"), list(_cases()))
def test_scene(scene: Scene, level: str, wanted: str) -> None:
    verdict = examined(scene, level).verdict
    if scenery(scene).plain and verdict is None:
        return  # a letter from a stranger, as far as is known
    assert verdict is not None
    said, origin = f"{verdict.cause} {verdict.certainty} ({verdict.rule})", verdict.origin
    if wanted == "enough":
        assert scene.enough(verdict.cause, verdict.certainty), said
        named = scenery(scene).named if verdict.cause in scene.truth.split() else {}
        assert {name: getattr(origin, name) for name in named} == dict(named)
        return
    assert scene.wrong(verdict.cause, verdict.certainty) is None, said
    accused = {origin.mailbox, origin.script, origin.queue_id, verdict.subject.address}
    assert not accused & set(scenery(scene).innocent), said
