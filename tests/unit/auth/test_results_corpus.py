"""Real field values: no result is lost, and no word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from whosent.auth import received_spf, results
from whosent.auth.received_spf import ReceivedSpf
from whosent.auth.results import Results

FIELDS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "auth" / "authentication_results.json"
WORD = re.compile(r"[^\s()\";=]+")
PAIR = re.compile(
    rf"(?<![\w.=@+-])([a-z][\w-]*)(?:/\d+)?\s*=\s*({'|'.join(results.RESULTS)})(?![\w.@=-])", re.IGNORECASE
)


def rows(*kinds: str) -> list[str]:
    if not FIELDS.is_file():
        return []
    return [row["raw"] for row in json.loads(FIELDS.read_text("utf-8")) if row["h"] in kinds]


def outside(raw: str) -> str:
    """The text without quoted strings and comments, by brute force."""
    raw = re.sub(r'"(?:[^"\\]|\\.)*"', '""', raw)
    while True:
        shorter = re.sub(r"\([^()]*\)", " ", raw)
        if shorter == raw:
            return re.sub(r"\([^;]*", " ", raw)  # never closed
        raw = shorter


def told(found: Results) -> Iterator[str]:
    yield from filter(None, (found.authserv_id, *found.comments, *found.rest))
    yield from ("" if number is None else str(number) for number in (found.version,))
    if found.instance is not None:
        yield f"i={found.instance}"
    for result in found.results:
        yield result.method if result.version is None else f"{result.method}/{result.version}"
        yield result.result
        if result.reason is not None:
            yield f"reason={result.reason}"
        yield from result.comments
        for prop in result.properties:
            yield f"{prop.ptype}.{prop.name}" if prop.ptype else prop.name
            yield prop.value


def told_of_spf(found: ReceivedSpf) -> Iterator[str]:
    yield from (found.result, *found.comments, *found.rest)
    for pair in found.values:
        yield from pair


def words(texts: Iterator[str]) -> Counter[str]:
    return Counter(word for text in texts for word in WORD.findall(text.lower()))


@pytest.mark.skipif(not FIELDS.is_file(), reason="the shared corpora are not beside the repository")
def test_the_corpus_is_there() -> None:
    assert len(rows("authentication-results", "arc-authentication-results", "received-spf")) == 350


@pytest.mark.parametrize("raw", rows("authentication-results", "arc-authentication-results"))
def test_no_result_and_no_word_is_lost(raw: str) -> None:
    found = results.read(raw)
    pairs = {(result.method, result.result) for result in found.results}
    pairs |= {
        (prop.name, prop.value.lower()) for result in found.results for prop in result.properties if not prop.ptype
    }
    assert {(method.lower(), result.lower()) for method, result in PAIR.findall(outside(raw))} <= pairs
    assert words(told(found)) == words(iter([raw]))


@pytest.mark.parametrize("raw", rows("received-spf"))
def test_no_word_of_received_spf_is_lost(raw: str) -> None:
    found = received_spf.read(raw)
    assert found.result in results.RESULTS
    assert words(told_of_spf(found)) == words(iter([raw]))
