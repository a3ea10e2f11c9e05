"""What becomes of the results: one function per `--format`, results in and bytes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.report import machine
from whosent.report.machine import Result
from whosent.service.run import Run


def render(results: Iterator[Result], run: Run, options: dict[str, Any]) -> Iterator[bytes]:
    """The report that the options ask for, piece by piece."""
    texts = bootstrap.texts(options["lang"] or language())
    if options["format_"] == "json":
        return machine.json_chunks(results, texts, lambda: run.incidents(bootstrap.now()))
    return machine.jsonl(results, texts)
