"""Hostile bytes against the whole examination, guided by coverage.

    pip install atheris
    make fuzz                              until stopped; what it finds is written to fuzz/
    make fuzz ARGS="-max_total_time=600"   ten minutes

It starts from the bundled bounces and the samples of the tests, and keeps what it learns in fuzz/corpus/.
A finding (fuzz/crash-…, fuzz/timeout-…) becomes a sample or a shape in tests/property/test_examine.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["whosent"]):
    import msgspec

    from whosent.adapters.texts import load
    from whosent.examine import examine
    from whosent.model.item import Item
    from whosent.model.ownside import OwnSide
    from whosent.model.question import NotObserved
    from whosent.report import machine

ROOT = Path(__file__).resolve().parents[1]
SEEDS = (ROOT / "examples" / "bounces", ROOT / "tests" / "unit" / "notice" / "samples")
SIDES = (
    OwnSide(),
    OwnSide(domains=("own.example",), own_hosts=("mail.own.example",), own_complete=True),
)
TEXTS = load("en")
SECONDS = 10
"""One input that takes longer is a finding."""


def one_input(data: bytes) -> None:
    """Any bytes give cases, with and without answers, and each of them encodes."""
    side = SIDES[data[0] & 1] if data else SIDES[0]
    cases = examine(Item("fuzz", data), side, {}, show=True)
    answers = {question: NotObserved("fuzz") for case in cases for question in case.open_questions}
    for case in (*cases, *examine(Item("fuzz", data), side, answers)):
        msgspec.json.encode(machine.message(case, None, TEXTS))


def main() -> None:
    """Run the fuzzer on top of the seeds."""
    corpus = ROOT / "fuzz" / "corpus"
    corpus.mkdir(exist_ok=True)
    for seed in (path for folder in SEEDS for path in folder.rglob("*.eml")):
        (corpus / f"seed-{seed.parent.name}-{seed.name}").write_bytes(seed.read_bytes())
    options = [f"-artifact_prefix={corpus.parent}/", f"-timeout={SECONDS}", "-max_len=20000", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
