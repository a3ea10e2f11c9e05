"""Tags of our own mail: what they are worth is answered with the keys, which stay here and never reach a verdict; and
what the administrator does with keys."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Sequence

from whosent.auth import batv, keylines, named
from whosent.auth.days import day_of, written
from whosent.auth.keyring import EXIM_LIFETIME, MAX_LIFETIME, Key, Keyring
from whosent.auth.tagged import Tagged, examine
from whosent.model.question import Answer, Answers, NotObserved, Observed, Question

__all__ = [
    "EXIM_LIFETIME", "LIFETIME", "MAX_LIFETIME", "Edit", "Keyring", "TagAnswers", "add_key", "day_of", "drop_key",
    "message_id", "sign", "use_key", "verify", "written",
]  # fmt: skip

LIFETIME = batv.LIFETIME
SECRET = 20
"""Random bytes of a secret: as many as SHA-1 has (RFC 2104 section 3); they give 32 characters."""

Edit = Callable[[Callable[[str], str]], tuple[Keyring, Keyring]]
"""Changes the text of a file of keys; gives those that were in it, and those that are (`adapters/keyfile.py`)."""


class TagAnswers:
    """Answers questions of the topics `tag` (an address and a day) and `named` (a Message-ID and its author)."""

    def __init__(self, keyring: Keyring) -> None:
        self._ring = keyring
        self._secrets = keyring.secrets

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """One value: what it is worth. None: there is no tag."""
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> Answer:
        what, _, of = question.name.rpartition("\t")
        if question.topic == "named":
            return Observed((named.verify(what, of, self._secrets),))
        if not of.isdecimal():
            return NotObserved("no line says on which day it came")
        worth = self._ring.verify(what, int(of))
        return Observed((worth,) if worth is not None else ())


def sign(ring: Keyring, address: str, today: int) -> str:
    """The address with a tag. `ValueError` with one line for the user, also where it has one already."""
    if batv.unwrap_prvs(address) is not None:
        raise ValueError(f"'{address}' is tagged already")
    if not address.isprintable():  # what is no UTF-8, too
        raise ValueError(f"'{address}' cannot be tagged: it is no address like anna@example.org")
    return ring.sign(address, today)


def verify(ring: Keyring, addresses: Sequence[str], today: int) -> list[Tagged]:
    """What the tags of these addresses are worth."""
    return [examine(address, ring, today) for address in addresses]


def message_id(ring: Keyring, author: str, today: int) -> str:
    """A new signed Message-ID, in angle brackets. `ValueError` with one line for the user."""
    key = ring.signer()
    nonce = secrets.token_bytes(named.NONCE)
    return f"<{named.name(author, key.number, key.secret.encode(), today, nonce)}>"


def add_key(edit: Edit, lifetime: int) -> Key:
    """Make a new key, which verifies only. `ValueError` with one line for the user."""
    secret = b32encode(secrets.token_bytes(SECRET)).decode().lower()
    _, after = edit(lambda text: keylines.add(text, secret, lifetime))
    return after.keys[-1]


def use_key(edit: Edit, number: int, today: int) -> Key | None:
    """Sign with this key from now on. Gives the one that signed until now, if there is one. `ValueError` with one line
    for the user."""
    before, _ = edit(lambda text: keylines.use(text, number, today))
    return before.signing


def drop_key(edit: Edit, number: int, today: int, *, now: bool) -> Key:
    """Retire a key, and give it. `ValueError` with one line for the user where it signs, or tags that it made may still
    come back, unless it is to go `now`."""
    before, _ = edit(lambda text: keylines.drop(text, number, today, now=now))
    return before.key(number)
