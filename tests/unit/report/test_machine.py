"""The machine interface against its JSON Schema, on made-up cases and on the bounces of the lab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from tests.unit.report.cases import forged, incident, login, quiet, script, texts

from whosent.incident import Waves
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.notice import Original
from whosent.model.ownside import OwnSide
from whosent.model.question import NotObserved
from whosent.report import machine
from whosent.service.check import Checker, Settings

SHARED = Path(__file__).parents[4] / "shared"
LAB = SHARED / "corpus" / "lab"

SCHEMA = machine.schema()
DOCUMENT = Draft202012Validator(SCHEMA)
MESSAGE = Draft202012Validator({"$ref": "#/$defs/message", "$defs": SCHEMA["$defs"]})


def document(*results: machine.Result, waves: tuple[Any, ...] = ()) -> Any:
    return json.loads(b"".join(machine.json_chunks(results, texts("en"), lambda: waves)))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_document_of_everything() -> None:
    cases = (forged(), login(), script(), quiet())
    results = [(case, "x" if case.verdict else None) for case in cases]
    unread = [(Unreadable("e.eml", "not a mail"), None), (Unreadable("f.msg", "broken"), None)]
    made = document(*results, *unread, waves=(incident(forged(), "x"),))
    DOCUMENT.validate(made)
    assert made["summary"]["messages"] == 4
    assert made["summary"]["unreadable"] == 2
    assert made["summary"]["without_verdict"] == 1
    assert [message.get("error") for message in made["messages"]] == [None] * 4 + ["not a mail", "broken"]


def test_an_empty_document() -> None:
    made = document()
    DOCUMENT.validate(made)
    assert made["messages"] == made["incidents"] == []


def test_incidents_are_asked_for_only_after_the_last_message() -> None:
    taken: list[str] = []

    def results() -> Iterator[machine.Result]:
        for number in range(3):
            taken.append(f"message {number}")
            yield forged(), "x"

    def waves() -> list[Any]:
        taken.append("incidents")
        return []

    pieces = machine.json_chunks(results(), texts("en"), waves)
    next(pieces)
    assert taken == []
    next(pieces)
    assert taken == ["message 0"]
    json.loads(b"".join([b'{"schema":1,"messages":[1', *pieces]).replace(b"[1,", b"[", 1))
    assert taken[-1] == "incidents"


def test_jsonl_is_one_line_each() -> None:
    lines = b"".join(machine.jsonl([(forged(), "x"), (Unreadable("a", "b"), None)], texts("en"))).splitlines()
    assert len(lines) == 2
    for line in lines:
        MESSAGE.validate(json.loads(line))


def test_a_line_that_was_made_elsewhere_is_the_same_line() -> None:
    hostile = '\x1b[1m\u0085 \ud800","incident":null,"truncated":true}'
    for case in (forged(), login(), quiet(), replace(quiet(), truncated=True, source=hostile, message_id=hostile)):
        for wave in ("2026-11-24-a1b2", None):
            line = machine.line(case, texts("en"))
            assert list(machine.jsonl([(line, wave)], texts("en"))) == list(machine.jsonl([(case, wave)], texts("en")))


def test_what_would_settle_it_names_the_thing_to_look_for() -> None:
    made = machine.message(forged(), "x", texts("en"))
    told = {item["question"]: item["would_settle"] for item in made["verdict"]["missing"]}
    assert "<8f3a77c0@blumenhaus.example>" in told["log"]
    assert set(told) == {"dns", "log", "owner"}
    assert "**" not in told["log"]


def test_evidence_speaks_the_language() -> None:
    german = machine.message(forged(), "x", texts("de"))["verdict"]["for"][0]
    assert german["text"].startswith("Client an unserer Grenze")
    assert german["line"] == 2


@pytest.mark.parametrize("spoil", [
    lambda made: made["verdict"].update(certainty="unclear"),
    lambda made: made["verdict"].update(cause="spam"),
    lambda made: made.pop("hops"),
    lambda made: made.update(error="x"),
    lambda made: made["recipients"][0].update(reason="because"),
    lambda made: made["recipients"][0].update(action="delivered"),
    lambda made: made["hops"][0].update(line=0),
    lambda made: made["hops"][0].update(date="yesterday"),
])  # fmt: skip
def test_the_schema_can_refuse(spoil: Any) -> None:
    made = json.loads(json.dumps(machine.message(forged(), "x", texts("en"))))
    MESSAGE.validate(made)
    spoil(made)
    assert not MESSAGE.is_valid(made)


def test_hostile_text_cannot_break_the_document() -> None:
    evil = '"}],\u2028\x00\x1b</script>'
    case = replace(forged(), source=evil, message_id=evil, hand_over_ip=evil)
    made = document((case, evil))
    assert made["messages"][0]["source"] == evil
    assert made["messages"][0]["incident"] == evil


def test_no_control_character_reaches_a_terminal() -> None:
    case = replace(forged(), source="\x1b[2J \x85\x9b31m \xa0é\u20ac.eml")
    (line,) = machine.jsonl([(case, None)], texts("en"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x80-\x9f]", line.decode())
    assert json.loads(line)["source"] == case.source


def test_half_a_surrogate_pair_can_be_written() -> None:
    case = replace(forged(), notice=replace(forged().notice, original=Original(subject="bad \ud800 Grüße")))
    line = b"".join(machine.jsonl([(case, "\ud800")], texts("en")))
    made = json.loads(line)
    assert made["original"]["subject"] == "bad \ufffd Grüße"
    assert made["incident"] == "\ufffd"


@pytest.mark.skipif(not LAB.is_dir(), reason="the shared corpora are not beside the repository")
def test_the_bounces_of_the_lab() -> None:
    world = json.loads((LAB / "world.json").read_text("utf-8"))["hosters"]
    for side in world.values():
        hosts = tuple(name for name in side["own"] if not name[-1].isdigit() and ":" not in name)
        addresses = tuple(name for name in side["own"] if name not in hosts)
        own = OwnSide(tuple(side["as"]), (), hosts, addresses, (), own_complete=True)
        checker = Checker(Settings(own), lambda questions, _: {question: NotObserved("off") for question in questions})
        waves = Waves()
        items = [Item(path.name, path.read_bytes()) for path in sorted((LAB / "bounces").glob("*.eml"))]
        results = [(found, waves.add(found) if isinstance(found, Case) else None) for found in checker.check(items)]
        made = document(*results, waves=waves.incidents("2026-11-25T00:00:00Z"))
        errors = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in DOCUMENT.iter_errors(made)]
        assert errors == []
        assert len(made["messages"]) >= len(items)
