"""The guard's configuration: /etc/whosent/guard.toml."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path

import msgspec

from whosent.adapters.stream import why
from whosent.guard.settings import FORMS, HERE, Settings, settle

DEFAULT = Path("/etc/whosent/guard.toml")
NEVER = date(1970, 1, 1)
_NONE = "there is no such file yet: `whosent guard setup systemd` writes a first one, and docs/guard.md shows one"


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the front ends listen: a path, or an address with a port; None: not served. `mode`, `group`: for whom the
    sockets at paths are."""

    map: str | None = None
    policy: str | None = None
    milter: str | None = None
    metrics: str | None = None
    mode: str = "0660"
    group: str | None = None

    def places(self) -> dict[str, str]:
        """What is served, and where."""
        named = {"map": self.map, "policy": self.policy, "milter": self.milter, "metrics": self.metrics}
        return {name: place for name, place in named.items() if place}


class _Exempt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    clients: tuple[str, ...] = HERE
    forms: tuple[str, ...] = FORMS


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    domains: tuple[str, ...] = ()
    keys: str = "/etc/whosent/tags"
    mode: str = "observe"
    since: date | None = None
    state: str | None = None
    inside: tuple[str, ...] = HERE
    listen: Listen = Listen()
    exempt: _Exempt = _Exempt()


class Config(msgspec.Struct, frozen=True):
    """All of the file. Paths in it may be relative to its folder."""

    settings: Settings
    keys: Path
    state: Path | None
    listen: Listen


def nobodys() -> Config:
    """That of no guard: for taking back what was set, which has to work also when the file is gone."""
    return Config(settle(("nobody.invalid",)), Path(), None, Listen())


def load(path: Path) -> Config:
    """The configuration. `ValueError` with one line for the user."""
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path}: {_NONE}") from None
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise ValueError(f"{path}: not valid TOML: {trouble}") from None
    if isinstance(raw.get("since"), datetime):
        raw["since"] = raw["since"].date()
    try:
        read = msgspec.convert(raw, type=_File)
        return Config(
            settings=settle(
                read.domains, mode=read.mode, since=(read.since - NEVER).days if read.since else None,
                senders=read.exempt.senders, recipients=read.exempt.recipients, clients=read.exempt.clients,
                forms=read.exempt.forms, inside=read.inside,
            ),
            keys=path.parent / read.keys,
            state=path.parent / read.state if read.state else None,
            listen=_checked(read.listen),
        )  # fmt: skip
    except (msgspec.ValidationError, ValueError) as trouble:
        raise ValueError(f"{path}: {trouble}") from None


def _checked(listen: Listen) -> Listen:
    try:
        mode = int(listen.mode, 8)
    except ValueError:
        mode = -1
    if not 0 <= mode <= 0o777:
        raise ValueError(f"listen.mode: '{listen.mode}' is no mode of a file: write it like 0660 in quotation marks")
    return listen
