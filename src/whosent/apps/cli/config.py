"""Configuration files as defaults of the options: what can be typed can be configured, checked by the same rules."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

SHARED = "check"
"""The command whose options a configuration file may set; other commands take from it those that they have too."""


def configure(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Callback of `--config`: read the file, or those in the usual places, into the defaults of the command."""
    from whosent.apps import bootstrap

    # os.path: a home that we may not look into (sudo -u) holds nothing for us, where Path.is_file would raise
    files = [Path(value)] if value else [path for path in bootstrap.config_files() if os.path.isfile(path)]  # noqa: PTH113
    defaults: dict[str, Any] = {}
    for path in files:
        try:
            defaults |= _defaults(ctx, path, bootstrap.load_config(path))
        except ValueError as said:
            raise click.UsageError(str(said), ctx) from None
    ctx.default_map = {**(ctx.default_map or {}), **defaults}


def _defaults(ctx: click.Context, path: Path, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Values by parameter name. `ValueError` names the file and the key that is wrong."""
    known, wanted = _settable(_shared_command(ctx)), _settable(ctx.command)
    found: dict[str, Any] = {}
    for key, value in keys.items():
        option = known.get(key)
        if option is None:
            raise ValueError(f"{path}: {_unknown(key, known)}")
        checked = _value(ctx, option, path, key, value)
        if key in wanted and _fits(ctx, wanted[key], checked):
            found[str(wanted[key].name)] = checked
    return found


def _shared_command(ctx: click.Context) -> click.Command:
    from whosent.apps.cli.group import root

    command = root.get_command(ctx, SHARED)
    assert command is not None
    return command


def _settable(command: click.Command) -> dict[str, click.Option]:
    """Options by the name that a key has: `own-complete`, `format`."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {
        name.removeprefix("--"): option
        for option in options
        for name in option.opts
        if name.startswith("--") and name not in ("--config", "--help", "--version")
    }


def _value(ctx: click.Context, option: click.Option, path: Path, key: str, value: Any) -> Any:
    """The value as if it had been typed."""
    from whosent.apps.cli.options import FileName, Size

    if option.is_flag or option.count:
        wanted: type = bool if option.is_flag else int
        if type(value) is not wanted:
            raise ValueError(f"{path}: {key} must be {'true or false' if option.is_flag else 'a number'}")
        return value
    values = value if option.multiple and isinstance(value, list) else [value]
    number = isinstance(option.type, click.IntRange | Size)
    if not all(isinstance(each, str) or (number and type(each) is int) for each in values):
        kind = "one string or number" if number else "a list of strings" if option.multiple else "one string"
        raise ValueError(f"{path}: {key} must be {kind}")
    if isinstance(option.type, FileName):
        values = [option.type.beside(path, str(each)) for each in values]
    for each in values:
        try:
            option.type.convert(each, option, ctx)
        except click.BadParameter as wrong:
            raise ValueError(f"{path}: {key}: {wrong.message}") from None
    return values if option.multiple else values[0]


def _fits(ctx: click.Context, option: click.Option, value: Any) -> bool:
    """Does this command know the value, too? Its formats are not all those of `check`."""
    try:
        option.type_cast_value(ctx, value)
    except click.BadParameter:
        return False
    return True


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    for close in get_close_matches(key.replace("_", "-").rstrip("s"), known, 1):
        return f"'{key}' is no option of `whosent check`; did you mean '{close}'?"
    return f"'{key}' is no option of `whosent check`"
