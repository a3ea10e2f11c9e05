"""Scenes in these worlds, group by group: what really happened, and the notice that came of it."""

from __future__ import annotations

from tests.worlds.scene import Scene
from tests.worlds.scenes import (
    folders,
    forwards,
    hostile,
    innocents,
    joejobs,
    owners,
    returns,
    scripts,
    second,
    thieves,
)

SCENES: tuple[Scene, ...] = (
    *owners.SCENES,
    *thieves.SCENES,
    *joejobs.SCENES,
    *returns.SCENES,
    *scripts.SCENES,
    *forwards.SCENES,
    *hostile.SCENES,
    *folders.SCENES,
    *second.SCENES,
    *innocents.SCENES,
)
