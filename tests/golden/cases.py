"""The golden cases: folders with a message, the options at each level, what is expected, and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Intake, Item
from whosent.model.ownside import OwnSide
from whosent.service.ownside import own_side

FOLDER = Path(__file__).parent / "cases"


class Truth(NamedTuple):
    """What really happened, from origin.txt. `also` are readings that are right as well; `way` is how the message took
    its way: login, script, forwarded, forged, fake."""

    cause: str
    also: tuple[str, ...]
    way: str
    host: str

    @property
    def right(self) -> tuple[str, ...]:
        return (self.cause, *self.also)


class Golden(NamedTuple):
    """One folder. `options` are those of each level: `as`, `own`, `own_complete`, `mx`, `intake`."""

    name: str
    message: bytes
    options: dict[str, dict[str, Any]]
    truth: Truth

    @property
    def expectation(self) -> Path:
        return FOLDER / self.name / "expected.json"


def read(folder: Path) -> Golden:
    options = json.loads((folder / "options.json").read_text("utf-8"))
    return Golden(folder.name, (folder / "message.eml").read_bytes(), options, _truth(folder / "origin.txt"))


def _truth(path: Path) -> Truth:
    fields = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if ":" in line[:20])
    also = tuple(word.strip() for word in fields["also"].split(",") if word.strip())
    return Truth(fields["cause"].strip(), also, fields["way"].strip(), fields["hoster"].strip())


def every() -> list[Golden]:
    return [read(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def side(options: dict[str, Any]) -> OwnSide:
    intake: Intake = options.get("intake", "store")
    return own_side(
        names=options.get("as", ()), own=options.get("own", ()), mx=options.get("mx", ()),
        own_complete=options.get("own_complete", False), intake=intake,
    )  # fmt: skip


def check(message: bytes, options: dict[str, Any], *, reconstructed: bool = False) -> Case:
    """The one case that the message gives, with nothing looked up."""
    (case,) = examine(Item("message.eml", message, reconstructed), side(options), {})
    return case


def summary(case: Case) -> dict[str, Any]:
    """What a golden file holds of a case."""
    verdict = case.verdict
    assert verdict is not None
    evidence = (*verdict.evidence_for, *verdict.evidence_against, *verdict.evidence_neutral)
    return {
        "kind": case.notice.kind,
        "cause": verdict.cause,
        "certainty": verdict.certainty,
        "rule": verdict.rule,
        "entry": verdict.origin.entry,
        "hand_over_ip": case.hand_over_ip,
        "evidence": sorted(f"{item.kind}:{item.standing}" for item in evidence),
    }


def broken_promises(truth: Truth, case: Case) -> list[str]:
    """What may never be said of a message whose truth is known: the two unforgivable errors, and certain errors."""
    verdict = case.verdict
    if verdict is None:
        return []
    found = []
    said = verdict.cause, verdict.certainty
    reassuring = said[0] in ("forged", "fake", "forwarded") or said == ("own", "certain")
    if truth.way in ("login", "script") and reassuring and verdict.cause not in truth.right:
        found.append(f"a victim of {truth.cause} is reassured: {verdict.cause}")
    if truth.way in ("forged", "fake") and verdict.cause in ("script", "mailbox"):
        found.append(f"a Joe-jobbed owner is accused: {verdict.cause}")
    if verdict.certainty == "certain" and verdict.cause not in truth.right:
        found.append(f"certain and wrong: {verdict.cause}, truth {truth.cause}")
    return [f"{line} (row {verdict.rule})" for line in found]
