"""The keys of tags, as several mail servers share them: a text file with one key on a line.

    # number  state   secret
    3         sign    q4ycv6pcv3tqm2h5
    2         verify  rxk2f7u4dm6azw3e

`sign`: tags are made with this one, and verified. `verify`: an older or a coming one, of which there may be tags about.
A key that is not there any more is retired.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

State = Literal["sign", "verify"]

MAX_KEYS = 10
"""A tag has one digit for the number."""
LEAST = 12
"""Characters of the shortest secret."""


class Key(Struct, frozen=True):
    """`secret`: as Exim's `${prvs}` takes it, text without blanks."""

    number: int
    state: State
    secret: str

    def __repr__(self) -> str:
        return f"Key(number={self.number}, state={self.state!r})"  # a secret has no place in a log or traceback


class Keyring(Struct, frozen=True):
    """At most one key signs."""

    keys: tuple[Key, ...]

    @property
    def signing(self) -> Key | None:
        """The key that tags are made with."""
        return next((key for key in self.keys if key.state == "sign"), None)

    @property
    def secrets(self) -> dict[int, bytes]:
        """All by their numbers."""
        return {key.number: key.secret.encode() for key in self.keys}


def read_keyring(text: str) -> Keyring:
    """The keys of a file. `ValueError` with one line for the user names the line that is wrong, never what is in it."""
    keys: list[Key] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            keys.append(_key(words, number))
    if not keys:
        raise ValueError("there is no key in it: write a line like 1 sign SECRET")
    if len({key.number for key in keys}) < len(keys):
        raise ValueError("two keys have the same number")
    if sum(key.state == "sign" for key in keys) > 1:
        raise ValueError("two keys are to sign: set all but one to verify")
    return Keyring(tuple(keys))


def _key(words: list[str], line: int) -> Key:
    if len(words) != 3 or not (words[0].isdecimal() and words[0].isascii() and len(words[0]) == 1):
        raise ValueError(f"line {line} is not of the form 1 sign SECRET: one digit, sign or verify, one word")
    if words[1] not in ("sign", "verify"):
        raise ValueError(
            f"line {line}: after the number stands sign (tags are made with it) or verify (an older or a coming key)"
        )
    if len(words[2]) < LEAST:
        raise ValueError(f"line {line}: the secret has less than {LEAST} characters")
    return Key(int(words[0]), "sign" if words[1] == "sign" else "verify", words[2])
