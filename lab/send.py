"""An SMTP client that keeps the dialogue: who sent what and what was answered, step by step."""

from __future__ import annotations

import base64
import re
import socket
import ssl
from collections.abc import Sequence
from types import TracebackType
from typing import NamedTuple

from lab.cell import Cell


class Reply(NamedTuple):
    """What the server answered to one command."""

    command: str
    code: int
    text: str


class Dialogue(tuple[Reply, ...]):
    """All replies in order; `mail`, `rcpt`, `data` (to the command) and `end` (to the final dot) find theirs."""

    __slots__ = ()

    def of(self, verb: str) -> list[Reply]:
        """The replies to commands that begin so."""
        return [reply for reply in self if reply.command.upper().startswith(verb)]

    @property
    def rcpt(self) -> list[Reply]:
        """The replies to RCPT TO."""
        return self.of("RCPT")

    @property
    def accepted(self) -> bool:
        """The server took the message."""
        end = self.of(".")
        return bool(end) and end[-1].code == 250

    @property
    def refusal(self) -> Reply | None:
        """The first reply of 400 or more."""
        return next((reply for reply in self if reply.code >= 400), None)


class Session:
    """One SMTP connection, command by command; a context manager."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb")
        self.replies: list[Reply] = []
        self._read("")

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._connection.close()

    def command(self, line: str) -> Reply:
        """Send a line, read its reply. `ConnectionError` where the server hangs up."""
        self._connection.sendall(line.encode("utf-8", "surrogateescape") + b"\r\n")
        return self._read(line)

    def data(self, message: str | bytes) -> Reply:
        """The message after DATA, with the final dot."""
        raw = message.encode("utf-8", "surrogateescape") if isinstance(message, str) else message
        lines = re.sub(rb"\r?\n", b"\r\n", raw).removesuffix(b"\r\n")
        self._connection.sendall(re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n.\r\n")
        return self._read(".")

    def starttls(self) -> None:
        """Encrypt; the server's certificate is its own."""
        if self.command("STARTTLS").code != 220:
            return
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self._file.close()
        self._connection = context.wrap_socket(self._connection)
        self._file = self._connection.makefile("rb")

    def login(self, login: str, password: str) -> Reply:
        """AUTH PLAIN (RFC 4616)."""
        token = base64.b64encode(f"\0{login}\0{password}".encode()).decode()
        return self.command(f"AUTH PLAIN {token}")

    def transaction(
        self, sender: str, recipients: Sequence[str], message: str | bytes, notify: str | None = None
    ) -> None:
        """MAIL to the final dot, as far as the server lets it come; RSET where it ends before. `notify`: RFC 3461."""
        wish = f" NOTIFY={notify}" if notify else ""
        if self.command(f"MAIL FROM:<{sender}>").code == 250:
            taken = [self.command(f"RCPT TO:<{recipient}>{wish}").code in {250, 251} for recipient in recipients]
            if any(taken) and self.command("DATA").code == 354:
                self.data(message)
                return
        self.command("RSET")

    @property
    def dialogue(self) -> Dialogue:
        """Everything so far."""
        return Dialogue(self.replies)

    def _read(self, command: str) -> Reply:
        lines: list[str] = []
        while True:
            line = self._file.readline().decode("utf-8", "replace")
            if not line:
                raise ConnectionError(f"the server hung up after {command!r} {lines}")
            lines.append(line[4:].rstrip("\r\n"))
            if line[3:4] != "-":
                break
        reply = Reply(command, int(line[:3]), "\n".join(lines))
        self.replies.append(reply)
        return reply


class Client(NamedTuple):
    """Sends from a host of the lab."""

    cell: Cell

    def session(self, server: str, port: int = 25, source: str | None = None) -> Session:
        """A connection to a numeric address, greeting read."""
        return Session(self.cell.connect(server, port, source))

    def send(
        self, server: str, sender: str, recipients: Sequence[str], message: str | bytes, *, source: str | None = None,
        helo: str | None = None,
    ) -> Dialogue:  # fmt: skip
        """Port 25, no password."""
        with self.session(server, source=source) as session:
            session.command(f"EHLO {helo or self.cell.name}")
            session.transaction(sender, recipients, message)
            session.command("QUIT")
            return session.dialogue

    def submit(
        self, server: str, login: str, password: str, sender: str, recipients: Sequence[str], message: str | bytes, *,
        source: str | None = None, helo: str = "[192.168.178.23]", notify: str | None = None,
    ) -> Dialogue:  # fmt: skip
        """Port 587 with STARTTLS and password. A wrong password ends it."""
        with self.session(server, 587, source) as session:
            session.command(f"EHLO {helo}")
            session.starttls()
            session.command(f"EHLO {helo}")
            if session.login(login, password).code == 235:
                session.transaction(sender, recipients, message, notify)
            session.command("QUIT")
            return session.dialogue
