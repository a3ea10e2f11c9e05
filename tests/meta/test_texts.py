"""Every key that the code can say has words in both languages, and every placeholder is filled by somebody.

The keys are read from the code itself: a new kind of evidence, row of a ruleset, missing thing, oddity, cause or reason
without words fails here.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import whosent
from whosent.evidence.catalogue import BY_NAME, CATALOGUE
from whosent.model.incident import Aim
from whosent.model.notice import Kind, Reason
from whosent.model.verdict import Cause, Certainty, Entry
from whosent.report import advice
from whosent.report.template import names, parse
from whosent.verdict import RULESETS

SOURCE = Path(whosent.__file__).parent
FILES = {name: SOURCE / name / "texts.toml" for name in ("evidence", "verdict", "report")}
TEXTS = {name: tomllib.loads(path.read_text("utf-8")) for name, path in FILES.items()}
ALL = {key: entry for texts in TEXTS.values() for key, entry in texts.items()}
CAUSES: tuple[str, ...] = get_args(Cause)
RULES = [rule for ruleset in RULESETS for rule in ruleset.rules]

KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
NOT_KINDS = frozenset({"by-us", "agrees-below"})
"""Words of the walk that stand in the same modules."""

CASE_PARAMS = frozenset({
    "message_id", "notice_id", "received", "sent", "subject", "recipient", "reporter", "victim", "ip", "client", "host",
    "accepted_for", "account", "queue_id", "script", "first", "last", "n", "o",
})  # fmt: skip
"""What `report.facts.of_case` and the composer give to every sentence about a finding."""


# --- evidence: kinds and their parameters, read from the code -------------------------------------------------------


def _modules() -> Iterator[ast.Module]:
    for path in sorted((SOURCE / "evidence").glob("*.py")):
        if path.stem != "catalogue":
            yield ast.parse(path.read_text("utf-8"))


def _strings(node: ast.AST, module: ast.Module, seen: frozenset[str] = frozenset()) -> set[str]:
    """All kinds that an expression can evaluate to: its own strings, those of the tables and functions it names."""
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and KEBAB.fullmatch(part.value):
            found.add(part.value)
        if isinstance(part, ast.Name) and part.id not in seen:
            for other in module.body:
                if isinstance(other, ast.Assign | ast.FunctionDef) and part.id in _bound(other):
                    found |= _strings(other, module, seen | {part.id})
                elif isinstance(other, ast.ImportFrom) and part.id in [alias.name for alias in other.names]:
                    found |= _imported(part.id, other.module or "", seen)
    return found


def _imported(name: str, module: str, seen: frozenset[str]) -> set[str]:
    """What a name of another module of evidence stands for."""
    package, _, stem = module.rpartition(".")
    path = SOURCE / "evidence" / f"{stem}.py"
    if package != "whosent.evidence" or not path.exists():
        return set()
    return _strings(ast.Name(name), ast.parse(path.read_text("utf-8")), seen)


def _bound(node: ast.Assign | ast.FunctionDef) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _emitted() -> dict[str, list[set[str]]]:
    """kind -> the parameters given at each place where it is made."""
    found: dict[str, list[set[str]]] = {}
    for module in _modules():
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "Evidence":
                given = {key.value for arg in call.args if isinstance(arg, ast.Dict) for key in arg.keys}  # type: ignore[union-attr]
            elif name in ("at", "field", "_seen"):
                given = {keyword.arg for keyword in call.keywords if keyword.arg}
            else:
                continue
            for kind in _strings(call.args[0], module) - NOT_KINDS:
                found.setdefault(kind, []).append({str(item) for item in given})
    return found


EMITTED = _emitted()


def _judged() -> set[str]:
    """Kinds that the rulesets speak of."""
    facts = {fact.partition(":")[0] for rule in RULES for fact in (*rule.needs, *rule.any_of, *rule.without)}
    tables = [table for ruleset in RULESETS for table in (ruleset.speaks_for, ruleset.speaks_against)]
    return facts | {kind for table in tables for kinds in table.values() for kind in kinds}


def _oddities() -> set[str]:
    """Names of the checks in `notice.genuine`, which become kinds of evidence."""
    files = (SOURCE / "notice").rglob("*.py")
    return {name for path in files for name in re.findall(r'"(odd-[a-z-]+)"', path.read_text("utf-8"))}


KINDS = sorted(set(EMITTED) | _judged() | _oddities())


def test_the_reader_of_the_code_finds_kinds() -> None:
    assert {"entry-login", "handover-foreign-direct", "handover-ours", "reporter-agrees", "script-marker"} <= set(
        EMITTED
    )
    assert EMITTED["handover-ours"] == [{"client"}]
    assert {"client", "helo"} in EMITTED["handover-foreign-direct"]


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_has_words_for_everybody(kind: str) -> None:
    entry = TEXTS["evidence"].get(kind, {})
    wanted = {f"{language}_{voice}" for language in ("de", "en") for voice in ("title", "lay", "expert")}
    assert set(entry) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_is_in_the_catalogue(kind: str) -> None:
    found = BY_NAME[kind]
    assert found.reference
    assert found.false_positives


def test_no_words_or_catalogue_for_what_nobody_says() -> None:
    assert set(TEXTS["evidence"]) == set(KINDS)
    assert [kind.name for kind in CATALOGUE] == list(dict.fromkeys(kind.name for kind in CATALOGUE))
    assert set(BY_NAME) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(EMITTED))
def test_evidence_texts_use_only_what_every_place_gives(kind: str) -> None:
    given = set.intersection(*EMITTED[kind])
    for field, text in TEXTS["evidence"][kind].items():
        assert names(parse(text)) <= given, field


def test_the_lay_voice_never_names_somebody_elses_account() -> None:
    for kind, entry in TEXTS["evidence"].items():
        for field in ("de_lay", "en_lay", "de_title", "en_title"):
            used = names(parse(entry[field]))
            assert not used & {"login", "by"}, (kind, field)
            assert "marker" not in used or "script" in kind, (kind, field)


# --- verdict --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_has_words(rule: object) -> None:
    assert set(ALL.get(f"rule-{rule.name}", {})) == {"de_lay", "de_expert", "en_lay", "en_expert"}  # type: ignore[attr-defined]


def test_no_words_for_rules_that_do_not_exist() -> None:
    named = {key.removeprefix("rule-") for key in ALL if key.startswith("rule-")}
    assert named == {rule.name for rule in RULES}


@pytest.mark.parametrize("key", sorted({key for rule in RULES for key in rule.missing}))
def test_missing_has_words(key: str) -> None:
    question, _, would_settle = key.partition(":")
    assert question
    assert set(ALL.get(f"missing-{would_settle}", {})) == {"de_lay", "de_expert", "en_lay", "en_expert"}


@pytest.mark.parametrize("cause", CAUSES)
def test_cause_has_answer_heading_why_and_steps(cause: str) -> None:
    certainties = ("unclear",) if cause == "undetermined" else ("certain", "likely")
    for certainty in certainties:
        for stem in ("answer", "heading"):
            assert f"{stem}-{cause}-{certainty}" in ALL
        assert cause in advice.STEPS or f"{cause}-{certainty}" in advice.STEPS
    assert f"why-{cause}" in ALL
    assert f"cause-{cause}" in ALL
    assert cause == "undetermined" or f"overturn-{cause}" in ALL


def test_steps_and_letters_have_words() -> None:
    keys = (
        {step.key for steps in advice.STEPS.values() for step in steps}
        | set(advice.LETTERS.values())
        | set(advice.ATTACH)
    )
    assert keys <= set(ALL)
    unused = {key for key in ALL if key.startswith(("step-", "letter-"))} - keys
    assert not unused


def test_keys_of_special_rules_name_rules_that_exist() -> None:
    rules = {rule.name for rule in RULES}
    keys = [
        *advice.STEPS,
        *advice.LETTERS,
        *(key.partition("-")[2] for key in ALL if re.match(r"(answer|heading)-rule-", key)),
    ]
    for key in keys:
        if key.startswith("rule-"):
            name = re.sub(r"-(self|near|other)$", "", key.removeprefix("rule-"))
            assert name in rules, key


FINDING_STEMS = ("answer-", "heading-", "why-", "rule-", "missing-", "overturn-", "step-", "letter-", "aim-")


@pytest.mark.parametrize("key", [key for key in ALL if key.startswith(FINDING_STEMS)])
def test_texts_of_a_finding_use_only_what_is_given(key: str) -> None:
    for field, text in ALL[key].items():
        assert names(parse(text)) <= CASE_PARAMS, field


# --- the report's own words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stem", "values"), [
    ("kind", get_args(Kind)),
    ("certainty", get_args(Certainty)),
    ("sure", get_args(Certainty)),
    ("standing", ("observed", "reported", "claimed")),
    ("side", ("for", "against", "neutral", "seen")),
    ("entry-word", get_args(Entry)),
    ("glance", get_args(Entry)),
    ("aim-word", set(get_args(Aim)) - {"unknown"}),
    ("reason", get_args(Reason)),
])  # fmt: skip
def test_vocabulary_has_words(stem: str, values: tuple[str, ...]) -> None:
    assert {f"{stem}-{value}" for value in values} <= set(ALL)


@pytest.mark.parametrize("reason", get_args(Reason))
def test_reasons_say_what_to_do(reason: str) -> None:
    entry = ALL[f"reason-{reason}"]
    assert set(entry) == {f"{language}_{voice}" for language in ("de", "en") for voice in ("title", "lay", "expert")}


def test_forecasts_have_words() -> None:
    module = ast.parse((SOURCE / "incident" / "forecast.py").read_text("utf-8"))
    calls = [
        node for node in ast.walk(module) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Forecast"
    ]
    whys = {str(call.args[0].value) for call in calls if call.args and isinstance(call.args[0], ast.Constant)}
    assert {"fading", "too-few"} <= whys
    assert {f"forecast-{why}" for why in whys} <= set(ALL)


def test_no_text_is_left_over() -> None:
    """Every key stands in the code, whole or built from a stem and a word of the vocabulary."""
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    stems = set(re.findall(r'f"([a-z]+(?:-[a-z]+)*)-\{', code)) | {"answer", "heading", "overturn", "trouble", "why"}
    built = tuple(f"{stem}-" for stem in stems)
    for key in set(TEXTS["report"]) | set(TEXTS["verdict"]):
        assert f'"{key}"' in code or key.startswith(built), key


def test_troubles_are_told_in_the_very_words_of_the_program() -> None:
    """Else the report falls back to English."""
    code = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    ours = (key for key in ALL if key.startswith("trouble-") and not key.startswith("trouble-click-"))
    for key in ours:  # what click says is tried with click itself: tests/unit/apps/test_language.py
        for piece in re.split(r"\{\w+\}", ALL[key]["en"]):
            assert piece.rstrip("`") in code, (key, piece)


# --- all of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(ALL))
def test_german_and_english_stand_side_by_side(key: str) -> None:
    fields = set(ALL[key])
    german = {field[2:] for field in fields if field.startswith("de")}
    english = {field[2:] for field in fields if field.startswith("en")}
    assert german == english
    assert len(fields) == 2 * len(german)
    assert german == {""} or "_lay" in german


@pytest.mark.parametrize("key", sorted(ALL))
def test_texts_are_well_formed(key: str) -> None:
    for field, text in ALL[key].items():
        assert text.strip(), field
        parse(text)  # raises where a template is malformed
        assert "  " not in text, field
        assert "—" not in text, field


def test_no_key_stands_in_two_files() -> None:
    assert sum(map(len, TEXTS.values())) == len(ALL)


def test_nobody_is_told_to_be_safe() -> None:
    """The sentences are about messages, never "you are safe"."""
    for key, entry in ALL.items():
        for field, text in entry.items():
            assert not re.search(r"\byou are safe\b|\bSie sind sicher\b(?! nicht)|nicht geknackt|not hacked", text), (
                key,
                field,
            )


def test_the_reader_is_addressed_politely() -> None:
    for key, entry in ALL.items():
        for field, text in entry.items():
            if field.startswith("de"):
                assert not re.search(r"\b(du|dein|deine|deinen|deiner|dich|dir)\b", text), (key, field)
