"""Proof: DKIM signatures checked per second, beside dkimpy in the same run.

    python benchmarks/auth.py

Both read the message from its bytes and have the key record at hand; RSA only, as dkimpy needs PyNaCl for Ed25519.
Figures depend on the machine; only figures of one run can be compared.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from whosent.auth.dkim import verify
from whosent.mail.part import parse
from whosent.model.question import Answer, Observed, Question

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "auth" / "dkim_cases.json"
DOMAIN, SELECTOR = b"own.example", b"s1"
ROUNDS = 7
SECONDS = 0.3
"""Of one round, about."""
SILENT = logging.getLogger("nobody")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
LINE = b'<p>An  offer of ours, <a href="https://own.example/">here</a>: now\tor never. </p>\r\n'
HEAD = (
    b"Received: from a.example ([192.0.2.1]) by b.example with ESMTPS id 4C96E2547B0;\r\n"
    b"\tTue, 24 Nov 2026 03:53:34 +0100\r\n"
    b"From: Anna <anna@own.example>\r\nTo: bernd@other.example\r\nSubject: An offer\r\nMessage-ID: <1@own.example>\r\n"
    b"Date: Tue, 24 Nov 2026 03:53:33 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
)


class Sample(NamedTuple):
    """Messages of one kind, and the records of their keys."""

    name: str
    messages: list[bytes]
    records: dict[str, str]


def main() -> None:
    """Measure and print."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    print(f"\nDKIM: messages per second of CPU time, one core (median of {ROUNDS}, in turns)")
    row("", "whosent", "dkimpy", "ratio", "without body")
    for sample in (
        made("RSA 1024, relaxed/relaxed, 2 KiB", 1_024, "relaxed/relaxed", 2),
        made("RSA 2048, relaxed/relaxed, 2 KiB", 2_048, "relaxed/relaxed", 2),
        made("RSA 2048, simple/simple, 2 KiB", 2_048, "simple/simple", 2),
        made("RSA 2048, relaxed/relaxed, 40 KiB", 2_048, "relaxed/relaxed", 40),
        made("RSA 2048, relaxed/relaxed, 1 MiB", 2_048, "relaxed/relaxed", 1_024),
        *corpus(),
    ):
        measure(sample)


def made(name: str, bits: int, canonical: str, kibibytes: int) -> Sample:
    """One message, signed by dkimpy."""
    key = rsa.generate_private_key(65_537, bits)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    message = HEAD + LINE * (kibibytes * 1_024 // len(LINE))
    signer = dkim.DKIM(message, logger=SILENT)
    header, body = canonical.encode().split(b"/")
    field = signer.sign(SELECTOR, DOMAIN, secret, canonicalize=(header, body))
    records = {f"{SELECTOR.decode()}._domainkey.{DOMAIN.decode()}": f"v=DKIM1; k=rsa; p={public.decode()}"}
    return Sample(name, [field + message], records)


def corpus() -> list[Sample]:
    """Other people's messages with one valid RSA signature, if they are at hand."""
    if not CORPUS.is_file():
        return []
    raw = json.loads(CORPUS.read_text("utf-8"))
    messages = [base64.b64decode(case["msg"]) for case in raw["cases"] if case["expect"] and "-ed-" not in case["id"]]
    valid = [
        message for message in messages if dkimpy(message, raw["dns"]) and message.count(b"\nDKIM-Signature:") == 0
    ]
    return [Sample(f"corpus, {len(valid)} messages", valid, raw["dns"])]


def measure(sample: Sample) -> None:
    """All ways over the same messages."""
    headers = [message[: parse(message).body] for message in sample.messages]
    ways: dict[str, tuple[Callable[[bytes, dict[str, str]], bool], list[bytes]]] = {
        "whosent": (whosent, sample.messages),
        "dkimpy": (dkimpy, sample.messages),
        "without body": (header_alone, headers),
    }
    assert all(way(message, sample.records) for way, messages in ways.values() for message in messages)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    start = time.process_time()
    for message in sample.messages:
        dkimpy(message, sample.records)
    times = max(1, round(SECONDS / (time.process_time() - start)))
    for _ in range(ROUNDS):
        for name, (way, messages) in ways.items():
            start = time.process_time()
            for _ in range(times):
                for message in messages:
                    way(message, sample.records)
            seconds[name].append(time.process_time() - start)
    rate = {name: len(sample.messages) * times / statistics.median(values) for name, values in seconds.items()}
    ratio = f"{rate['whosent'] / rate['dkimpy']:.1f} x"
    row(sample.name, f"{rate['whosent']:,.0f}", f"{rate['dkimpy']:,.0f}", ratio, f"{rate['without body']:,.0f}")


def whosent(message: bytes, records: dict[str, str]) -> bool:
    """Header and body."""
    found = verify(parse(message), "full", None, lambda question: answer(records, question))
    return found[0].header == found[0].body == "valid"


def header_alone(message: bytes, records: dict[str, str]) -> bool:
    """What bounces often bring."""
    return verify(parse(message), "none", None, lambda question: answer(records, question))[0].header == "valid"


def answer(records: dict[str, str], question: Question) -> Answer:
    return Observed((records[question.name],)) if question.name in records else Observed(())


def dkimpy(message: bytes, records: dict[str, str]) -> bool:
    return bool(dkim.verify(message, SILENT, lambda name, timeout=5: records.get(name.decode().rstrip("."), "")))


def row(name: str, *cells: str) -> None:
    print(f"  {name:36}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
