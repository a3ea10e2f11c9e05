"""How far each IMAP folder was read: a small JSON file.

{"imaps://user@host:993/INBOX": {"uidvalidity": 1, "uid": 42}}
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from whosent.adapters.output import replacing


class Mark(msgspec.Struct, frozen=True):
    """The last UID seen, valid only together with the folder's UIDVALIDITY (RFC 9051 section 2.3.1.1)."""

    uidvalidity: int
    uid: int


def default_state_file() -> Path:
    """Where the XDG base directory specification puts it."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(base).expanduser() / "whosent" / "imap.json"


def load_last(path: str | None, key: str, uidvalidity: int) -> int:
    """The last UID seen in the folder, 0 if it was never read or the server numbered it anew since."""
    mark = _load(Path(path) if path else default_state_file()).get(key)
    return mark.uid if mark is not None and mark.uidvalidity == uidvalidity else 0


def save_last(path: str | None, key: str, uidvalidity: int, uid: int) -> None:
    """Remember `uid`. The file is replaced in one step, and made readable for its owner only.

    A file that cannot be written is no reason to stop reading: the next run only starts earlier.
    """
    file = Path(path) if path else default_state_file()
    marks = _load(file) | {key: Mark(uidvalidity, uid)}
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(file, 0o600) as out:
            out.write(msgspec.json.format(msgspec.json.encode(marks)) + b"\n")


def _load(file: Path) -> dict[str, Mark]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Mark])
    except (OSError, msgspec.DecodeError):
        return {}
