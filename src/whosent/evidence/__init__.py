"""The catalogue of evidence kinds, and the one visible tuple of families that find them.

`collect` turns a walk into evidence. Each kind has texts in German and English for the lay person and the expert in
`texts.toml`, a reference, and its known false positives in `catalogue.py`.
"""

from __future__ import annotations

from whosent.evidence import content, entry, habit, handover, log, notice, policy, receiver, signature, tag, victim
from whosent.evidence.scene import Scene
from whosent.model.evidence import Evidence

FAMILIES = (
    log.collect, habit.collect, notice.collect, handover.collect, entry.collect, content.collect, victim.collect,
    policy.collect, receiver.collect, signature.collect, tag.collect,
)  # fmt: skip


def collect(scene: Scene) -> tuple[Evidence, ...]:
    """All evidence of one message, in the order of the families."""
    found: list[Evidence] = []
    for family in FAMILIES:
        found.extend(family(scene))
    return tuple(found)


__all__ = ["FAMILIES", "Scene", "collect"]
