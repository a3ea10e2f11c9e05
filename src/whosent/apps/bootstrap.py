"""The only file that wires adapters into the use cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from whosent.adapters import dns_file
from whosent.adapters.config import load_hosting
from whosent.adapters.imap import ImapOptions
from whosent.adapters.output import replacing
from whosent.adapters.sources import read
from whosent.adapters.stream import why
from whosent.adapters.texts import load as texts
from whosent.adapters.token import token_from
from whosent.model.item import Intake
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Answers, NotObserved, Question
from whosent.service.check import Answerer
from whosent.service.ownside import own_side
from whosent.service.permission import DNS_TOPICS, FOREIGN, Asking

__all__ = ["answers_from", "imap_options", "now", "read", "record", "replacing", "side", "texts", "why", "zone"]

NO_LOGS = NotObserved("reading logs is not in this release")


def side(
    *, as_: Sequence[str], own: Sequence[str], own_complete: bool, mx: Sequence[str], hosting: str | None,
    intake: Intake = "store",
) -> OwnSide:  # fmt: skip
    """Our side, from the options of the same names. `ValueError` with one line for the user."""
    mailboxes = None
    if hosting is not None:
        hosted = load_hosting(Path(hosting))
        as_ = (*as_, *hosted.domains)
        for name, host in hosted.hosts.items():
            own = (*own, host.name or name, *host.addresses)
        if hosted.mailboxes is not None:
            mailboxes = frozenset(mailbox.address.lower() for mailbox in hosted.mailboxes)
    return own_side(names=as_, own=own, mx=mx, own_complete=own_complete, mailboxes=mailboxes, intake=intake)


def answers_from(dns: str) -> tuple[Asking, Answerer]:
    """What may be asked, and who answers, for `--dns`: off, own, full, or a file of recorded answers."""
    if dns == "off":
        return "nothing", _Answers(None)
    if dns in ("own", "full"):
        return "own" if dns == "own" else "everything", _Answers(None, live=True)
    return "everything", _Answers(dns_file.load(dns))


class _Answers:
    """Each topic to whoever knows about it. The resolver is loaded when the first name is to be looked up."""

    def __init__(self, dns: Answerer | None, *, live: bool = False) -> None:
        self._dns = dns
        self._live = live

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        names = [question for question in questions if question.topic in DNS_TOPICS]
        answers: dict[Question, Answer] = dict.fromkeys(questions, NO_LOGS)
        if names:
            answers.update(self._resolver()(names, seconds))
        return answers

    def _resolver(self) -> Answerer:
        if self._dns is None:
            assert self._live
            from whosent.adapters.dns import Resolver

            self._dns = Resolver()
        return self._dns


def imap_options(*, resume: bool, ca_file: str | None, token_command: str | None) -> ImapOptions:
    """How to read from IMAP servers."""
    token = partial(token_from, token_command) if token_command else None
    return ImapOptions(resume=resume, ca_file=ca_file, token_command=token)


def now() -> str:
    """The current time (RFC 3339)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def zone(name: str | None) -> tzinfo | None:
    """The time zone of that name; None: that of the system. `ValueError` with one line for the user."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone '{name}': write it like Europe/Berlin or UTC") from None


def record(path: str, answers: Mapping[Question, Answer], asking: Asking) -> None:
    """Write the DNS answers of a run to a file for `--dns`. What was not to be asked stays unobserved in a replay."""
    kept = {question: answer for question, answer in answers.items() if question.topic in DNS_TOPICS}
    with replacing(Path(path)) as file:
        file.write(dns_file.recorded(kept, None if asking == "everything" else FOREIGN))
