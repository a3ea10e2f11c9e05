"""The guard as a filter of a mail server (milter): it knows recipients when it signs, and content when it refuses.

Mail of ours (a login, or a client inside) gets its tag at the end of the message, unless one of its recipients takes
mail without one only. Mail with an empty sender is refused behind its header fields, unless they say that it is no
bounce. Tags of ours are taken off the recipients.
"""

from __future__ import annotations

from msgspec import Struct

from whosent.guard.content import FIELDS, LONGEST, is_no_bounce
from whosent.guard.judging import Worth, bears_tag
from whosent.guard.routed import tidied
from whosent.guard.tagging import unsign
from whosent.guard.transaction import refused
from whosent.service.guard import HEADER, NO_KEY, WAIT, Guard, observed, refusal
from whosent.wire.milter.events import Abort, Connect, EndOfBody, EndOfHeaders, Event, Header, MailFrom, Quit, Rcpt
from whosent.wire.milter.negotiation import Action, Options, Step
from whosent.wire.milter.replies import (
    ACCEPT,
    CONTINUE,
    TEMPFAIL,
    add_header,
    add_recipient,
    change_from,
    delete_recipient,
    refuse,
)

ACTIONS = Action.CHANGE_FROM | Action.ADD_RECIPIENTS | Action.DELETE_RECIPIENTS | Action.ADD_HEADERS
STEPS = Step.NO_HELO | Step.NO_BODY | Step.NO_UNKNOWN | Step.NO_DATA | Step.NR_CONNECT | Step.NR_HEADER
"""What we do without."""


class _Message(Struct):
    """What is known of it. `tagged`: its sender as it will leave. `judged`: it may be refused."""

    tagged: str | None = None
    ours: bool = False
    null: bool = False
    judged: bool = False
    takes_untagged: bool = False
    worths: list[Worth] = []
    first: str = ""
    """The first recipient."""
    unsigned: dict[str, str] = {}
    """Recipients as they came -> without their tags."""
    fields: dict[str, str] = {}
    observed: Worth | None = None


class Session:
    """One client of the mail server after the other, and their messages."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._client, self._local = "", False
        self._message = _Message()

    def on(self, event: Event) -> bytes:
        """The answer to a step, with what is to be changed before it."""
        try:
            return self._on(event)
        except Exception as trouble:
            self._guard.fault("milter", trouble)
            return TEMPFAIL if self._message.ours else CONTINUE

    def _on(self, event: Event) -> bytes:
        match event:
            case Options():
                return event.reply
            case Connect():
                self._client, self._local = event.address, event.family == "unix"
                self._message = _Message()
            case MailFrom():
                return self._sender(event)
            case Rcpt():
                return self._recipient(event.address)
            case Header():
                self._field(event.name.lower(), event.value)
            case EndOfHeaders():
                return self._judge(event.macros.get("i", ""))
            case EndOfBody():
                return self._change()
            case Abort() | Quit():
                self._message = _Message()
        return CONTINUE

    def _sender(self, mail: MailFrom) -> bytes:
        guard, login = self._guard, mail.macros.get("auth_authen", "")
        message = self._message = _Message(null=not mail.address)
        message.ours = bool(login) or self._local or guard.settings.is_inside(self._client)
        message.judged = message.null and not (message.ours or guard.exempts(self._client, login))
        if not message.ours:
            return CONTINUE
        # MAIL FROM:<anna>: Postfix says what it makes of it (milter_mail_macros).
        bare = mail.address and "@" not in mail.address
        sender = mail.macros.get("mail_addr", "") if bare else mail.address
        made = guard.signing(tidied(sender))
        message.tagged = made.address
        if made.why != "no-key":
            return CONTINUE
        guard.count("unsignable")
        guard.tell("unsignable", why=NO_KEY)
        return TEMPFAIL

    def _recipient(self, came: str) -> bytes:
        guard, message, address = self._guard, self._message, tidied(came)
        message.first = message.first or address
        message.takes_untagged = message.takes_untagged or guard.settings.takes_untagged(address)
        if message.judged or (not message.ours and bears_tag(address, guard.settings)):
            worth = guard.weigh(address, self._client)
            if worth is None:
                return refuse(WAIT)
            if message.judged:
                message.worths.append(worth)
        inner = unsign(address, guard.ring, guard.today)
        if inner is not None:
            message.unsigned[came] = inner
        return CONTINUE

    def _field(self, name: str, value: str) -> None:
        if self._message.judged and name in FIELDS:
            self._message.fields.setdefault(name, value[:LONGEST])

    def _judge(self, queue_id: str) -> bytes:
        """All that decides has been told."""
        guard, message = self._guard, self._message
        bad = refused(message.worths)
        if bad is None:
            if message.judged:
                guard.arrives(tuple(message.worths))
            elif message.null:
                guard.count("client")
        elif is_no_bounce(message.fields):
            guard.count("no-bounce")
        elif guard.decide(bad, self._client, queue_id):
            return refuse(f"550 5.7.1 {refusal(message.first)}")
        else:
            message.observed = bad
        changes = message.tagged or message.unsigned or message.observed
        return CONTINUE if changes else ACCEPT

    def _change(self) -> bytes:
        message, made = self._message, []
        if message.tagged is not None and not message.takes_untagged:
            made.append(change_from(message.tagged))
            self._guard.count("signed")
        for came, inner in message.unsigned.items():
            made += [delete_recipient(came), add_recipient(inner)]
            self._guard.count("unsigned")
        if message.observed is not None:
            made.append(add_header(HEADER, observed(message.observed)))
        self._message = _Message()
        return b"".join((*made, ACCEPT))
