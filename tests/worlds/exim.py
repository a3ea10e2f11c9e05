"""Exim 4.96 as it logs (Debian's selectors with arguments, subject, received_recipients, incoming_port) and stamps.

The forms are those of the lab's logs/hosterb/exim_mainlog and of the Received lines in its bounces (0170, 0213, 0296).
"""

from __future__ import annotations

from datetime import datetime

from tests.worlds.letter import Client, Letter
from tests.worlds.moments import exim, later, rfc5322
from tests.worlds.notice import Failure, exim_notice
from tests.worlds.paper import Paper
from tests.worlds.postfix import Queued, Sign

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TLS = "X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=no"


def base62(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, rest = divmod(number, 62)
        text = _DIGITS[rest] + text
    return text


class Exim:
    """One host."""

    def __init__(self, name: str, ip: str, paper: Paper | None = None, *, sign: Sign | None = None) -> None:
        self.name, self.ip, self.paper = name, ip, paper
        self._sign = sign
        self.count = 0

    @property
    def client(self) -> Client:
        return Client(self.ip, self.name, self.name)

    @property
    def at(self) -> str:
        return f"{self.name}[{self.ip}]"

    def log(self, moment: datetime, text: str) -> None:
        if self.paper is not None:
            self.paper.write(moment, f"{exim(moment)} {text}")

    def new_id(self, moment: datetime) -> str:
        """Seconds, process, fraction of the second."""
        self.count += 1
        return f"{base62(int(moment.timestamp()), 6)}-{base62(40 + self.count, 6)}-{base62(self.count * 7 % 3844, 2)}"

    # --- in

    def accept(self, letter: Letter, client: Client, moment: datetime, login: str | None = None) -> Queued:
        """A client hands it over."""
        id_ = self.new_id(moment)
        port = 40_000 + self.count
        shown = self._host(client, port)
        word = "esmtpsa" if login else "esmtps"
        auth = f" A=plain_server:{login}" if login else ""
        self._arrived(id_, letter, moment, f"H={shown} I=[{self.ip}]:{587 if login else 25} P={word} {TLS}{auth}")
        line = (f"Received: from {self._from(client, port)}\n\tby {self.name} with {word}  (TLS1.3) tls "
                f"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from <{letter.sender}>)\n"
                f"\tid {id_}")  # fmt: skip
        return self._queue(id_, letter, moment, line)

    def submit(self, letter: Letter, user: str, moment: datetime, directory: str = "/") -> Queued:
        """A local account calls sendmail in a directory."""
        id_ = self.new_id(moment)
        self.log(moment, f"cwd={directory} 3 args: /usr/sbin/sendmail -t -i")
        self._arrived(id_, letter, moment, f"U={user} P=local")
        line = (f"Received: from {user} by {self.name} with local (Exim 4.96)\n"
                f"\t(envelope-from <{letter.sender}>)\n\tid {id_}")  # fmt: skip
        return self._queue(id_, letter, moment, line)

    def _arrived(self, id_: str, letter: Letter, moment: datetime, how: str) -> None:
        named = f" id={letter.message_id}" if letter.message_id else ""
        subject = letter.subject.replace("\\", "\\\\").replace('"', '\\"')
        who = letter.sender or "<>"
        self.log(moment, f'{id_} <= {who} {how} S={letter.size}{named} T="{subject}" from <{letter.sender}> '
                         f"for {' '.join(letter.recipients)}")  # fmt: skip

    def _queue(self, id_: str, letter: Letter, moment: datetime, line: str) -> Queued:
        one = f"\n\tfor {letter.recipients[0]}" if len(letter.recipients) == 1 else ""
        letter = letter.under(f"{line}{one};\n\t{rfc5322(moment)}")
        if letter.message_id is None:
            letter = letter.with_message_id(f"E{id_}@{self.name}")
        field = self._sign(letter) if self._sign is not None else None
        return Queued(id_, letter.under(field) if field else letter, moment)

    @staticmethod
    def _host(client: Client, port: int) -> str:
        helo = f"({client.helo}) " if client.helo != client.name else ""
        name = f"{client.name} " if client.name else ""
        return f"{name}{helo}[{client.ip}]:{port}"

    @staticmethod
    def _from(client: Client, port: int) -> str:
        if client.name is None:
            return f"[{client.ip}] (port={port} helo={client.helo})"
        helo = f" helo={client.helo}" if client.helo != client.name else ""
        return f"{client.name} ([{client.ip}]:{port}{helo})"

    # --- out

    def sent(self, queued: Queued, to: str, relay: str, reply: str, *, original: str | None = None,
             last: bool = True) -> None:  # fmt: skip
        """Taken over."""
        name, _, ip = relay.rstrip("]").partition("[")
        self.log(later(queued.moment, 1),
                 f"{queued.id} => {self._recipient(to, original)} F=<{queued.letter.sender}> R=dnslookup T=remote_smtp "
                 f'S={queued.letter.size} H={name} [{ip}] I=[{self.ip}] {TLS} K C="{reply}" DT=0s')  # fmt: skip
        if last:
            self.removed(queued)

    def refused(self, queued: Queued, failures: tuple[Failure, ...], *, headers_only: bool = False) -> Queued:
        """Given up: the notice about it."""
        sender = queued.letter.sender
        for one in failures:
            where = f"H={one.relay.replace('[', ' [')} I=[{self.ip}] {TLS}" if one.relay else ""
            why = f": SMTP error from remote mail server after RCPT TO:<{one.recipient}>: {one.reply}"
            text = (f"F=<{sender}> R=dnslookup T=remote_smtp {where}{why} DT=0s" if one.relay
                    else f"F=<{sender}>: {one.reply}")  # fmt: skip
            self.log(later(queued.moment, 1), f"{queued.id} ** {self._recipient(one.recipient, one.original)} {text}")
        moment = later(queued.moment, 1)
        id_ = self.new_id(moment)
        letter = exim_notice(self.name, id_, queued.letter, queued.moment, failures, headers_only=headers_only)
        self.log(moment, f"cwd=/var/spool/exim4 7 args: /usr/sbin/exim4 -t -oem -oi -f <> -E{queued.id}")
        self.log(moment, f'{id_} <= <> R={queued.id} U=Debian-exim P=local S={letter.size} T="{letter.subject}" '
                         f"from <> for {sender}")  # fmt: skip
        self.removed(queued)
        line = (f"Received: from Debian-exim by {self.name} with local (Exim 4.96)\n\tid {id_}\n\tfor {sender};\n"
                f"\t{rfc5322(moment)}")  # fmt: skip
        return Queued(id_, letter.under(line), moment)

    def removed(self, queued: Queued) -> None:
        self.log(later(queued.moment, 1), f"{queued.id} Completed")

    def store(self, queued: Queued, mailbox: str) -> bytes:
        """Written into the Maildir; the bytes that lie there."""
        moment = later(queued.moment, 1)
        letter = queued.letter
        self.log(moment, f"{queued.id} => {mailbox.partition('@')[0]} <{mailbox}> F=<{letter.sender}> R=virt_users "
                         f"T=maildir S={letter.size} DT=0s")  # fmt: skip
        self.removed(queued)
        top = f"Return-path: <{letter.sender}>\nEnvelope-to: {mailbox}\nDelivery-date: {rfc5322(moment)}\n"
        return (top + letter.head + "\n" + letter.body).encode()

    @staticmethod
    def _recipient(to: str, original: str | None) -> str:
        return f"{to} <{original}>" if original else to

    def took(self, queued: Queued) -> str:
        return f"250 OK id={queued.id}"
