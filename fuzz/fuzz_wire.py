"""Hostile bytes against the codecs of mail servers' protocols, guided by coverage.

    pip install atheris
    make fuzz TARGET=wire                              until stopped; what it finds is written to fuzz/
    make fuzz TARGET=wire ARGS="-max_total_time=600"   ten minutes

It starts from what real mail servers sent (tests/wire/dialogues/), and keeps what it learns in fuzz/corpus-wire/.
The first byte says which codec and where the bytes are cut in two.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["whosent"]):
    from whosent.wire.milter.negotiation import Action, Step
    from whosent.wire.milter.server import MilterServer
    from whosent.wire.policy import PolicyServer
    from whosent.wire.socketmap import SocketmapServer

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "tests" / "wire" / "dialogues"
MAKERS = {
    ".milter": lambda: MilterServer(Action.CHANGE_FROM, Step.NO_BODY | Step.NR_HEADER),
    ".policy": PolicyServer,
    ".map": SocketmapServer,
}
SECONDS = 5
"""One input that takes longer is a finding."""


def heard(make, pieces: list[bytes]) -> tuple[list[object], bool]:
    """What was understood, and did it end with an error?"""
    server, found = make(), []
    for piece in pieces:
        try:
            found += server.feed(piece)
        except ValueError:
            return found, True
    return found, False


def one_input(data: bytes) -> None:
    """Requests or `ValueError`, the same however it is cut."""
    if not data:
        return
    make = list(MAKERS.values())[data[0] % len(MAKERS)]
    said = data[1:]
    cut = len(said) * (data[0] // len(MAKERS)) // 85
    whole, wrong = heard(make, [said])
    halves, also = heard(make, [said[:cut], said[cut:]])
    assert also == wrong
    assert halves == whole or (wrong and not whole)


def main() -> None:
    """Run the fuzzer on top of the seeds."""
    corpus = ROOT / "fuzz" / "corpus-wire"
    corpus.mkdir(exist_ok=True)
    for number, suffix in enumerate(MAKERS):
        for seed in SEEDS.glob(f"*{suffix}"):
            (corpus / f"seed-{seed.name}").write_bytes(bytes([number]) + seed.read_bytes())
    options = [f"-artifact_prefix={corpus.parent}/", f"-timeout={SECONDS}", "-max_len=20000", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
