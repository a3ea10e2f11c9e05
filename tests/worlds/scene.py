"""A scene: what happened, the notice about it, what may be said of it and what must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.worlds.world import World


class Scenery(NamedTuple):
    """`options`: what the user says of his side, where that is not simply the truth. `named`: what the verdict's origin
    must say, once its cause is right. `innocent`: logins, paths, queue ids that must never be named. `plain`: it is no
    notice but spam itself."""

    message: bytes
    world: World
    options: Mapping[str, Any] = {}
    named: Mapping[str, Any] = {}
    innocent: tuple[str, ...] = ()
    plain: bool = False


class Scene(NamedTuple):
    """`truth`: the causes that are right. `says`: what must be said where everything is known; empty: whatever is not
    wrong. Both are causes, or causes with their certainty (`own:likely`).

    gaps   by level: why something wrong is said today
    short  why less is said today than could be
    """

    name: str
    truth: str
    make: Callable[[], Scenery]
    says: str = ""
    gaps: Mapping[str, str] = {}
    short: str = ""

    def wrong(self, cause: str, certainty: str) -> str | None:
        """What is wrong with a verdict; None if nothing is."""
        if cause == "undetermined" or {cause, f"{cause}:{certainty}"} & set(self.truth.split()):
            return None
        truth = {one.partition(":")[0] for one in self.truth.split()}
        said = f"{cause} {certainty}"
        guilty = {"mailbox", "script"}
        if truth <= guilty and (cause in ("forged", "fake", "forwarded") or (cause, certainty) == ("own", "certain")):
            return f"a victim is reassured: {said}"
        if not truth & guilty and cause in guilty:
            return f"an innocent is accused: {said}"
        return f"wrong: {said}"

    def enough(self, cause: str, certainty: str) -> bool:
        """Is it what must be said?"""
        return not self.says or bool({cause, f"{cause}:{certainty}"} & set(self.says.split()))


def gap(why: str, *levels: str) -> dict[str, str]:
    """We err at these levels, at both with logs if none is named."""
    return dict.fromkeys(levels or ("partial", "proof"), why)
