"""Mail stores keep LF, wires CRLF: a notice says the same in both."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.mail import parse
from whosent.model.notice import Notice
from whosent.notice import recognise

SAMPLES = sorted(Path(__file__).parent.glob("samples/*/*.eml"))


def told(raw: bytes) -> tuple[object, ...]:
    notice: Notice = recognise(parse(raw))
    return notice.kind, notice.dialect, notice.recipients, notice.original.message_id, notice.original.subject


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_line_ends_change_nothing(path: Path) -> None:
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    assert told(raw) == told(raw.replace(b"\n", b"\r\n"))
