"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from whosent.model.ownside import OwnSide
from whosent.service.ownside import own_side

F = TypeVar("F", bound=Callable[..., Any])


def side_options(function: F) -> F:
    """`--as`, `--own`, `--own-complete`, `--mx`."""
    for option in reversed((
        click.option("--as", "as_", multiple=True, metavar="ADDRESS|DOMAIN",
                     help="Whose side we are on; may be given several times. Default: the address it was delivered to."),
        click.option("--own", multiple=True, metavar="HOST|NETWORK",
                     help="A mail host that you operate (name or address), or your address space (192.0.2.0/24)."),
        click.option("--own-complete", is_flag=True, help="There are no other hosts that send your mail."),
        click.option("--mx", multiple=True, metavar="HOST", help="A host that takes your mail in, if not in the MX records."),
    )):  # fmt: skip
        function = option(function)
    return function


def make_side(**words: Any) -> OwnSide:
    """The options as `OwnSide`; wrong ones are a usage error."""
    try:
        return own_side(**words)
    except ValueError as said:
        raise click.UsageError(str(said), click.get_current_context()) from None
