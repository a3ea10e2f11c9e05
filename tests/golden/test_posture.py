"""Domains by recorded DNS: what is said of them, and that what is advised is a cure.

Each folder has `dns.json` (as `--dns FILE` takes it), `options.json` and `expected.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from whosent.adapters.dns_file import Recorded, load
from whosent.model.question import Answer, Observed, Question
from whosent.posture import Posture, Publish, Step, see
from whosent.report.posture_parts import outcome
from whosent.service.posture import Survey

FOLDER = Path(__file__).parent / "posture"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
NO_CURE = {"hosts-gone", "unseen-spf", "spf-lookups-elsewhere", "redirected", "subdomain", "hostile"}
"""What no record of one's own can put right."""

NOTICE = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.test
Subject: Undelivered Mail
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

no
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; x@mx.test
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

DKIM-Signature: v=1; a=rsa-sha256; d=news.own.example; s=S1; b=x
From: {to}

x
--b--
"""


def look(folder: Path, answers: Any = None) -> tuple[Posture, tuple[Step, ...]]:
    options = json.loads((folder / "options.json").read_text("utf-8"))
    answers = answers or load(str(folder / "dns.json"))
    return Survey(options["domain"], "own", answers, options.get("selectors", ())).run()


def summary(posture: Posture, steps: tuple[Step, ...]) -> dict[str, Any]:
    """What a golden file holds."""
    reach = posture.reach
    return {
        "outcome": outcome(posture),
        "forged": [reach.sender, reach.subdomain, reach.new_subdomain, reach.envelope],
        "spf": [posture.spf.state, posture.spf.result, posture.spf.lookups],
        "steps": [
            {"kind": step.key, "weight": step.weight, "params": step.params,
             "records": [f"{record.when}: {record.name} {record.type} {record.value}" for record in step.records]}
            for step in steps
        ],
    }  # fmt: skip


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_domain(folder: Path, request: pytest.FixtureRequest) -> None:
    found = summary(*look(folder))
    path = folder / "expected.json"
    if request.config.getoption("--regenerate-golden"):
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))


class Cured:
    """The recorded answers with records of the advice in place of those of their kind."""

    def __init__(self, recorded: Recorded, records: list[Publish]) -> None:
        self._recorded = recorded
        self._records = records

    def __call__(self, questions: list[Question], seconds: float) -> dict[Question, Answer]:
        return {question: self._answer(question, seconds) for question in questions}

    def _answer(self, question: Question, seconds: float) -> Answer:
        new = [
            record.value for record in self._records if (record.type, record.name) == (question.topic, question.name)
        ]
        if not new:
            return self._recorded([question], seconds)[question]
        return Observed(tuple(new))


def entered(steps: tuple[Step, ...], *when: str) -> list[Publish]:
    """The records that somebody enters who follows all steps in their order: of two under one name, the later."""
    by_place: dict[tuple[str, str], Publish] = {}
    for moment in when:
        for step in steps:
            for record in step.records:
                if record.when == moment and not record.value.endswith("…"):
                    by_place[record.type, record.name] = record
    return list(by_place.values())


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_the_advice_is_consistent(folder: Path) -> None:
    """All steps that are about one name show the same record for now, so that none undoes another."""
    _, steps = look(folder)
    now: dict[tuple[str, str], set[str]] = {}
    for step in steps:
        for record in step.records:
            if record.when == "now":
                now.setdefault((record.type, record.name), set()).add(record.value)
    assert {place: values for place, values in now.items() if len(values) > 1} == {}


@pytest.mark.parametrize("folder", [case for case in CASES if case.name not in NO_CURE], ids=lambda path: path.name)
def test_who_follows_the_advice_is_safe(folder: Path) -> None:
    """Entered now, nothing gets worse; entered later, the domain is closed."""
    before, steps = look(folder)
    recorded = load(str(folder / "dns.json"))
    order = ("accept", "unknown", "suspect", "refuse")
    after, _ = look(folder, Cured(recorded, entered(steps, "now")))
    for name in ("sender", "subdomain", "new_subdomain", "envelope"):
        assert order.index(getattr(after.reach, name)) >= order.index(getattr(before.reach, name)), name
    assert after.spf.result != "permerror"
    last, rest = look(folder, Cured(recorded, entered(steps, "now", "later", "then")))
    for _ in range(3):  # the steps of one time can open those of the next (reports first, then a policy)
        if outcome(last) == "closed":
            break
        recorded_again = Cured(recorded, entered((*steps, *rest), "now", "later", "then"))
        last, rest = look(folder, recorded_again)
    assert outcome(last) == "closed"
    assert last.reach.envelope in ("refuse", "suspect")
    assert [step.key for step in rest if step.weight == "important"] == []


def test_signs_in_mail_are_seen() -> None:
    addresses = ("x68tmfmr3ph@own.example", "1lt98q98b@own.example", "prvs=1234567890=anna@own.example", "x@other.test")
    seen = see("own.example", [NOTICE.format(to=to).encode() for to in addresses])
    assert (seen.messages, seen.notices, seen.tagged, seen.untagged) == (4, 4, 1, 2)
    assert seen.made_up == addresses[:2]
    assert seen.selectors == (("s1", "news.own.example"),)
