"""The only file that wires adapters into the use cases. What few runs need is imported by those."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from whosent.adapters.config import default_files as config_files
from whosent.adapters.config import load_config, load_hosting
from whosent.adapters.output import replacing
from whosent.adapters.sources import Progress, read
from whosent.adapters.stream import why
from whosent.adapters.texts import load as texts
from whosent.adapters.zone import local as local_zone
from whosent.adapters.zone import named as zone
from whosent.model.item import Intake
from whosent.model.ownside import OwnSide
from whosent.model.question import DNS_TOPICS, Answer, Answers, NotObserved, Question
from whosent.service.check import Answerer
from whosent.service.ownside import own_side
from whosent.service.permission import FOREIGN, Asking

if TYPE_CHECKING:
    from whosent.adapters.cluster.pool import Cluster
    from whosent.adapters.imap import ImapOptions
    from whosent.report.redact import Redactor
    from whosent.report.texts import Language
    from whosent.service.logs import Given, Updated
    from whosent.service.tags import Edit, Keyring

__all__ = [
    "answers_from", "cluster", "config_files", "default_index", "imap_options", "index_logs", "key_editor",
    "keyring", "load_config", "local_zone", "logs", "now", "read", "record", "redactor", "replacing", "sent_folder",
    "side", "texts", "why", "zone",
]  # fmt: skip

HEADERS = 256 * 1024
"""Bytes of a message in the Sent folder that are read."""
NO_LOGS = NotObserved("no log was given: --log FILE")


def side(
    *, as_: Sequence[str], own: Sequence[str], own_complete: bool, mx: Sequence[str], hosting: str | None,
    intake: Intake = "store", logs: bool = False, geo: bool = False, sent: bool = False, tags: bool = False,
    tagged_since: str | None = None,
) -> OwnSide:  # fmt: skip
    """Our side, from the options of the same names; `logs`, `geo`, `sent`, `tags`: there are some. `ValueError` with
    one line for the user."""
    mailboxes = None
    if hosting is not None:
        hosted = load_hosting(Path(hosting))
        as_ = (*as_, *hosted.domains)
        for name, host in hosted.hosts.items():
            own = (*own, host.name or name, *host.addresses)
        if hosted.mailboxes is not None:
            mailboxes = frozenset(mailbox.address.lower() for mailbox in hosted.mailboxes)
    found = own_side(names=as_, own=own, mx=mx, own_complete=own_complete, mailboxes=mailboxes, intake=intake)
    if own_complete and not found.configured:
        raise ValueError("--own-complete says that your hosts are all: name them with --own or --hosting")
    return replace(found, logs=logs, geo=geo, sent=sent, tags=tags, tagged_since=tagged_since)


def answers_from(
    dns: str, logs: Answerer | None = None, geo: str | None = None, sent: Answerer | None = None,
    batv: str | None = None, resolver: tuple[str, int] | None = None,
) -> tuple[Asking, Answerer]:  # fmt: skip
    """What may be asked, and who answers, for `--dns`: off, own, full, or a file of recorded answers. `logs` answers
    what is asked of logs, the file `geo` what is asked of addresses, `sent` what lies in the Sent folder, the keys in
    the file `batv` what tags are worth. `resolver`: the address and port of the name server to ask, None for the
    system's. `ValueError` with one line for the user."""
    others: dict[str, Answerer] = {}
    if geo is not None:
        from whosent.adapters.geo import load as load_places

        others["geo"] = load_places(geo)
    if sent is not None:
        others["sent"] = sent
    if batv is not None:
        from whosent.service.tags import TagAnswers

        others["tag"] = others["named"] = TagAnswers(keyring(batv))
    live = partial(_live, resolver)
    if dns == "off":
        return "nothing", _Answers(live, logs, others)  # of which no name is asked
    if dns in ("own", "full"):
        return "own" if dns == "own" else "everything", _Answers(live, logs, others)
    from whosent.adapters.dns_file import load

    recorded = load(dns)
    return "everything", _Answers(lambda: recorded, logs, others)


def _live(resolver: tuple[str, int] | None) -> Answerer:
    from whosent.adapters.dns import Resolver

    return Resolver() if resolver is None else Resolver([resolver[0]], resolver[1])


def keyring(path: str) -> Keyring:
    """The keys of tags in a file. `ValueError` with one line for the user."""
    from whosent.adapters.keyfile import load as load_keys

    return load_keys(Path(path))


def key_editor(path: str) -> Edit:
    """Who changes them."""
    from whosent.adapters.keyfile import edit

    return partial(edit, Path(path))


