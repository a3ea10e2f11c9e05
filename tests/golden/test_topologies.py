"""Promises in other worlds: a theft or a hacked script is never reassured, a Joe-jobbed owner never accused, and what
is certain is right."""

from __future__ import annotations

import pytest
from tests.golden.cases import broken_promises, check, every
from tests.golden.topologies import TOPOLOGIES, levels

CASES = every()
WORLDS = pytest.mark.parametrize("topology", TOPOLOGIES, ids=lambda topology: topology.name)


@WORLDS
def test_promises_are_kept(topology):
    broken = [
        f"{case.name} at {level}: {line}"
        for case in CASES
        if (message := topology.rewrite(case)) is not None
        for level, options in levels(case, topology)
        for line in broken_promises(case.truth, check(message, options))
    ]
    assert broken == []


@WORLDS
def test_what_outlook_rebuilt_was_observed_by_nobody(topology):
    for case in CASES:
        message = topology.rewrite(case)
        if message is not None:
            options = dict(levels(case, topology))["partial"]
            found = check(message, options, reconstructed=True)
            assert {hop.standing for hop in found.hops} <= {"reported", "claimed"}
            assert broken_promises(case.truth, found) == []


@WORLDS
def test_each_world_applies_to_some_cases(topology):
    changed = [case.name for case in CASES if topology.rewrite(case) not in (None, case.message)]
    assert changed or topology.name in ("unchanged", "uploaded")


@pytest.mark.parametrize("topology", [t for t in TOPOLOGIES if t.same], ids=lambda topology: topology.name)
def test_what_lies_on_the_way_and_is_known_changes_nothing(topology):
    for case in CASES:
        message = topology.rewrite(case)
        if message is not None:
            before = check(case.message, case.options["own"]).verdict
            after = check(message, {**case.options["own"], **topology.options}).verdict
            assert before is not None
            assert after is not None
            assert (after.cause, after.certainty) == (before.cause, before.certainty), case.name


@WORLDS
def test_something_is_still_decided_where_our_hosts_are_known(topology):
    """Not by saying nothing are the promises kept."""
    if topology.hides or topology.name in SILENT:
        return
    decided = 0
    for case in CASES:
        message = topology.rewrite(case)
        if message is not None:
            verdict = check(message, {**case.options["own"], **topology.options}).verdict
            decided += verdict is not None and verdict.cause != "undetermined"
    assert decided >= 5


SILENT = {
    "receiver-outlook-inside": "the inner hops have public addresses and no checked name",
    "receiver-behind-nat": "its line shows no client",
    "receiver-writes-no-line": "the topmost line is somebody else's",
    "amavis-on-our-outbound": "loopback is crossed only with a log; what was forged never went through us",
    "through-a-list": "the author lies before the list",
}
"""Worlds in which headers alone decide little, and why."""
