"""Changes to the text of a file of keys: only lines of keys that change are written anew, all others stay as they are.

Each takes a text that can be read (`read_keys` raises `ValueError` otherwise) and gives the new one.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from whosent.auth.batv import LIFETIME
from whosent.auth.days import written
from whosent.auth.keyring import MAX_KEYS, Key, Keyring, read_keys

HEAD = (
    "# The keys of our tags (BATV): whosent batv keys --help\n"
    "# number  state   secret                            days  signed until\n"
)
"""What a new file begins with."""


def add(text: str, secret: str, lifetime: int = LIFETIME) -> str:
    """One more key, which verifies. It gets the number that comes after those in use, so that a retired one is not used
    again soon. `ValueError` where there is none left."""
    keys = read_keys(text)
    taken = {key.number for key in keys}
    begin = keys[-1].number + 1 if keys else 1
    free = [number % MAX_KEYS for number in range(begin, begin + MAX_KEYS) if number % MAX_KEYS not in taken]
    if not free:
        raise ValueError("all ten numbers are taken: retire a key with `whosent batv keys drop NUMBER`")
    end = "" if not text or text.endswith("\n") else "\n"
    return (text or HEAD) + end + _line(Key(free[0], "verify", secret, lifetime))


def use(text: str, number: int, today: int) -> str:
    """The key signs from now on, and the former one only verifies; its line tells that it signed until `today`."""
    ring = Keyring(read_keys(text))
    key, former = ring.key(number), ring.signing
    if key == former:
        return text
    changes = {number: replace(key, state="sign", signed_until=None)}
    if former is not None:
        changes[former.number] = replace(former, state="verify", signed_until=today)
    return _changed(text, changes)


def drop(text: str, number: int, today: int, *, now: bool = False) -> str:
    """The key is not there any more. `ValueError` where it signs, or tags that it made may still come back, unless it
    is to go `now`."""
    key = Keyring(read_keys(text)).key(number)
    if key.state == "sign":
        raise ValueError(f"key {number} signs: let another one sign first, with `whosent batv keys use NUMBER`")
    if key.last_day is not None and today <= key.last_day and not now:
        day = written(key.last_day)
        raise ValueError(
            f"mail tagged with key {number} may bounce until {day}: wait, or give up these bounces with --now"
        )
    return _changed(text, {number: None})


def _changed(text: str, keys: Mapping[int, Key | None]) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        first = line.split()[:1]
        number = int(first[0]) if first and not first[0].startswith("#") else None
        if number is None or number not in keys:
            lines.append(line)
        elif (key := keys[number]) is not None:
            lines.append(_line(key))
    return "".join(lines)


def _line(key: Key) -> str:
    until = f"  {written(key.signed_until)}" if key.signed_until is not None else ""
    return f"{key.number:<10}{key.state:<8}{key.secret:<34}{key.lifetime:<4}{until}".rstrip() + "\n"
