"""Tags and their keys as text. A secret is nowhere in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whosent.auth.batv import LIFETIME, LONGEST, WRAP
from whosent.auth.days import written
from whosent.auth.keyring import EXIM_LIFETIME, Key
from whosent.auth.tagged import Tagged
from whosent.report.clean import visible
from whosent.report.texts import Texts


def verified(found: Iterable[Tagged], texts: Texts) -> Iterator[str]:
    """What each address is worth, one line each."""
    for one in found:
        params = {"address": visible(one.address), "key": str(one.key), "most": str(LONGEST)}
        yield texts.say(f"tags-{one.worth}", params | {"until": _day(one.until)})


def listed(keys: Iterable[Key], today: int, texts: Texts) -> Iterator[str]:
    """What each key does, one line each."""
    for key in keys:
        yield texts.say(f"tags-key-{_stage(key, today)}", _params(key))


def added(key: Key, today: int, file: str, texts: Texts) -> Iterator[str]:
    """A key is new: what comes next."""
    yield texts.say("tags-key-added", _params(key) | {"file": visible(file)})
    if key.lifetime == EXIM_LIFETIME:
        again = (today // WRAP + 1) * WRAP
        days = {"first": written(again - LIFETIME), "last": written(again - 1)}
        yield texts.say("tags-key-exim", days | {"days": str(EXIM_LIFETIME)})


def used(number: int, former: Key | None, today: int, file: str, texts: Texts) -> Iterator[str]:
    """A key signs: what comes next."""
    if former is not None and former.number == number:
        yield texts.say("tags-key-already", {"number": str(number)})
        return
    yield texts.say("tags-key-used", {"number": str(number), "file": visible(file)})
    if former is not None:
        yield texts.say("tags-key-former", _params(former) | {"last": written(today + former.lifetime)})


def dropped(key: Key, file: str, texts: Texts) -> Iterator[str]:
    """A key is retired: what is lost by it."""
    yield texts.say("tags-key-dropped", _params(key) | {"file": visible(file)})
    if key.signed_until is None:
        yield texts.say("tags-key-unsure", _params(key))


def _stage(key: Key, today: int) -> str:
    if key.state == "sign":
        return "signs"
    if key.last_day is None:
        return "unused"
    return "older" if today <= key.last_day else "over"


def _params(key: Key) -> dict[str, str]:
    return {
        "number": str(key.number), "days": str(key.lifetime), "until": _day(key.signed_until),
        "last": _day(key.last_day),
    }  # fmt: skip


def _day(day: int | None) -> str:
    return written(day) if day is not None else ""
