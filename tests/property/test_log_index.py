"""Whatever comes in whatever steps: an index holds each line once, with its number."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from whosent.adapters.logs.answers import LOG_TOPICS, LogAnswers
from whosent.adapters.logs.files import SAMPLE
from whosent.adapters.logs.given import update
from whosent.adapters.logs.index import open_index
from whosent.model.question import Observed, Question

FIRST = b"Nov 24 12:00:00 mail postfix/qmgr[9]: 4A000000001: removed\n"
LINE = b"Nov 24 12:%02d:%02d mail postfix/qmgr[9]: %s\n"
WORDS = st.text("aB9@.-_+$ :=<>/\x00\x1b\xff", max_size=40).map(lambda text: text.encode("latin-1"))
STEPS = st.lists(st.lists(st.tuples(WORDS, st.integers(1, 400)), min_size=1, max_size=4), min_size=1, max_size=5)


def lines_of(index: Path) -> list[tuple[int, str]]:
    """All lines that the index holds, with their numbers."""
    opened = open_index(index)
    found = []
    for block in opened.sorted(range(1000)):
        page = opened.page(block)
        found += [(page.first + at, text) for at, text in enumerate(page.texts())]
    return found


@settings(max_examples=20, deadline=None)
@given(STEPS, st.data())
def test_many_steps_are_as_one(steps, data):
    with tempfile.TemporaryDirectory() as folder:
        log, index = Path(folder, "mail.log"), Path(folder, "logs.sqlite")
        text, written = FIRST, len(FIRST)
        for number, step in enumerate(steps):
            text += b"".join(LINE % (number, count % 60, words) * count for words, count in step)
            written = data.draw(st.integers(written, len(text)))  # the writer may be in the middle of a line
            log.write_bytes(text[:written])
            os.utime(log, (1_800_000_000 + number, 1_800_000_000 + number))
            update(index, [str(log)])
        log.write_bytes(text)
        os.utime(log, (1_900_000_000, 1_900_000_000))
        update(index, [str(log)])
        wanted = [line.rstrip(b"\r").decode("utf-8", "replace") for line in text.split(b"\n")[:-1]]
        assert lines_of(index) == list(enumerate(wanted, 1))


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=3000), st.text(max_size=30))
def test_any_bytes_and_any_question_give_an_answer(tail, token):
    with tempfile.TemporaryDirectory() as folder:
        log, index = Path(folder, "mail.log"), Path(folder, "logs.sqlite")
        log.write_bytes(FIRST * (SAMPLE // len(FIRST)) + tail)
        update(index, [str(log)])
        answerer = LogAnswers([open_index(index)])
        for topic in LOG_TOPICS:
            question = Question(topic, token)
            answer = answerer([question], 10)[question]
            assert not isinstance(answer, Observed) or all(isinstance(value, str) for value in answer.values)
