"""Is the guard all right? Its files, and what the running one says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from whosent.auth.keyring import Keyring
from whosent.report.guard import Point

Asking = Mapping[str, tuple[str, Callable[[], str]]]
"""For each socket where it is, and who asks there: what is heard, or `OSError`, `ValueError` with one line for the
user."""


def check(keys_file: str, keys: Callable[[], Keyring], health: Callable[[Keyring], str], asking: Asking) -> list[Point]:
    """Everything that can be looked at. `health`: what a guard says of itself that has these keys and our
    configuration."""
    try:
        ring = keys()
    except ValueError as wrong:
        return [Point("guard-check-keys-bad", False, {"why": str(wrong)}), *_asked(asking, None)]
    return [_keys(keys_file, ring), *_asked(asking, health(ring))]


def _keys(file: str, ring: Keyring) -> Point:
    key = ring.signing
    if key is None:
        return Point("guard-check-no-key", False, {"file": file})
    return Point("guard-check-keys", True, {"number": str(key.number), "n": str(len(ring.keys))})


def _asked(asking: Asking, health: str | None) -> Iterator[Point]:
    if not asking:
        yield Point("guard-check-nothing", False)
    for socket, (place, ask) in asking.items():
        where = {"socket": socket, "place": place}
        try:
            said = ask()
        except ValueError as wrong:
            yield Point("guard-check-wrong", False, {**where, "why": str(wrong)})
        except OSError as trouble:
            yield Point("guard-check-silent", False, {**where, "why": trouble.strerror or str(trouble)})
        else:
            old = socket == "map" and health is not None and said != health
            yield Point("guard-check-old" if old else "guard-check-answers", not old, where)
