"""Writing a result file so that there is always either the old one or the complete new one."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NEW_FILE = 0o666
"""Before the umask, as for any file that a program writes on request."""


@contextlib.contextmanager
def replacing(path: Path, new_file: int = NEW_FILE) -> Iterator[BinaryIO]:
    """Write to `path` in one step: it is replaced when the block ends well and stays as it was when it does not.
    A symbolic link stays one. What is no regular file (a pipe, /dev/null) is written to directly. `new_file`:
    permissions of a file that did not exist, before the umask."""
    path = Path(os.path.realpath(path))
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as direct:
            yield direct
        return
    import tempfile  # few runs write a file

    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode) if mode is not None else new_file & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
