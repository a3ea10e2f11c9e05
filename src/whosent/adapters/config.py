"""Configuration files (TOML) and what is hosted here (JSON). Errors are one line that names the file and the place."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from whosent.adapters.stream import why

SYSTEM_FILE = Path("/etc/whosent/config.toml")


class Host(msgspec.Struct, frozen=True):
    """A host as the hosting file names it."""

    name: str | None = None
    ip: str | list[str] | None = None

    @property
    def addresses(self) -> list[str]:
        """Its IP addresses, as written."""
        return [self.ip] if isinstance(self.ip, str) else self.ip or []


class Mailbox(msgspec.Struct, frozen=True):
    """A mailbox that exists."""

    address: str


class Hosting(msgspec.Struct, frozen=True):
    """The part of a hosting file that tells whose side we are on; the rest is for other commands."""

    hosts: dict[str, Host] = {}
    domains: list[str] = []
    mailboxes: list[Mailbox] | None = None


def default_files() -> list[Path]:
    """Where configuration is looked for; what stands in a later file wins."""
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return [SYSTEM_FILE, Path(base).expanduser() / "whosent" / "config.toml"]


def load_config(path: Path) -> dict[str, Any]:
    """The keys of a TOML file. `ValueError` with one line for the user."""
    try:
        return tomllib.loads(_read(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise ValueError(f"{path}: not valid TOML: {trouble}") from None


def load_hosting(path: Path) -> Hosting:
    """What is hosted here. `ValueError` with one line for the user."""
    data = _read(path)
    try:
        hosting = msgspec.json.decode(data, type=Hosting)
    except msgspec.DecodeError as trouble:
        raise ValueError(f"{path}: {trouble}") from None
    keys = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).keys()
    if keys and keys.isdisjoint(Hosting.__struct_fields__):
        raise ValueError(f"{path}: not a hosting file: it names no hosts, domains or mailboxes")
    return hosting


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as trouble:
        said = why(trouble) if isinstance(trouble, OSError) else "no such file"
        raise ValueError(f"{path}: {said}") from None
