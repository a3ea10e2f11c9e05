"""What mail servers, PHP and web servers wrote down, in one vocabulary for all formats."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Act = Literal[
    "accepted",  # a client handed a message over by SMTP; `login` where it had logged in
    "submitted",  # a local account handed it in (pickup, `U=… P=local`)
    "queued",  # the queue manager took it up: envelope sender, size, number of recipients
    "named",  # its Message-ID
    "delivered",  # one recipient: handed on or stored
    "deferred",  # one recipient: tried, to be tried again
    "failed",  # one recipient: given up
    "requeued",  # one recipient: goes on as another message of this server (`next_id`): alias, .forward, content filter
    "bounced",  # the server wrote a notice about it, which is message `next_id`
    "removed",  # it left the queue
    "rejected",  # never taken: refused during SMTP, or by a milter
    "signed",  # a DKIM signature was added (`domain`)
    "redirected",  # a Sieve script or filter sent it on to `recipient`
    "rewritten",  # SRS changed an address: `sender` was `original_sender`, or `recipient` was `original_recipient`
    "connected",  # a client connected (`session`); `service` is `local` for a local account, else smtp
    "login",  # somebody logged in; `service` says where: smtp, imap, pop3, sieve
    "login-failed",  # somebody tried
    "called",  # mail() was called in `script`
    "ran",  # a program was started in directory `directory` to hand in mail (Exim `cwd=`)
    "requested",  # a web server answered a request for `path` on `site`
]


class LogEvent(Struct, frozen=True, omit_defaults=True, gc=False):
    """One line, read. Everything is what the line says; None where it says nothing.

    source       `FILE:LINE` (1-based), as the reports show it
    clock        the stamp as the writer's clock showed it, `YYYY-MM-DDTHH:MM:SS`; year `0000` where none is printed
    offset       minutes east of UTC, None where the stamp has no zone
    host         the host's name as syslog prints it
    session      the server's own id of a connection, where client, login and message stand in lines of their own:
                 OpenSMTPD's session id, the process of Sendmail (`[4711]`, as syslog prints it)
    queue_id     the server's own id of the message
    next_id      id under which it goes on: at this server (`requeued`, `bounced`), or at the next (`delivered`, as the
                 next one answered: `queued as`, `id=`)
    client       name of the client; client_ip its address; helo what it said
    login        as whom it logged in
    uid, user    local account, by number or name
    sender       envelope sender, `` for the null sender; original_sender the one before SRS
    recipient    envelope recipient; original_recipient the one before aliases; recipients all of them, where one line
                 names several (at most 100)
    header_from  the author as mail() was told
    message_id   without angle brackets
    relay        name, relay_ip address of the host it was handed to
    status       enhanced status code (`requested`: the one of HTTP); text the reply or reason, cut
    count        number of recipients (`queued`)
    script, line where mail() was called, path and line; directory where a program ran
    site, path, method, agent  of a web request
    """

    act: Act
    source: str
    clock: str | None = None
    offset: int | None = None
    host: str | None = None
    session: str | None = None
    queue_id: str | None = None
    next_id: str | None = None
    client: str | None = None
    client_ip: str | None = None
    helo: str | None = None
    login: str | None = None
    service: str | None = None
    uid: int | None = None
    user: str | None = None
    sender: str | None = None
    original_sender: str | None = None
    recipient: str | None = None
    original_recipient: str | None = None
    recipients: tuple[str, ...] = ()
    header_from: str | None = None
    message_id: str | None = None
    relay: str | None = None
    relay_ip: str | None = None
    status: str | None = None
    text: str | None = None
    size: int | None = None
    count: int | None = None
    domain: str | None = None
    subject: str | None = None
    script: str | None = None
    line: int | None = None
    directory: str | None = None
    site: str | None = None
    path: str | None = None
    method: str | None = None
    agent: str | None = None
    protocol: str | None = None


class LogSpan(Struct, frozen=True, gc=False):
    """What one file covers: lines of `host` (None: the format names none) in `format` between two stamps."""

    file: str
    format: str
    host: str | None
    first: str
    last: str
    offset: int | None = None
