"""The keys of tags, as several mail servers share them: a text file with one key on a line.

    # number  state   secret            days
    3         sign    q4ycv6pcv3tqm2h5  7
    2         verify  rxk2f7u4dm6azw3e  14    2026-11-24

`sign`: tags are made with this one, and verified. `verify`: an older or a coming one, of which there may be tags about.
A key that is not there any more is retired. Behind the secret stands for how many days a tag is good (14 where nothing
stands there), behind that the last day on which tags were made with the key.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.auth import batv
from whosent.auth.days import day_of

State = Literal["sign", "verify"]

MAX_KEYS = 10
"""A tag has one digit for the number."""
LEAST = 12
"""Characters of the shortest secret."""
LONGEST = 64
"""Octets of the longest secret that Exim takes (expand.c, prvs_hmac_sha1)."""
MAX_LIFETIME = 30
"""Days. Longer only helps those who use somebody's tag again; Exim's check fails above 7, when the days begin again."""
EXIM_LIFETIME = 7
"""Days for which Exim's `${prvs}` makes its tags."""


class Key(Struct, frozen=True):
    """`secret`: as Exim's `${prvs}` takes it, text without blanks. `lifetime`: days for which a tag is good.
    `signed_until`: the last day (since 1970) on which it signed, None where nobody wrote it down."""

    number: int
    state: State
    secret: str
    lifetime: int = batv.LIFETIME
    signed_until: int | None = None

    def __repr__(self) -> str:
        # a secret has no place in a log or traceback
        return f"Key(number={self.number}, state={self.state!r}, lifetime={self.lifetime})"

    @property
    def last_day(self) -> int | None:
        """The last one on which a tag made with this older key may be good."""
        return self.signed_until + self.lifetime if self.signed_until is not None else None


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

    @property
    def lifetimes(self) -> dict[int, int]:
        """Days for which tags are good, by the numbers of the keys."""
        return {key.number: key.lifetime for key in self.keys}

    def signer(self) -> Key:
        """The same as `signing`; `ValueError` with one line for the user where none signs."""
        if self.signing is None:
            raise ValueError("no key signs: choose one with `whosent batv keys use NUMBER`")
        return self.signing

    def key(self, number: int) -> Key:
        """The key with this number. `ValueError` with one line for the user."""
        found = next((key for key in self.keys if key.number == number), None)
        if found is None:
            raise ValueError(f"there is no key {number}; `whosent batv keys` lists those that there are")
        return found

    def sign(self, address: str, today: int) -> str:
        """The address with a tag that is good for the lifetime of the key. `ValueError` where no key signs, or the
        address takes no tag."""
        key = self.signer()
        return batv.sign(address, key.number, key.secret.encode(), today + key.lifetime)

    def verify(self, address: str, today: int) -> batv.Tag | None:
        """What the tag of an address is worth on that day (since 1970), None where it has none."""
        return batv.verify(address, self.secrets, today, self.lifetimes)


def read_keyring(text: str) -> Keyring:
    """The keys of a file. `ValueError` with one line for the user names the line that is wrong, never what is in it."""
    keys = read_keys(text)
    if not keys:
        raise ValueError("there is no key in it: make one with `whosent batv keys add`")
    return Keyring(keys)


def read_keys(text: str) -> tuple[Key, ...]:
    """The same where there may be none yet."""
    keys: list[Key] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            keys.append(_key(words, number))
    if len({key.number for key in keys}) < len(keys):
        raise ValueError("two keys have the same number")
    if sum(key.state == "sign" for key in keys) > 1:
        raise ValueError("two keys are to sign: set all but one to verify")
    return tuple(keys)


def _key(words: list[str], line: int) -> Key:
    if not 3 <= len(words) <= 5 or not _is_number(words[0]) or len(words[0]) != 1:
        raise ValueError(f"line {line} is not of the form 1 sign SECRET 14: one digit, sign or verify, one word, days")
    if words[1] not in ("sign", "verify"):
        raise ValueError(
            f"line {line}: after the number stands sign (tags are made with it) or verify (an older or a coming key)"
        )
    if len(words[2]) < LEAST:
        raise ValueError(f"line {line}: the secret has less than {LEAST} characters")
    lifetime, until = _lifetime(words[3:4], line), _until(words[4:], line)
    return Key(int(words[0]), "sign" if words[1] == "sign" else "verify", words[2], lifetime, until)


def _lifetime(words: list[str], line: int) -> int:
    if not words:
        return batv.LIFETIME
    if not _is_number(words[0]) or len(words[0]) > 2 or not 1 <= int(words[0]) <= MAX_LIFETIME:
        raise ValueError(f"line {line}: behind the secret stand the days for which a tag is good, 1 to {MAX_LIFETIME}")
    return int(words[0])


def _until(words: list[str], line: int) -> int | None:
    try:
        return day_of(words[0]) if words else None
    except ValueError:
        raise ValueError(
            f"line {line}: behind the days stands the last day on which the key signed, like 2026-11-24"
        ) from None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal()
