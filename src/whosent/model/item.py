"""What comes in: one message's bytes, or the reason why there are none."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Intake = Literal["store", "upload"]
"""How the bytes reached us. `store`: the person at the terminal vouches for the file, so the lines above our
border are as our MTA wrote them. `upload`: anybody may have edited them."""


class Item(Struct, frozen=True, gc=False):
    """One message as bytes.

    `source` names it for the user: the argument as given, `#n` appended inside containers (n from 1).
    `reconstructed` is true for Outlook .msg: header lines and body were rebuilt, so positions and
    signatures prove nothing. `truncated` is true where the size limit cut it.
    """

    source: str
    data: bytes
    reconstructed: bool = False
    truncated: bool = False


class Unreadable(Struct, frozen=True, gc=False):
    """A source, or one message of it, that could not be read; `error` is one line for the user."""

    source: str
    error: str
