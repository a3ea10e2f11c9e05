"""Countries and networks of addresses from the user's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.geo import UNKNOWN, load
from whosent.model.question import Observed, Question

TABLE = """network,country,asn,type
# documentation networks
198.51.100.0/24,DE,64500,dsl
198.51.100.64/26,AT,64501,mobile
2001:db8::/32,NL,,
"""


def ask(path: Path, ip: str) -> object:
    question = Question("geo", ip)
    return load(str(path))([question], 1.0)[question]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "geo.csv"
    path.write_text(TABLE)
    return path


@pytest.mark.parametrize(("ip", "answer"), [
    ("198.51.100.1", Observed(("country=DE", "asn=64500", "type=dsl"))),
    ("198.51.100.70", Observed(("country=AT", "asn=64501", "type=mobile"))),
    ("2001:db8:1::9", Observed(("country=NL",))),
    ("203.0.113.1", UNKNOWN),
    ("no address", UNKNOWN),
])  # fmt: skip
def test_the_longest_prefix_of_a_table(table, ip, answer):
    assert ask(table, ip) == answer


@pytest.mark.parametrize(("text", "said"), [
    ("hello\n", "row 1 is not 'network,country,asn,type'"),
    ("192.0.2.0/24,DE,1,x\n999.1.1.1/24,DE,1,x\n", "row 2 is not"),
])  # fmt: skip
def test_what_is_none(tmp_path, text, said):
    path = tmp_path / "geo.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=said):
        load(str(path))


def test_a_file_that_only_ends_like_a_database(tmp_path):
    path = tmp_path / "geo.mmdb"
    path.write_bytes(b"x" * 1000 + b"\xab\xcd\xefMaxMind.com" + b"\xff" * 20)
    with pytest.raises(ValueError, match="not a MaxMind database"):
        load(str(path))


def test_no_such_file(tmp_path):
    with pytest.raises(ValueError, match="no such file"):
        load(str(tmp_path / "x.mmdb"))
