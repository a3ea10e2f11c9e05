"""Access tokens from a program of the user's."""

from __future__ import annotations

import pytest

from whosent.adapters.token import token_from

imap_session = pytest.importorskip("whosent.adapters.imap_session")


def test_what_the_command_prints():
    assert token_from("sh -c 'echo token-for-$WHOSENT_ACCOUNT'", "me@imap.example") == "token-for-me@imap.example"


@pytest.mark.parametrize("command", ["false", "/no/such/program", "true", "sh -c 'exit 3'", "'unfinished"])
def test_failure_is_one_line(command):
    with pytest.raises(imap_session.ImapError) as said:
        token_from(command, "me@imap.example")
    assert "access token" in str(said.value)
    assert "\n" not in str(said.value)
