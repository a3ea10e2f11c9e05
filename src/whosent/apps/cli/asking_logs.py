"""The work of `whosent logs`."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.apps.cli.options import usage
from whosent.apps.cli.output import to_terminal
from whosent.apps.cli.progress import Progress
from whosent.apps.cli.say import say
from whosent.model.item import Unreadable
from whosent.report import machine_logs
from whosent.report.journeys import covered as covered_lines
from whosent.report.journeys import told
from whosent.report.texts import Language
from whosent.service.logs import MAX_LINES, By, covered, find

FOUND, NOT_FOUND, CANNOT_TELL = 0, 1, 3
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?::\d\d(?::\d\d)?)?)?")
_EARLIEST, _LATEST = "0000-01-01T00:00:00", "9999-12-31T23:59:59"


def index_logs(logs: Sequence[str], options: dict[str, Any]) -> int:
    """Add logs to the index, and say what it holds."""
    if not logs and options["forget"] is None:
        raise usage("name the logs: whosent logs index '/var/log/mail.log*'")
    path = Path(options["index"] or bootstrap.default_index())
    start = time.monotonic()
    try:
        with Progress(wanted=not options["quiet"], what="lines") as progress:
            updated = bootstrap.index_logs(
                path, logs, year=options["year"], forget_days=options["forget"], progress=progress.read,
                count=progress.add, cluster=options["cluster"],
            )  # fmt: skip
    except ValueError as said:
        raise usage(said) from None
    if logs and not updated.files:
        raise usage(_first(updated.troubles))
    if not options["quiet"]:
        chosen = options["lang"] or language()
        _tell(updated.troubles, chosen)
        texts = bootstrap.texts(chosen)
        counts = {"lines": str(updated.lines), "messages": str(updated.messages), "files": str(updated.files)}
        print(texts.say("logs-indexed", counts | {"seconds": f"{time.monotonic() - start:.1f}"}))
        given = bootstrap.logs([str(path)], year=None, tz=None)
        print("".join(f"{line}\n" for line in covered_lines(covered(given.answers), texts)), end="")
    return 0


def find_in_logs(logs: Sequence[str], options: dict[str, Any]) -> int:
    """Look something up, print it, and say by the status whether it was found."""
    by, value = _wanted(options)
    first, last = _times(options["time"])
    sources = [*logs, *_index(options["index"], needed=not logs)]
    chosen: Language = options["lang"] or language()
    try:
        with Progress(wanted=not options["quiet"], what="lines") as progress:
            given = bootstrap.logs(
                sources, year=options["year"], tz=options["tz"], progress=progress.read, count=progress.add,
                most=MAX_LINES,
            )  # fmt: skip
    except ValueError as said:
        raise usage(said) from None
    if not given.used:
        raise usage(_first(given.troubles))
    if not options["quiet"]:
        _tell(given.troubles, chosen)
    found = find(given.answers, by, value)
    covers = not given.troubles and found.covers(first, last)
    if options["format_"] == "json":
        sys.stdout.buffer.write(machine_logs.finding(found))
    else:
        lines = to_terminal(told(found, bootstrap.texts(chosen), covers=covers))
        sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return FOUND if found.found else NOT_FOUND if covers else CANNOT_TELL


def _wanted(options: dict[str, Any]) -> tuple[By, str]:
    """What is looked for: one thing."""
    given = [(by, value) for by in get_args(By) if (value := options[by.replace("-", "_")])]
    if len(given) != 1:
        names = ", ".join(f"--{by}" for by in get_args(By))
        raise usage(f"say what to look for, by one of {names}")
    return given[0]


def _index(path: str | None, *, needed: bool) -> list[str]:
    """The index that is to be asked, if any."""
    if path is None and not needed:
        return []
    chosen = path or str(bootstrap.default_index())
    if not os.path.exists(chosen):  # noqa: PTH110 (a folder that we may not look into holds none for us)
        raise usage(f"{chosen}: there is no index: make one with `whosent logs index`")
    return [chosen]


def _times(time: str | None) -> tuple[str | None, str | None]:
    """The first and the last second of the time that was given: a day, an hour, a minute or a second."""
    if time is None:
        return None, None
    if not _TIME.fullmatch(time):
        raise usage(f"'{time}' is not a time: write it like 2026-11-24, 2026-11-24T09 or 2026-11-24T09:31")
    clock = time.replace(" ", "T")
    return clock + _EARLIEST[len(clock) :], clock + _LATEST[len(clock) :]


def _first(troubles: Sequence[Unreadable]) -> str:
    return f"{troubles[0].source}: {troubles[0].error}"


def _tell(troubles: Sequence[Unreadable], language: Language) -> None:
    for trouble in troubles:
        say(f"{trouble.source}: {trouble.error}", language)
