"""The file with the keys of tags (`auth/keyring.py`)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from whosent.adapters.stream import why
from whosent.auth.keyring import Keyring, read_keyring

MOST = 64 * 1024
"""Bytes."""


def load(path: Path) -> Keyring:
    """Its keys. `ValueError` with one line for the user, also where others may read it: who knows a key makes tags that
    every server of ours believes."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(MOST + 1)
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ValueError(f"{path}: others may read or change these keys: chmod 600 {path}")
    try:
        return read_keyring(data[:MOST].decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(f"{path}: it is no text in UTF-8") from None
    except ValueError as trouble:
        raise ValueError(f"{path}: {trouble}") from None
