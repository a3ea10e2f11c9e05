"""Each annotated line says what stands above it; each reader, act and pattern has a sample."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from tests.unit.logs.samples import SAMPLES, Sample, samples

from whosent.logs import FORMATS, read_line
from whosent.logs.syslog import READERS
from whosent.model.log import Act

ALL = samples()


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_a_line_says(sample: Sample):
    assert said(sample) == sample.expected


def said(sample: Sample) -> dict[str, object] | None:
    event = read_line(sample.format, sample.text, "file.log:1")
    if event is None:
        return None
    found: dict[str, object] = json.loads(msgspec.json.encode(event))
    assert found.pop("source") == "file.log:1"
    unwanted = () if sample.stamps else ("clock", "offset", "host")
    return {key: value for key, value in found.items() if key not in unwanted}


def test_every_reader_has_samples_and_hostile_ones():
    readers = {reader.__module__.rpartition(".")[2] for reader in READERS.values()} | {"postfix", "syslog"}
    wanted = readers | {format_.read.__module__.rpartition(".")[2] for format_ in FORMATS}
    for kind in (False, True):
        assert wanted <= {sample.file for sample in ALL if sample.hostile is kind}
    assert all(any(sample.expected is None for sample in ALL if sample.file == name) for name in wanted)


def test_every_act_has_a_sample():
    assert {sample.expected["act"] for sample in ALL if sample.expected is not None} == set(get_args(Act))


def test_every_format_has_samples():
    assert {sample.format for sample in ALL} == {format_.name for format_ in FORMATS}


COUNT = """
import re, sys
from types import SimpleNamespace
compile_, asked = re.compile, {}
class Counted:
    def __init__(self, pattern, place):
        self.pattern, self.place = pattern, place
        asked[place] = False
    def __getattr__(self, name):
        method = getattr(self.pattern, name)
        def call(*args, **kwargs):
            found = method(*args, **kwargs)
            asked[self.place] |= bool(found) and found != list(args[:1])
            return found
        return call if callable(method) else method
def note(pattern, flags=0):
    frame = sys._getframe(1)
    name = frame.f_globals["__name__"]
    made = compile_(pattern, flags)
    return Counted(made, f"{name}:{frame.f_lineno}") if name in READERS else made
re.compile = note
sys.modules["whosent.mail.pattern"] = SimpleNamespace(pattern=note)  # there they would be compiled when asked
from tests.unit.logs.samples import samples
from whosent import logs
for sample in samples():
    logs.sniff(sample.text.encode())
    logs.stamp_of(sample.format, sample.text)
    logs.host_of(sample.format, sample.text)
    logs.read_line(sample.format, sample.text, "")
assert len(asked) > 60, len(asked)
print(*[place for place, found in asked.items() if not found])
"""


def test_every_pattern_finds_something_in_a_sample():
    names = [path.stem for path in Path(sys.modules["whosent.logs"].__file__ or "").parent.glob("*.py")]
    others = {"__init__", "calls", "clock", "finding", "habits", "journey", "words"}
    readers = [f"whosent.logs.{name}" for name in names if name not in others]
    code = f"READERS = {readers!r}\n{COUNT}"
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert run.stdout.split() == []


def test_there_is_nothing_else_in_the_folder():
    assert {path.suffix for path in SAMPLES.iterdir()} == {".export", ".json", ".log", ".md"}
