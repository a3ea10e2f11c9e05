from __future__ import annotations

import pytest

from whosent.apps.cli.say import say


@pytest.mark.parametrize(("text", "line"), [
    ("there is no mail in it", "there is no mail in it"),
    ("a\r\nb\tc", "a b c"),
    ("\x1b[2Jbug", "?[2Jbug"),
    ("\u202egpj.exe", "?gpj.exe"),
    ("Rückläufer.eml", "Rückläufer.eml"),
])  # fmt: skip
def test_one_line_that_steers_no_terminal(text, line, capsys):
    say(text)
    assert capsys.readouterr().err == f"whosent: {line}\n"
