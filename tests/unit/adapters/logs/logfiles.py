"""Logs for the tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whosent.adapters.logs import store
from whosent.adapters.logs.answers import LogAnswers
from whosent.adapters.logs.files import Log, expand, look
from whosent.adapters.logs.given import here
from whosent.adapters.logs.index import Index
from whosent.adapters.logs.writer import Job, Writer
from whosent.model.item import Unreadable
from whosent.model.question import NotObserved, Observed, Question, Topic

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def at(moment: datetime) -> str:
    """A stamp as syslog writes it."""
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S}"


def message(number: int, moment: datetime, host: str = "mail") -> str:
    """The five lines of Postfix about a message of anna; its queue id is made of the number."""
    queue_id, stamp = f"{0x4A000000000 + number:X}", f"{at(moment)} {host} postfix/"
    return (
        f"{stamp}submission/smtpd[7]: {queue_id}: client=dsl.example[198.51.100.7], sasl_method=PLAIN, "
        f"sasl_username=anna@kunde.example\n"
        f"{stamp}cleanup[8]: {queue_id}: message-id=<{number}.c5@kunde.example>\n"
        f"{stamp}qmgr[9]: {queue_id}: from=<anna@kunde.example>, size=688, nrcpt=1 (queue active)\n"
        f"{stamp}smtp[10]: {queue_id}: to=<user{number}@remote.example>, relay=mx.remote.example[192.0.2.7]:25, "
        f"delay=0.16, delays=0.09/0.01/0.05/0.01, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 7B{number:06}FF)\n"
        f"{stamp}qmgr[9]: {queue_id}: removed\n"
    )


def messages(first: int, count: int, start: datetime = NOON, step: float = 1.0, host: str = "mail") -> str:
    """Messages that come one after the other."""
    return "".join(
        message(number, start + timedelta(seconds=step * (number - first)), host)
        for number in range(first, first + count)
    )


def write(path: Path, data: str | bytes, changed: datetime = NOON + timedelta(hours=1)) -> Path:
    """A file with that content and that time of its last change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    os.utime(path, (changed.timestamp(), changed.timestamp()))
    return path


def add(writer: Writer, *paths: Path | str) -> tuple[int, list[Unreadable]]:
    """Index the files: how many lines were read, and what could not be."""
    lines, troubles = 0, []
    for path in expand([str(path) for path in paths]):
        log = path if isinstance(path, Unreadable) else look(path)
        job = writer.begin(log) if isinstance(log, Log) else log
        if isinstance(job, Unreadable):
            troubles.append(job)
        for found_of, found in here(iter([job] if isinstance(job, Job) else []), lambda size: None):
            if found is None:
                writer.end(found_of)
            elif isinstance(found, Unreadable):
                troubles.append(found)
                break
            elif writer.add(found_of, found):
                lines += found.lines
    return lines, troubles


def indexed(index: Path, *paths: Path | str, year: int | None = None) -> int:
    """Index the files, without troubles, into that file; how many lines were read."""
    with store.writing(index) as connection:
        writer = Writer(connection, year)
        lines, troubles = add(writer, *paths)
        writer.finish()
    assert troubles == []
    return lines


def answers(*indexes: Path) -> LogAnswers:
    """Whoever answers from these."""
    return LogAnswers([Index(store.open_to_read(path)) for path in indexes])


def ask(answerer: LogAnswers, topic: Topic, name: str) -> Sequence[str]:
    """The values of the answer, or why there are none as the only one."""
    question = Question(topic, name)
    answer = answerer([question], 10)[question]
    assert isinstance(answer, Observed | NotObserved)
    return answer.values if isinstance(answer, Observed) else [answer.why]


def sources(answerer: LogAnswers, token: str) -> list[str]:
    """`FILE:LINE` of the lines that hold the token."""
    return [value.partition("\t")[0] for value in ask(answerer, "log", token)]
