"""The work of `whosent batv`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.apps.cli.options import typed, usage
from whosent.apps.cli.output import to_terminal
from whosent.apps.cli.say import say
from whosent.report import machine_tags, tags
from whosent.report.texts import Texts
from whosent.service import tags as service

DONE, NOT_ALL = 0, 1
Result = TypeVar("Result")


def sign_addresses(addresses: Sequence[str], options: dict[str, Any]) -> int:
    """Print each with its tag; what cannot have one is told, and the rest goes on."""
    ring, today = _ring(options), _today(options["on"])
    try:
        ring.signer()
    except ValueError as said:
        raise usage(f"{options['keys']}: {said}") from None
    status = DONE
    for address in addresses:
        try:
            print(service.sign(ring, address, today))
        except ValueError as said:
            say(str(said), options["lang"] or language())
            status = NOT_ALL
    return status


def verify_addresses(addresses: Sequence[str], options: dict[str, Any]) -> int:
    """Print what each is worth."""
    found = service.verify(_ring(options), addresses, _today(options["on"]))
    if options["format_"] == "json":
        sys.stdout.buffer.write(machine_tags.verified(found))
    else:
        _print(tags.verified(found, _texts(options)))
    return DONE if all(one.worth == "valid" for one in found) else NOT_ALL


def print_message_id(address: str, options: dict[str, Any]) -> int:
    """Print one."""
    ring = _ring(options)
    try:
        print(service.message_id(ring, address, _today()))
    except ValueError as said:
        raise usage(said) from None
    return DONE


def list_keys(options: dict[str, Any]) -> int:
    """A line each."""
    _print(tags.listed(_ring(options).keys, _today(), _texts(options)))
    return DONE


def add_key(options: dict[str, Any]) -> int:
    """Make one, and say what comes next."""
    if options["exim"] and typed("--days"):
        raise usage("--exim means 7 days, as Exim itself has it: leave out --days")
    try:
        key = service.add_key(_editor(options), service.EXIM_LIFETIME if options["exim"] else options["days"])
    except ValueError as said:
        raise usage(said) from None
    _print(tags.added(key, _today(), options["keys"], _texts(options)))
    return DONE


def use_key(number: int, options: dict[str, Any]) -> int:
    """Let it sign, and say what comes next."""
    today = _today()
    try:
        former = service.use_key(_editor(options), number, today)
    except ValueError as said:
        raise usage(said) from None
    _print(tags.used(number, former, today, options["keys"], _texts(options)))
    return DONE


def drop_key(number: int, options: dict[str, Any]) -> int:
    """Retire it, and say what is lost by it."""
    try:
        key = service.drop_key(_editor(options), number, _today(), now=options["now"])
    except ValueError as said:
        raise usage(said) from None
    _print(tags.dropped(key, options["keys"], _texts(options)))
    return DONE


def show_key(number: int, options: dict[str, Any]) -> int:
    """Print its secret; somebody may look over the shoulder."""
    try:
        secret = _ring(options).key(number).secret
    except ValueError as said:
        raise usage(said) from None
    print(secret)
    if sys.stdout.isatty():
        say("whoever sees this secret makes tags that all your servers believe", options["lang"] or language())
    return DONE


def _ring(options: dict[str, Any]) -> service.Keyring:
    try:
        return bootstrap.keyring(options["keys"])
    except ValueError as said:
        raise usage(said) from None


def _editor(options: dict[str, Any]) -> service.Edit:
    return bootstrap.key_editor(options["keys"])


def _today(on: str | None = None) -> int:
    """The day, by UTC as tags have it."""
    return service.day_of(on or bootstrap.now()[:10])


def _texts(options: dict[str, Any]) -> Texts:
    return bootstrap.texts(options["lang"] or language())


def _print(lines: Iterable[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in to_terminal(lines)).encode())
