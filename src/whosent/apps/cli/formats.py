"""What becomes of the results: results in, a report out, in the `--format` that was asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.ownside import OwnSide
from whosent.report import machine
from whosent.report.machine import Result
from whosent.report.texts import Texts
from whosent.service.run import Run

if TYPE_CHECKING:
    from whosent.report.parts import Report
    from whosent.report.redact import Redactor

Incidents = Callable[[], tuple[Incident, ...]]
"""The incidents of the run, once all results have passed."""


def write(results: Iterator[Result], run: Run, own: OwnSide, options: dict[str, Any], out: BinaryIO) -> None:
    """Write the report that the options ask for."""
    texts = bootstrap.texts(options["lang"] or language())
    redactor = bootstrap.redactor(own) if options["redact"] else None
    if redactor is not None:
        results = _redacted(results, redactor)

    def incidents() -> tuple[Incident, ...]:
        found = run.incidents(bootstrap.now())
        return tuple(map(redactor.incident, found)) if redactor is not None else found

    form = options["format_"]
    if form == "jsonl":
        out.writelines(machine.jsonl(results, texts))
    elif form == "json":
        out.writelines(machine.json_chunks(results, texts, incidents))
    else:
        report = _report(results, texts, incidents, own, redacted=redactor is not None)
        (_html if form == "html" else _text)(report, out, verbose=options["verbose"])


def _redacted(results: Iterator[Result], redactor: Redactor) -> Iterator[Result]:
    for result, incident in results:
        assert not isinstance(result, machine.Line)
        yield redactor.case(result) if isinstance(result, Case) else redactor.unreadable(result), incident


def _report(results: Iterator[Result], texts: Texts, incidents: Incidents, own: OwnSide, *, redacted: bool) -> Report:
    """A report for people. Whoever names the hosts he operates may see all accounts on them."""
    from whosent.report.dates import Clock
    from whosent.report.document import Collector

    clock = Clock(texts.language, bootstrap.local_zone())
    collector = Collector(texts, clock, hide_others=not own.configured, redacted=redacted)
    for result, incident in results:
        assert not isinstance(result, machine.Line)
        if isinstance(result, Case):
            collector.add(result, incident)
        else:
            collector.add_unreadable(result)
    return collector.finish(incidents(), bootstrap.now())


def _html(report: Report, out: BinaryIO, *, verbose: bool) -> None:
    from whosent.report.html import render

    out.write(render(report).encode())


def _text(report: Report, out: BinaryIO, *, verbose: bool) -> None:
    """To the terminal as it likes it, to a file without colours."""
    from rich.console import Console

    from whosent.report.terminal import render

    if out is sys.stdout.buffer:
        render(report, Console(), verbose=verbose)
        return
    file = io.TextIOWrapper(out, "utf-8", write_through=True)
    render(report, Console(file=file), verbose=verbose)
    file.detach()
