"""Postfix 3.7 as it logs (smtpd, pickup, cleanup, qmgr, smtp, lmtp, local, bounce) and stamps.

The forms are those of the lab's logs/hostera/mail.log and of the Received lines in its bounces (0060, 0103, 0051).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from tests.worlds.letter import Client, Letter
from tests.worlds.moments import later, rfc5322, syslog
from tests.worlds.notice import Failure, postfix_notice
from tests.worlds.paper import Paper

SMTP, LMTP, LOCAL = "smtp", "lmtp", "local"
Sign = Callable[[Letter], str | None]


class Queued(NamedTuple):
    """A letter in the queue of a host, since `moment`."""

    id: str
    letter: Letter
    moment: datetime


class Postfix:
    """One host. `number` keeps its queue ids apart from others'. `paper`: where it logs; strangers' logs nobody reads.
    `sign` gives a DKIM-Signature field, or None. `shows_login`: smtpd_sasl_authenticated_header."""

    def __init__(self, name: str, ip: str, number: int, paper: Paper | None = None, *, sign: Sign | None = None,
                 shows_login: bool = True) -> None:  # fmt: skip
        self.name, self.ip, self.paper = name, ip, paper
        self._number, self._sign, self._shows_login = number, sign, shows_login
        self.count = 0

    @property
    def client(self) -> Client:
        """As others see it."""
        return Client(self.ip, self.name, self.name)

    @property
    def at(self) -> str:
        """As others log it."""
        return f"{self.name}[{self.ip}]"

    def log(self, moment: datetime, program: str, text: str) -> None:
        if self.paper is not None:
            pid = 250 + self.count % 600
            self.paper.write(moment, f"{syslog(moment)} {self.name.partition('.')[0]} {program}[{pid}]: {text}")

    def new_id(self) -> str:
        """Short ids are a fraction of the second and the inode of the file."""
        self.count += 1
        return f"{0x10000 + self.count * 48_271 % 0xB4240:05X}{self._number:02X}{self.count * 37 % 0xFFFF:04X}"

    # --- in

    def accept(self, letter: Letter, client: Client, moment: datetime, login: str | None = None, *,
               id_: str | None = None) -> Queued:  # fmt: skip
        """A client hands it over."""
        id_ = id_ or self.new_id()
        daemon = "postfix/submission/smtpd" if login else "postfix/smtpd"
        auth = f", sasl_method=PLAIN, sasl_username={login}" if login else ""
        self.log(moment, daemon, f"connect from {client.shown}")
        self.log(moment, daemon, f"{id_}: client={client.shown}{auth}")
        done = f"ehlo=2 starttls=1{' auth=1' if login else ''} mail=1 rcpt={len(letter.recipients)} data=1 quit=1"
        queued = self._queue(id_, letter.under(self._received(id_, letter, client, moment, login)), moment)
        self.log(later(moment, 1), daemon, f"disconnect from {client.shown} {done}")
        return queued

    def submit(self, letter: Letter, uid: int, moment: datetime) -> Queued:
        """A local account hands it to sendmail(1)."""
        id_ = self.new_id()
        self.log(moment, "postfix/pickup", f"{id_}: uid={uid} from=<{letter.sender}>")
        line = f"Received: by {self.name} (Postfix, from userid {uid})\n\tid {id_}; {rfc5322(moment, comment=True)}"
        return self._queue(id_, letter.under(line), moment)

    def _received(self, id_: str, letter: Letter, client: Client, moment: datetime, login: str | None) -> str:
        note = f"\n\t(Authenticated sender: {login})" if login and self._shows_login else ""
        ip = f"IPv6:{client.ip}" if ":" in client.ip else client.ip
        one = letter.recipients[0] if len(letter.recipients) == 1 else None
        date = rfc5322(moment, comment=True)
        end = f"\n\tfor <{one}>; {date}" if one else f";\n\t{date}"
        return (f"Received: from {client.helo} ({client.name or 'unknown'} [{ip}]){note}\n"
                f"\tby {self.name} (Postfix) with {'ESMTPSA' if login else 'ESMTPS'} id {id_}{end}")  # fmt: skip

    def _queue(self, id_: str, letter: Letter, moment: datetime) -> Queued:
        """cleanup, the milter that signs, the queue manager."""
        if letter.message_id is None:
            letter = letter.with_message_id(f"{moment:%Y%m%d%H%M%S}.{id_}@{self.name}")
        self.log(moment, "postfix/cleanup", f"{id_}: message-id=<{letter.message_id}>")
        field = self._sign(letter) if self._sign is not None else None
        if field is not None:
            domain = field.partition(" d=")[2].partition(";")[0]
            self.log(moment, "opendkim", f"{id_}: DKIM-Signature field added (s=mail, d={domain})")
            letter = letter.under(field)
        count = len(letter.recipients)
        text = f"{id_}: from=<{letter.sender}>, size={letter.size}, nrcpt={count} (queue active)"
        self.log(moment, "postfix/qmgr", text)
        return Queued(id_, letter, moment)

    # --- out

    def tried(self, queued: Queued, to: str, relay: str, status: str, dsn: str, said: str, *, via: str = SMTP,
              original: str | None = None, after: float = 1) -> None:  # fmt: skip
        """The line of one recipient."""
        before = f", orig_to=<{original}>" if original else ""
        self.log(later(queued.moment, after), f"postfix/{via}",
                 f"{queued.id}: to=<{to}>{before}, relay={relay}, delay=0.16, delays=0.09/0.01/0.05/0.01, dsn={dsn}, "
                 f"status={status} ({said})")  # fmt: skip

    def sent(self, queued: Queued, to: str, relay: str, reply: str, *, original: str | None = None,
             last: bool = True) -> None:  # fmt: skip
        """Taken over. `last`: there are no more recipients."""
        self.tried(queued, to, f"{relay}:25", "sent", "2.0.0", reply, original=original)
        if last:
            self.removed(queued)

    def refused(self, queued: Queued, failures: tuple[Failure, ...], *, headers_only: bool = False) -> Queued:
        """Given up: the notice about it, in our queue."""
        for one in failures:
            self.tried(queued, one.recipient, f"{one.relay}:25" if one.relay else "local", "bounced", one.status,
                       one.said, original=one.original, via=SMTP if one.relay else LOCAL)  # fmt: skip
        return self.bounce(queued, failures, headers_only=headers_only)

    def bounce(self, queued: Queued, failures: tuple[Failure, ...], *, headers_only: bool = False) -> Queued:
        moment = later(queued.moment, 1)
        id_ = self.new_id()
        letter = postfix_notice(self.name, queued.id, id_, queued.letter, queued.moment, failures,
                                headers_only=headers_only)  # fmt: skip
        self.log(moment, "postfix/cleanup", f"{id_}: message-id=<{letter.message_id}>")
        self.log(moment, "postfix/bounce", f"{queued.id}: sender non-delivery notification: {id_}")
        self.log(moment, "postfix/qmgr", f"{id_}: from=<>, size={letter.size}, nrcpt=1 (queue active)")
        self.removed(queued)
        line = f"Received: by {self.name} (Postfix)\n\tid {id_}; {rfc5322(moment, comment=True)}"
        return Queued(id_, letter.under(line), moment)

    def held(self, queued: Queued, relay: str, until: datetime) -> Queued:
        """Nobody takes it; tried again every six hours."""
        ip = relay.rstrip("]").partition("[")[2]
        said = f"connect to {relay.partition('[')[0]}[{ip}]:25: Connection timed out"
        count = len(queued.letter.recipients)
        text = f"{queued.id}: from=<{queued.letter.sender}>, size={queued.letter.size}, nrcpt={count} (queue active)"
        while queued.moment < until:
            for to in queued.letter.recipients:
                self.tried(queued, to, "none", "deferred", "4.4.1", said)
            queued = queued._replace(moment=min(until, later(queued.moment, 6 * 3600)))
            self.log(queued.moment, "postfix/qmgr", text)
        return queued

    def again(self, queued: Queued, to: str, *, original: str | None = None, sender: str | None = None,
              at: str | None = None) -> Queued:  # fmt: skip
        """An alias or .forward of the local agent: it goes on as another message. `at`: the local address."""
        id_ = self.new_id()
        local = at or queued.letter.recipients[0]
        self.tried(queued, local, "local", "sent", "2.0.0", f"forwarded as {id_}", via=LOCAL, original=original)
        self.removed(queued)
        moment = later(queued.moment, 1)
        line = f"Received: by {self.name} (Postfix)\n\tid {id_}; {rfc5322(moment, comment=True)}"
        letter = queued.letter.under(f"Delivered-To: {local}").under(line).to(to)
        letter = letter.sent_by(sender) if sender is not None else letter
        self.log(moment, "postfix/cleanup", f"{id_}: message-id=<{letter.message_id}>")
        self.log(moment, "postfix/qmgr", f"{id_}: from=<{letter.sender}>, size={letter.size}, nrcpt=1 (queue active)")
        return Queued(id_, letter, moment)

    def removed(self, queued: Queued) -> None:
        self.log(later(queued.moment, 2), "postfix/qmgr", f"{queued.id}: removed")

    def store(self, queued: Queued, mailbox: str, *, session: str = "hQtbLTD8BGsWAQAA2WlBCA") -> bytes:
        """Dovecot takes it by LMTP; the bytes that lie in the mailbox."""
        moment = later(queued.moment, 1)
        self.tried(queued, mailbox, f"{self.name}[private/dovecot-lmtp]", "sent", "2.0.0",
                   f"250 2.0.0 <{mailbox}> {session} Saved", via=LMTP)  # fmt: skip
        self.log(moment, "dovecot", f"lmtp({mailbox})<278><{session}>: msgid=<{queued.letter.message_id}>: "
                                    "saved mail to INBOX")  # fmt: skip
        self.removed(queued)
        letter = queued.letter
        line = (f"Received: from {self.name}\n\tby {self.name} with LMTP\n\tid {session}\n"
                f"\t(envelope-from <{letter.sender}>)\n\tfor <{mailbox}>; {rfc5322(moment)}")  # fmt: skip
        top = f"Return-Path: <{letter.sender}>\nDelivered-To: {mailbox}\n{line}\n"
        return (top + letter.head + "\n" + letter.body).encode()

    def took(self, queued: Queued) -> str:
        """What it answered."""
        return f"250 2.0.0 Ok: queued as {queued.id}"
