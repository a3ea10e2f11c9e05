"""SpamAssassin's trust path (t/trust_path.t) against our border: both ask which client is the first stranger.

Its trusted networks become `--own` for those addresses of the case that they hold. Where the two models differ, the
case stands in OTHERWISE with the reason.
"""

from __future__ import annotations

import ipaddress
import json
from pathlib import Path
from typing import Any

import pytest

from whosent.mail.head import read_head
from whosent.service.ownside import own_side
from whosent.walk.lines import read_lines
from whosent.walk.outer import top_host, walk_in
from whosent.walk.side import Side

FILE = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "received" / "trust_paths.jsonl"
CASES: list[dict[str, Any]] = (
    [json.loads(line) for line in FILE.read_text("utf-8").splitlines()] if FILE.exists() else []
)

MSA = "msa_networks: what customers hand in behind a submission server is theirs; a login ends our side"
ORIGINATING = "X-Originating-IP: a header field that anybody writes is no hop"
OTHERWISE = {17: MSA, 18: MSA, 22: ORIGINATING}
"""Number of the case (from 0, as in the file) -> why our border lies elsewhere."""


def holds(networks: list[str], ip: str) -> bool:
    """Mail::SpamAssassin::NetSet: the first entry that holds the address decides, `!` excludes, `1.2/16` is short.
    Loopback is always trusted."""
    address = ipaddress.ip_address(ip)
    if address.is_loopback:
        return True
    for entry in networks:
        if address in network(entry.removeprefix("!")):
            return not entry.startswith("!")
    return False


def network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    base, _, bits = entry.partition("/")
    if ":" not in base:
        octets = base.split(".")
        base = ".".join(octets + ["0"] * (4 - len(octets)))
    return ipaddress.ip_network(f"{base}/{bits}" if bits else base, strict=False)


def border_of(case: dict[str, Any]) -> tuple[int, str | None] | None:
    """(number of the lines above it, its client) of our border, None where all clients are ours."""
    block = "".join(f"{name}: {value}\n" for name, value in case["headers"]).encode()
    lines = read_lines(read_head(block), "notice")
    config = case["config"]
    networks = config.get("trusted_networks") or config.get("internal_networks") or []
    clients = [line.hop.from_ip for line in lines if line.hop.from_ip is not None]
    own = own_side(own=[ip for ip in clients if holds(networks, ip)])
    outer = walk_in(lines, Side(own, lambda question: None, top_host(lines)))
    return None if outer.border is None else (outer.border.index, outer.border.hop.from_ip)


def expected(case: dict[str, Any]) -> tuple[int, str | None] | None:
    if not case["untrusted"]:
        return None
    return len(case["trusted"]), str(ipaddress.ip_address(case["untrusted"][0]["ip"]))


def numbered(which: Any) -> list[Any]:
    skipped = [pytest.param({}, id="none", marks=pytest.mark.skip(reason=f"no {FILE.name} beside the repository"))]
    return [pytest.param(case, id=str(n)) for n, case in enumerate(CASES) if which(n)] or skipped


@pytest.mark.parametrize("case", numbered(lambda n: n not in OTHERWISE))
def test_the_first_stranger_is_the_same(case):
    assert border_of(case) == expected(case)


@pytest.mark.parametrize("case", numbered(OTHERWISE.__contains__))
def test_where_the_models_differ_the_reason_still_holds(case):
    assert border_of(case) != expected(case)


@pytest.mark.skipif(not CASES, reason=f"no {FILE.name} beside the repository")
def test_every_exception_has_its_mark():
    for number, reason in OTHERWISE.items():
        case = CASES[number]
        marks = (MSA, "msa_networks" in case["config"]), (ORIGINATING, len(case["headers"]) > 1)
        assert dict(marks)[reason]


@pytest.mark.parametrize(("networks", "ip", "inside"), [
    (["1.2/16", "!1.2/16"], "1.2.3.2", True), (["!1/8", "1/8"], "1.1.1.1", False), (["!127/8"], "127.0.1.2", True),
    (["1.2.2.1"], "1.2.2.1", True), (["1.2.2.1"], "1.2.2.2", False), ([], "1.1.1.1", False),
    (["DEAD:BEEF::/32"], "dead:beef::1", True), (["1/8"], "dead:beef::1", False),
])  # fmt: skip
def test_networks_are_read_as_spamassassin_reads_them(networks, ip, inside):
    assert holds(networks, ip) is inside
