from __future__ import annotations

import pytest

from whosent.report.clean import visible


@pytest.mark.parametrize(("raw", "shown"), [
    ("plain", "plain"),
    ("\x1b[31mred\x1b]8;;http://x\x07", "␛[31mred␛]8;;http://x␇"),
    ("a\r\nb\tc\x00", "a␍␊b␉c␀"),
    ("\x9b2J", "⟨U+009B⟩2J"),
    ("invoice\u202efdp.exe", "invoice⟨U+202E⟩fdp.exe"),
    ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
    ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
    ("tag\U000e0041", "tag⟨U+E0041⟩"),
    ("half \ud800", "half \ufffd"),
    ("نامه 👩\u200d🌾 Grüße", "نامه 👩\u200d🌾 Grüße"),
])  # fmt: skip
def test_nothing_steers_reorders_or_hides(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_long_text_is_cut() -> None:
    assert visible("x" * 500, 10) == "x" * 10 + " …"
    assert visible("x" * 10, 10) == "x" * 10


def test_every_result_can_be_written_as_utf8() -> None:
    visible("".join(map(chr, range(0x20000))), 0x20000).encode("utf-8")
