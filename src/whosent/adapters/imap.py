"""`imaps://user@host[:port]/Folder` -> messages. Read-only: EXAMINE and BODY.PEEK, so nothing is marked as seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from whosent.adapters.folder import printable
from whosent.adapters.imap_state import load_last, save_last
from whosent.mail.mbox import without_envelope
from whosent.model.item import Item, Unreadable

if TYPE_CHECKING:
    from whosent.adapters.imap_session import Session

SIZES_AT_ONCE = 500
MESSAGES_AT_ONCE = 50
BYTES_AT_ONCE = 8 * 1024 * 1024
"""A batch ends with the message that crosses this, so memory stays within it and one message."""

_ADDRESS = re.compile(r"imaps://(?:([^/]*)@)?(\[[0-9A-Fa-f:.]+\]|[^/@:\[\]]+)(?::(\d{1,5}))?(?:/(.*))?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Advance = Callable[[int], None]


class ImapOptions(Struct, frozen=True):
    """How to read from IMAP servers.

    resume         start behind the message seen last time, and remember how far this run came
    state_file     where that is remembered; None: $XDG_STATE_HOME/whosent/imap.json
    token_command  gives the OAuth2 access token of an account (`user@host`) when it is needed
    prompt         ask for the password if a person sits at the terminal
    ca_file        certificates to trust instead of the system's
    timeout        seconds without an answer after which the connection counts as lost
    """

    resume: bool = False
    state_file: str | None = None
    token_command: Callable[[str], str] | None = None
    prompt: bool = True
    ca_file: str | None = None
    timeout: float = 60.0


class Place(Struct, frozen=True):
    """A folder of an account."""

    user: str
    host: str
    port: int
    folder: str

    @property
    def account(self) -> str:
        """`user@host`, the name under which secrets are kept."""
        return f"{self.user}@{self.host}"

    @property
    def key(self) -> str:
        """Names the folder in the state file."""
        return f"imaps://{self.user}@{self.host}:{self.port}/{self.folder}"


def parse_address(argument: str) -> Place | str:
    """The parts of an `imaps://` address, or one line that says what is wrong with it."""
    found = _ADDRESS.fullmatch(argument)
    if found is None:
        return "not an address of the form imaps://user@host/Folder"
    user, host, port, folder = found[1], found[2].strip("[]"), int(found[3] or 993), found[4]
    if not user:
        return "the user is missing: imaps://user@host/Folder"
    if ":" in user:
        return "the password does not belong in the address, where others can see it: use WHOSENT_IMAP_PASSWORD"
    user, folder = unquote(user), unquote(folder or "").strip("/") or "INBOX"
    if not 0 < port < 65536 or _CONTROL.search(user + host + folder):
        return "not an address of the form imaps://user@host:port/Folder"
    return Place(user, host, port, folder)


def read_imap(
    argument: str, limit: int, advance: Advance, options: ImapOptions | None = None
) -> Iterator[Item | Unreadable]:
    """The messages of a folder in the order of their UIDs."""
    options = options or ImapOptions()
    source = printable(re.sub(r"^([^/]*//[^/:]*):[^/]*@", r"\1@", argument))  # a password is not shown to anybody
    place = parse_address(argument)
    if isinstance(place, str):
        yield Unreadable(source, place)
        return
    try:
        from whosent.adapters.imap_session import ImapError, Session
    except ImportError:
        yield Unreadable(source, "reading from IMAP needs more packages: pip install 'whosent[imap]'")
        return
    try:
        session = Session(place, options)
        yield from _Reader(session, place, source, limit, advance, options).read()
    except ImapError as said:
        yield Unreadable(source, str(said))


class _Reader:
    """One run through a folder."""

    def __init__(
        self, session: Session, place: Place, source: str, limit: int, advance: Advance, options: ImapOptions
    ) -> None:
        self._session = session
        self._place = place
        self._source = source
        self._limit = limit
        self._advance = advance
        self._options = options
        self._last = load_last(options.state_file, place.key, session.uidvalidity) if options.resume else 0

    def read(self) -> Iterator[Item | Unreadable]:
        try:
            uids = self._session.uids(self._last)
            for start in range(0, len(uids), SIZES_AT_ONCE):
                yield from self._read(uids[start : start + SIZES_AT_ONCE])
        finally:
            self._remember()
            self._session.close()

    def _read(self, uids: list[int]) -> Iterator[Item | Unreadable]:
        found = self._session.sizes(uids)
        bad = {uid: said for uid, said in found.items() if isinstance(said, str)}
        sizes = {uid: 0 if isinstance(size, str) else size for uid, size in found.items()}
        for batch in batches(sorted(sizes), sizes, self._limit):
            part = self._limit + 1 if sizes[batch[0]] > self._limit else None
            bodies = self._session.bodies([uid for uid in batch if uid not in bad], part) | bad
            for uid in batch:
                if uid in bodies:  # otherwise somebody deleted it meanwhile
                    yield self._item(uid, bodies[uid])
                self._last = uid
            self._remember()

    def _item(self, uid: int, body: bytes | str) -> Item | Unreadable:
        source = f"{self._source}#{uid}"
        if isinstance(body, str):
            return Unreadable(source, body)
        self._advance(len(body))
        data = without_envelope(body)
        if not data:
            return Unreadable(source, "nothing in it: the server gave an empty message")
        return Item(source, data[: self._limit], truncated=len(body) > self._limit)

    def _remember(self) -> None:
        if self._options.resume and self._last:
            save_last(self._options.state_file, self._place.key, self._session.uidvalidity, self._last)


def batches(uids: list[int], sizes: dict[int, int], limit: int) -> Iterator[list[int]]:
    """Groups to be fetched at once; a message larger than `limit` comes alone."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        size = sizes[uid]
        if batch and (size > limit or total + size > BYTES_AT_ONCE or len(batch) >= MESSAGES_AT_ONCE):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
        if size > limit:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch
