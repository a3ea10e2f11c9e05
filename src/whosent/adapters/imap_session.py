"""One connection to an IMAP server. Imported only when it is needed: imap-tools is an extra."""

from __future__ import annotations

import contextlib
import getpass
import imaplib
import os
import re
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

from imap_tools import MailBox
from imap_tools.errors import ImapToolsError, MailboxFetchError, MailboxFolderSelectError

from whosent.adapters.folder import printable
from whosent.adapters.imap import ImapOptions, Place

BAD_IN_A_ROW = 3
"""More single messages than this that fail one after the other: it is the server, not the messages."""
SERVICE = "whosent"
"""Name of the service in the keyring: `keyring set whosent user@host`."""

_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_NO_LITERAL = re.compile(rb'BODY\[\](?:<0>)? (?:NIL|"((?:[^"\\]|\\.)*)")', re.DOTALL)

T = TypeVar("T")
Answers = list[bytes | tuple[bytes, bytes]]
"""What imaplib makes of FETCH responses: lines, and pairs of a line and the literal behind it."""


class ImapError(Exception):
    """One line for the user. `lost`: the connection broke, and another attempt may help."""

    def __init__(self, text: str, *, lost: bool = False) -> None:
        super().__init__(text)
        self.lost = lost


class Session:
    """A folder, opened read-only. Methods raise `ImapError`."""

    def __init__(self, place: Place, options: ImapOptions) -> None:
        self._place = place
        self._options = options
        self._password: str | None = None
        self._alone = 0  # bad messages in a row
        self._box = self._open()
        self.uidvalidity = self._uidvalidity()

    def uids(self, after: int) -> list[int]:
        """All UIDs above `after`, ascending."""

        def search() -> list[str]:
            with _translated(self._place):
                return self._box.uids(f"UID {after + 1}:*" if after else "ALL", charset=None)

        found = map(int, self._again(search))
        return sorted({uid for uid in found if uid > after})  # `n:*` always has the last message

    def sizes(self, uids: list[int]) -> dict[int, int | str]:
        """Bytes of each message that still exists; text where the server cannot say."""
        return self._divided(uids, lambda some: dict(_sizes(self._fetch(some, "(UID RFC822.SIZE)"))))

    def bodies(self, uids: list[int], part: int | None) -> dict[int, bytes | str]:
        """The messages, or their first `part` bytes; text where the server does not hand one out."""
        what = "(UID BODY.PEEK[])" if part is None else f"(UID BODY.PEEK[]<0.{part}>)"
        return self._divided(uids, lambda some: dict(_bodies(self._fetch(some, what))))

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        with contextlib.suppress(Exception):
            self._box.logout()

    def _again(self, action: Callable[[], T]) -> T:
        """Do `action`; if the connection breaks meanwhile, connect once more and do it again."""
        try:
            return action()
        except ImapError as trouble:
            if not trouble.lost:
                raise
        self._reconnect()
        return action()

    def _divided(self, uids: list[int], action: Callable[[list[int]], dict[int, T]]) -> dict[int, T | str]:
        """`action` for all `uids`. One bad message spoils the whole command, on some servers the whole connection;
        so what fails twice is tried by halves, until the bad one stands alone."""
        if not uids:
            return {}
        try:
            found: dict[int, T | str] = {**self._again(lambda: action(uids))}
            self._alone = 0
            return found
        except _RefusedError as said:
            text = str(said)
        except ImapError as trouble:
            if not trouble.lost:
                raise
            text = str(trouble)
            self._reconnect()
        if len(uids) == 1:
            self._alone += 1
            if self._alone > BAD_IN_A_ROW:
                raise ImapError(f"the server hands out nothing any more: {text}")
            return {uids[0]: f"the server does not hand it out: {text}"}
        half = len(uids) // 2
        return self._divided(uids[:half], action) | self._divided(uids[half:], action)

    def _reconnect(self) -> None:
        self.close()
        self._box = self._open()
        if self._uidvalidity() != self.uidvalidity:
            raise ImapError("the server numbered the folder anew while it was read: start again")

    def _fetch(self, uids: list[int], what: str) -> Answers:
        with _translated(self._place):
            status, data = self._box.client.uid("FETCH", _ranges(uids), what)
            if status != "OK":
                raise _RefusedError(_one_line(data))
        return [answer for answer in data if answer is not None]

    def _open(self) -> MailBox:
        place = self._place
        secret = self._secret()
        try:
            context = ssl.create_default_context(cafile=self._options.ca_file)
        except OSError:
            raise ImapError(f"no certificates in {self._options.ca_file}") from None
        with _translated(place):
            box = MailBox(place.host, place.port, timeout=self._options.timeout, ssl_context=context)
        try:
            with _translated(place):
                _login(box, place, *secret)
                box.folder.set(place.folder, readonly=True)
        except MailboxFolderSelectError:
            text = f"no folder {place.folder!r} that can be read; there are: {_folders(box)}"
            with contextlib.suppress(Exception):
                box.logout()
            raise ImapError(printable(text)) from None
        except ImapError:
            with contextlib.suppress(Exception):
                box.client.shutdown()
            raise
        return box

    def _uidvalidity(self) -> int:
        _, values = self._box.client.response("UIDVALIDITY")
        value = values[0] if values else None
        return int(value) if value and value.isdigit() else 0

    def _secret(self) -> tuple[str, bool]:
        """Token or password, and True for a token."""
        account = self._place.account
        if token := os.environ.get("WHOSENT_IMAP_TOKEN"):
            return token, True
        if self._options.token_command is not None:
            return self._options.token_command(account), True
        if self._password is None:
            self._password = _password(account, prompt=self._options.prompt)
        return self._password, False


class _RefusedError(Exception):
    """The server answered NO or BAD; the text is its own."""


def _password(account: str, *, prompt: bool) -> str:
    found = os.environ.get("WHOSENT_IMAP_PASSWORD") or _from_keyring(account)
    if not found and prompt and sys.stdin is not None and sys.stdin.isatty():
        found = getpass.getpass(f"Password of {account}: ")
    if not found:
        raise ImapError(
            f"no password for {account}: set WHOSENT_IMAP_PASSWORD, or store it with `keyring set {SERVICE} {account}`"
        )
    return found


def _from_keyring(account: str) -> str | None:
    try:
        import keyring

        return keyring.get_password(SERVICE, account)
    except Exception:  # no keyring, a locked one, no desktop: backends raise what they like
        return None


def _login(box: MailBox, place: Place, secret: str, is_token: bool) -> None:
    if any(ord(c) < 32 for c in secret):
        raise ImapError("the password holds a line end or another control character")
    try:
        if is_token:
            box.xoauth2(place.user, secret, initial_folder=None)
        elif secret.isascii() and place.user.isascii():
            box.login(place.user, secret, initial_folder=None)
        else:
            box.login_utf8(place.user, secret, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (ImapToolsError, imaplib.IMAP4.error):
        hint = "the token may have expired" if is_token else "some providers demand an app password or OAuth2"
        raise ImapError(f"the server refuses the login of {place.user}: check user and password ({hint})") from None


@contextlib.contextmanager
def _translated(place: Place) -> Iterator[None]:
    """Turn what the libraries raise into `ImapError`."""
    where = f"{place.host}:{place.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as trouble:
        text = f"the certificate of {where} is not trusted ({trouble.verify_message}): it may not be your server"
        raise ImapError(text) from None
    except ssl.SSLEOFError:
        raise ImapError(f"{where} closed the connection", lost=True) from None
    except ssl.SSLError:
        raise ImapError(f"no TLS connection with {where}: is it the port for imaps (993)?") from None
    except socket.gaierror:
        raise ImapError(f"there is no host {place.host}: check the name and the network") from None
    except ConnectionRefusedError:
        raise ImapError(f"nothing answers at {where}: check host and port") from None
    except TimeoutError:
        raise ImapError(f"no answer from {where} in time", lost=True) from None
    except OSError as trouble:
        raise ImapError(f"the connection to {where} broke ({trouble.strerror or trouble})", lost=True) from None
    except imaplib.IMAP4.abort:
        raise ImapError(f"{where} closed the connection", lost=True) from None
    except MailboxFolderSelectError:
        raise
    except MailboxFetchError as trouble:
        raise _RefusedError(_one_line(trouble.command_result[1])) from None
    except (ImapToolsError, imaplib.IMAP4.error) as trouble:
        raise ImapError(f"{where} does not do what it should: {_one_line([str(trouble)])}") from None


def _folders(box: MailBox) -> str:
    try:
        return ", ".join(sorted(folder.name for folder in box.folder.list())[:20]) or "none"
    except Exception:  # it is only a hint
        return "unknown"


def _sizes(answers: Answers) -> Iterator[tuple[int, int]]:
    for answer in answers:
        line = answer if isinstance(answer, bytes) else answer[0]
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid and size:
            yield int(uid[1]), int(size[1])


def _bodies(answers: Answers) -> Iterator[tuple[int, bytes]]:
    """UID and text of each message. The UID may stand before or behind the literal."""
    for number, answer in enumerate(answers):
        if isinstance(answer, tuple):
            follows = answers[number + 1] if number + 1 < len(answers) else b""
            uid = _UID.search(answer[0]) or (_UID.search(follows) if isinstance(follows, bytes) else None)
            if uid:
                yield int(uid[1]), answer[1]
        elif (found := _NO_LITERAL.search(answer)) and (uid := _UID.search(answer)):
            yield int(uid[1]), re.sub(rb"\\(.)", rb"\1", found[1] or b"")


def _ranges(uids: list[int]) -> str:
    """`1:4,7` for [1, 2, 3, 4, 7] (ascending)."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and runs[-1][1] == uid - 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if last > first else str(first) for first, last in runs)


def _one_line(data: object) -> str:
    parts = data if isinstance(data, list) else [data]
    text = " ".join(p.decode("utf-8", "replace") if isinstance(p, bytes) else str(p) for p in parts)
    return printable(" ".join(text.split())[:200])
