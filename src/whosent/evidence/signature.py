"""DKIM signatures of the returned message: did its header once pass a holder of the victim's key?"""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.scene import Scene
from whosent.evidence.signed import kind, signatures
from whosent.model.evidence import Evidence


def collect(scene: Scene) -> Iterator[Evidence]:
    """The most telling signature in the victim's name, and one of somebody else's that holds."""
    found = signatures(scene)
    for one in found.ours[:1]:
        yield scene.field(
            kind(one), one.number, "observed", domain=one.domain, selector=one.selector, why=one.why or None
        )
    for one in found.others[:1]:
        yield scene.field("dkim-other-signer", one.number, "observed", domain=one.domain, selector=one.selector)
