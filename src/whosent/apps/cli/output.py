"""Where a report goes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from whosent.apps import bootstrap
from whosent.apps.cli.options import usage

MIN_WIDTH = 40
"""Columns. In less, nothing can be read."""


def open_output(stack: ExitStack, path: str | None) -> BinaryIO:
    """Standard output, or a file that is there in one step when the stack ends well."""
    if path is None or path == "-":
        return sys.stdout.buffer
    try:
        return stack.enter_context(bootstrap.replacing(Path(path)))
    except OSError as trouble:
        raise cannot_write(path, trouble) from None


def cannot_write(path: str, trouble: OSError) -> Exception:
    """An error of the user: that file cannot be written."""
    denied = isinstance(trouble, PermissionError)  # the advice of `why` is about reading
    return usage(f"cannot write {path}: {'permission denied' if denied else bootstrap.why(trouble)}")


def to_terminal(lines: Iterable[str]) -> Iterable[str]:
    """As wide as the terminal. In a pipe, where programs look for whole lines, only if COLUMNS says so."""
    from whosent.report.journeys import folded

    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return lines
    width = max(MIN_WIDTH, shutil.get_terminal_size().columns)
    return (part for line in lines for part in folded(line, width))
