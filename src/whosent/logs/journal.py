"""systemd's journal as JSON, one entry per line: `journalctl -o json` (systemd.journal-fields(7)).

`journalctl -o short-iso` prints lines as syslog does. What `-o export` prints is made into lines like these when it is
read (`export.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from whosent.logs.line import At, Format, Said, Stamp
from whosent.logs.syslog import read_program
from whosent.model.log import LogEvent

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00")
_LATEST = 253_402_300_799_000_000
"""Microseconds to the end of year 9999."""


class _Entry(Struct):
    """The fields that are used. A message that is no UTF-8 is a list of its bytes, one that is too long is null."""

    stamp: str = msgspec.field(name="__REALTIME_TIMESTAMP")
    host: str | None = msgspec.field(name="_HOSTNAME", default=None)
    program: str | list[object] | None = msgspec.field(name="SYSLOG_IDENTIFIER", default=None)
    pid: str | list[object] | None = msgspec.field(name="_PID", default=None)
    message: str | list[object] | None = msgspec.field(name="MESSAGE", default=None)


_decode = msgspec.json.Decoder(_Entry).decode


def _entry(text: str) -> _Entry | None:
    if not text.startswith('{"'):
        return None
    try:
        return _decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return None


def read(text: str, source: str) -> LogEvent | None:
    """What an entry says."""
    entry = _entry(text)
    when = _stamp(entry) if entry else None
    message = _message(entry) if entry else None
    if entry is None or when is None or message is None or not isinstance(entry.program, str):
        return None
    pid = entry.pid if isinstance(entry.pid, str) else None
    return read_program(Said(entry.program, message, pid), At(source, *when, entry.host))


def _message(entry: _Entry) -> str | None:
    if not isinstance(entry.message, list):
        return entry.message
    codes = [code for code in entry.message if isinstance(code, int) and 0 <= code < 256]
    return bytes(codes).decode("utf-8", "replace")


def stamp(text: str) -> Stamp | None:
    """When the entry was written, in UTC."""
    entry = _entry(text)
    return _stamp(entry) if entry else None


def _stamp(entry: _Entry) -> Stamp | None:
    if not (entry.stamp.isascii() and entry.stamp.isdecimal() and len(entry.stamp) <= 18):
        return None
    moment = int(entry.stamp)
    if moment > _LATEST:
        return None
    return (_EPOCH + timedelta(seconds=moment // 1_000_000)).isoformat(), 0


def _host(text: str) -> str | None:
    entry = _entry(text)
    return entry.host if entry else None


def _recognises(text: str) -> bool:
    return stamp(text) is not None


FORMAT = Format("journal", _recognises, read, stamp, _host)
