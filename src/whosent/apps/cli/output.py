"""Where a report goes."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from whosent.apps import bootstrap
from whosent.apps.cli.options import usage


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
