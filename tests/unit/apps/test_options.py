"""The types of values that options have."""

from __future__ import annotations

import click
import pytest

from whosent.apps.cli.options import NameServer


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("127.0.0.1", ("127.0.0.1", 53)),
        (" 192.0.2.1:5353 ", ("192.0.2.1", 5353)),
        ("::1", ("::1", 53)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[::1]", ("::1", 53)),
        ("[::1]:5353", ("::1", 5353)),
    ],
)
def test_name_server(text, server):
    assert NameServer().convert(text, None, None) == server


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "1.2.3", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "[127.0.0.1", "a:b", "127.0.0.1:٥٣"],
)
def test_no_name_server(text):
    with pytest.raises(click.BadParameter, match="is not the address of a name server"):
        NameServer().convert(text, None, None)
