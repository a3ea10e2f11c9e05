"""A week of a Joe job as a mailbox shows it: a few bounces, and what two mail systems, one failure report, one TLS
report and one bomb add to them. `--regenerate-golden` writes the expected pages anew."""

from __future__ import annotations

import gzip
import io
from datetime import UTC
from pathlib import Path

import pytest
from rich.console import Console
from tests.golden.cases import FOLDER, read
from tests.unit.feedback.reports import (
    BEGIN,
    DAY,
    FAILURE,
    Row,
    dkim,
    fastmail,
    mail,
    microsoft,
    plain,
    spf,
    tls_json,
    tls_mail,
)
from tests.unit.walk.mtas import postfix

from whosent.adapters.texts import load
from whosent.examine import examine
from whosent.incident import Waves
from whosent.model.item import Item
from whosent.report import terminal
from whosent.report.dates import Clock
from whosent.report.document import Collector
from whosent.report.redact import Redactor
from whosent.report.texts import Language
from whosent.service.ownside import own_side

EXPECTED = Path(__file__).parent / "reports"
BOUNCE = "forged-catchall-random-opensmtpd"
DOMAIN = "kanzlei.test"
OWN = "192.0.2.10"
WAVE = (0, 3, 60, 900, 240, 30, 4)
"""Messages that each of the mail systems saw on each day."""


def aggregate(day: int, org: str, *, delivered: bool) -> bytes:
    begin = BEGIN + day * DAY
    rows = [Row(OWN, 50, "pass", "pass", header_from=DOMAIN)]
    for number in range(min(12, WAVE[day])):
        count = max(1, WAVE[day] // (number + 2))
        auth = spf(f"bot{number}.test", "none")
        rows.append(Row(f"203.0.113.{number + 1}", count, disposition="quarantine", header_from=DOMAIN, auth=auth))
    if day == 3:
        rows.append(Row("192.0.2.20", 7, header_from=DOMAIN))
        rows.append(Row("198.51.100.7", 21, header_from=DOMAIN, auth=dkim("newsletter.test")))
        rows.append(Row("198.51.100.8", 4, header_from=DOMAIN, reason="mailing_list"))
    data = plain(*rows, org=org, ident=f"{org}-{day}", begin=begin, end=begin + DAY - 1, domain=DOMAIN)
    line = postfix("mail.hoster.example", f"out.{org}", "198.51.100.40", f"out.{org}", f"reports@{DOMAIN}")
    return mail(gzip.compress(data, mtime=0), org=org, head=f"Received: {line}\n" if delivered else "")


def mailbox() -> list[bytes]:
    reports = [aggregate(day, "post.test", delivered=True) for day in range(len(WAVE))]
    reports += [aggregate(day, "portal.test", delivered=False) for day in range(len(WAVE))]
    return [
        *reports, reports[3],
        mail(gzip.compress(microsoft(), mtime=0)), mail(gzip.compress(fastmail(), mtime=0)),
        tls_mail(tls_json(DOMAIN)), FAILURE.replace("blumenhaus.example", DOMAIN).encode(),
        mail(gzip.compress(b"<feedback>" + b" " * 9_000_000, mtime=0)),
        mail(gzip.compress(b"<!DOCTYPE feedback [<!ENTITY a 'b'>]><feedback>&a;</feedback>", mtime=0)),
    ]  # fmt: skip


def page(language: Language, *, bounces: bool, redacted: bool = False) -> str:
    """What the terminal shows of reports: everything, or what they add to an incident."""
    golden = read(FOLDER / BOUNCE)
    own = own_side(names=(DOMAIN,), own=(OWN, "192.0.2.20"), own_complete=True)
    collector, waves = Collector(load(language), Clock(language, UTC), redacted=redacted), Waves()
    redactor = Redactor(b"always the same here") if redacted else None
    for number, data in enumerate([*([golden.message] * 3 if bounces else []), *mailbox()], 1):
        for case in examine(Item(f"box#{number}", data), own, {}):
            wave = waves.add(case)
            collector.add(redactor.case(case) if redactor else case, wave)
    now = "2026-11-27T08:00:00Z"
    incidents = [redactor.incident(wave) if redactor else wave for wave in waves.incidents(now)]
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    terminal.render(collector.finish(incidents, now), console)
    assert isinstance(console.file, io.StringIO)
    blocks = console.file.getvalue().split("\n\n")
    if not bounces:
        return "\n\n".join(blocks[:-1]) + "\n"
    heads = [load(language).say(key) for key in ("head-timeline", "head-world")]
    when, what = (next(n for n, block in enumerate(blocks) if block.startswith(head)) for head in heads)
    return "\n\n".join([blocks[when], *blocks[what:-1]]) + "\n"


@pytest.mark.parametrize(
    ("name", "language", "bounces", "redacted"),
    [("wave-de", "de", True, False), ("wave-en", "en", True, False), ("alone-de", "de", False, False),
     ("alone-en", "en", False, False), ("redacted-en", "en", True, True)],
)  # fmt: skip
def test_page(name: str, language: Language, bounces: bool, redacted: bool, request: pytest.FixtureRequest) -> None:
    found, path = page(language, bounces=bounces, redacted=redacted), EXPECTED / f"{name}.txt"
    if request.config.getoption("--regenerate-golden"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")
