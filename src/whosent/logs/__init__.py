"""Log lines of mail servers, PHP and web servers, one format per file; facts, no standing.

`FORMATS` is all kinds of files that are read. A new one: docs/recipes.md.
"""

from __future__ import annotations

from whosent.logs import access, exim, journal, php, syslog
from whosent.logs.line import LIMIT, Format, Stamp
from whosent.model.log import LogEvent

__all__ = ["FORMATS", "Format", "host_of", "read_line", "sniff", "stamp_of"]

FORMATS: tuple[Format, ...] = (
    syslog.FORMAT,
    exim.FORMAT,
    php.FORMAT,
    access.FORMAT,
    journal.FORMAT,
)

SAMPLE = 16 * 1024
"""Bytes of a file by which its format is told."""
_FEW = 50
"""One line in so many has to be of the format: rejected messages fill Exim's reject log, traces PHP's."""
_BY_NAME: dict[str, Format] = {format_.name: format_ for format_ in FORMATS}


def sniff(sample: bytes) -> Format | None:
    """The format of which most lines of a file's beginning are; None where hardly any line is of one."""
    lines = [line for line in sample[:SAMPLE].decode("utf-8", "replace").splitlines() if line.strip()]
    counts = [sum(map(format_.recognises, lines)) for format_ in FORMATS]
    most = max(counts, default=0)
    return FORMATS[counts.index(most)] if most and most * _FEW >= len(lines) else None


def read_line(format_name: str, text: str, source: str) -> LogEvent | None:
    """What a line of that format says; None where it says nothing that we use. `source` is its place."""
    return _BY_NAME[format_name].read(text[:LIMIT].rstrip("\r\n"), source)


def stamp_of(format_name: str, text: str) -> Stamp | None:
    """When the line was written, by the writer's clock; None where it has no stamp."""
    return _BY_NAME[format_name].stamp(text[:LIMIT])


def host_of(format_name: str, text: str) -> str | None:
    """The host that the line names as its writer's."""
    return _BY_NAME[format_name].host(text[:LIMIT])
