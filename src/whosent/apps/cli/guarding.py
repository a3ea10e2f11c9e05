"""The work of `whosent guard`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whosent.apps import bootstrap, bootstrap_guard
from whosent.apps.cli.language import language
from whosent.apps.cli.options import usage
from whosent.apps.cli.output import to_terminal
from whosent.report import guard as words
from whosent.report import machine_guard
from whosent.report.texts import Texts
from whosent.service.guard_check import check
from whosent.service.tags import day_of

WELL, WRONG = 0, 1
DAYS = 7
"""Told where nothing else is asked for."""


def serve(config: str) -> int:
    """Until told to stop."""
    from whosent.apps.daemon import run

    try:
        run(Path(config))
    except ValueError as wrong:
        raise usage(wrong) from None
    return WELL


def check_all(options: dict[str, Any]) -> int:
    """Look and ask."""
    config = _config(options)
    points = check(
        str(config.keys),
        lambda: bootstrap_guard.load_keys(config.keys),
        lambda ring: bootstrap_guard.guard(config, ring).health(),
        bootstrap_guard.asking(config),
    )
    _print(words.checked(points, _texts(options)))
    return WELL if all(point.good for point in points) else WRONG


def report(options: dict[str, Any]) -> int:
    """Tell what is counted."""
    config, today = _config(options), day_of(bootstrap.now()[:10])
    if config.state is None:
        raise usage(f"{options['config']}: no counters are kept: name a file for them behind state")
    since = day_of(options["since"]) if options["since"] else today - DAYS + 1
    try:
        counted = bootstrap_guard.kept_counts(config.state, since)
    except ValueError as wrong:
        raise usage(wrong) from None
    standing = words.Standing(bootstrap_guard.refuses_from(config), today)
    if options["format_"] == "json":
        sys.stdout.buffer.write(machine_guard.counts(counted, since, standing))
    else:
        _print(words.lines(counted, since, standing, _texts(options)))
    return WELL


def _config(options: dict[str, Any]) -> bootstrap_guard.Config:
    try:
        return bootstrap_guard.load(Path(options["config"]))
    except ValueError as wrong:
        raise usage(wrong) from None


def _texts(options: dict[str, Any]) -> Texts:
    return bootstrap.texts(options["lang"] or language(), "whosent.guard")


def _print(lines: Iterable[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in to_terminal(lines)).encode())