class _Answers:
    """Each topic to whoever knows about it. The resolver is loaded when the first name is to be looked up."""

    def __init__(self, load: Callable[[], Answerer], logs: Answerer | None, others: Mapping[str, Answerer]) -> None:
        self._load = load
        self._dns: Answerer | None = None
        self._logs = logs
        self._others = others

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        answers: dict[Question, Answer] = dict.fromkeys(questions, NO_LOGS)
        by_topic: dict[str, list[Question]] = {}
        for question in questions:
            other = question.topic if question.topic in self._others else "logs"
            by_topic.setdefault("dns" if question.topic in DNS_TOPICS else other, []).append(question)
        for topic, asked in by_topic.items():
            answerer = self._answerer(topic)
            if answerer is not None:
                answers.update(answerer(asked, seconds))
        return answers

    def _answerer(self, topic: str) -> Answerer | None:
        if topic == "dns":
            self._dns = self._dns or self._load()
            return self._dns
        return self._logs if topic == "logs" else self._others[topic]


def logs(
    arguments: Sequence[str], *, year: int | None, tz: str | None, progress: Progress | None = None,
    count: Callable[[int], None] | None = None, most: int | None = None,
) -> Given:  # fmt: skip
    """The logs that `--log` names, ready to be asked; `year` and `tz` are those of stamps without them. `most`: lines
    that an answer may have."""
    from whosent.adapters.logs.answers import MAX_LINES
    from whosent.adapters.logs.given import load

    zone_ = zone(tz) if tz else None
    return load(arguments, year=year, zone=zone_, progress=progress, count=count, most=most or MAX_LINES)


def default_index() -> Path:
    """Where the index of logs is kept if nothing else is said."""
    from whosent.adapters.logs.store import default_path

    return default_path()


def index_logs(
    path: Path, arguments: Sequence[str], *, year: int | None, forget_days: int | None, progress: Progress,
    count: Callable[[int], None], cluster: str | None = None,
) -> Updated:  # fmt: skip
    """Add logs to the index, and delete what is older than so many days. `cluster`: the address of one whose workers do
    the work. `ValueError` with one line for the user, `ConnectionError` where the cluster goes away meanwhile."""
    from whosent.adapters.logs.given import update

    before = None
    if forget_days is not None:
        day = datetime.now(UTC) - timedelta(days=forget_days)
        before = day.astimezone(local_zone()).strftime("%Y-%m-%dT%H:%M:%S")
    add = partial(update, path, arguments, year=year, before=before, progress=progress, count=count)
    if cluster is None:
        return add()
    from whosent.adapters.cluster.indexing import Packers

    packers = Packers(cluster)
    try:
        return add(packing=packers)
    finally:
        packers.stop()


def sent_folder(sources: Sequence[str], *, ca_file: str | None, token_command: str | None) -> Answerer:
    """Whoever knows what lies in the Sent folder. Of its messages only the headers are looked at."""
    from whosent.service.sent import SentFolder

    imap = imap_options(sources, resume=False, ca_file=ca_file, token_command=token_command)
    return SentFolder(read(sources, limit=HEADERS, imap=imap))


def imap_options(
    sources: Sequence[str], *, resume: bool, ca_file: str | None, token_command: str | None
) -> ImapOptions | None:
    """How to read from IMAP servers, if there is one among the sources."""
    if not any(source.lower().startswith("imaps://") for source in sources):
        return None
    from whosent.adapters.imap import ImapOptions
    from whosent.adapters.token import token_from

    token = partial(token_from, token_command) if token_command else None
    return ImapOptions(resume=resume, ca_file=ca_file, token_command=token)


def cluster(address: str, lines: Language | None) -> Cluster:
    """The Dask cluster whose scheduler is there; `lines`: it makes those of `jsonl`, in this language. `ValueError`
    with one line for the user if it cannot be used."""
    from whosent.adapters.cluster.pool import Cluster

    return Cluster(address, lines)


def now() -> str:
    """The current time (RFC 3339)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def redactor(own: OwnSide) -> Redactor:
    """Aliases for one run; nobody can find out afterwards what they stood for."""
    from secrets import token_bytes

    from whosent.report.redact import Redactor

    return Redactor(token_bytes(32), (*own.domains, *own.own_hosts, *own.mx_hosts))


def record(path: str, answers: Mapping[Question, Answer], asking: Asking) -> None:
    """Write the DNS answers of a run to a file for `--dns`. What was not to be asked stays unobserved in a replay."""
    from whosent.adapters.dns_file import recorded

    kept = {question: answer for question, answer in answers.items() if question.topic in DNS_TOPICS}
    with replacing(Path(path)) as file:
        file.write(recorded(kept, None if asking == "everything" else FOREIGN))
