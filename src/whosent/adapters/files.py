"""One file or pipe -> its messages, whatever it turns out to be."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.adapters.sniff import HEAD, UTF8_BOM, Kind, foreign, kind, looks_like_mail
from whosent.adapters.stream import Stream, gunzip
from whosent.mail.mbox import split, without_envelope
from whosent.model.item import Item, Unreadable

MSG_FILE_LIMIT = 64 * 1024 * 1024
"""Outlook files are read as a whole: their parts lie scattered. Larger ones are refused."""
PACKED_TWICE = 2

Found = Iterator[Item | Unreadable]


def messages(
    stream: Stream, source: str, limit: int, *, hint: Kind | None = None, picky: bool = False, packed: int = 0
) -> Found:
    """All messages in `stream`, none longer than `limit` bytes.

    `hint` is what the file's name says. `picky`: in a folder; what does not look like mail is passed over silently.
    """
    head = stream.peek(HEAD)[:HEAD]
    if picky and not looks_like_mail(head):
        return
    what = kind(head, hint)
    if not head:
        if not picky:
            yield Unreadable(source, stream.error or "nothing in it: the file is empty")
    elif what == "gzip":
        if packed >= PACKED_TWICE:
            yield Unreadable(source, "packed with gzip again and again: unpack it first")
        else:
            yield from messages(Stream(gunzip(stream)), source, limit, hint=hint, picky=picky, packed=packed + 1)
    elif said := foreign(head):
        yield Unreadable(source, f"not a mail but {said}")
    elif what == "mbox":
        yield from _mbox(stream, source, limit, picky=picky)
    elif what == "msg":
        yield _outlook(stream, source, limit)
    else:
        yield _message(stream, source, limit, what)


def _mbox(stream: Stream, source: str, limit: int, *, picky: bool) -> Found:
    number = 0
    waiting = None  # the last message of a damaged file is incomplete, which shows only behind it
    for data, cut in split(stream, limit):
        if waiting is not None:
            yield waiting
        number += 1
        waiting = Item(f"{source}#{number}", data, truncated=cut)
    if waiting is not None:
        yield Item(waiting.source, waiting.data, truncated=True) if stream.error else waiting
    if stream.error:
        yield Unreadable(source, f"only {number} messages could be read: {stream.error}")
    elif not number and not picky:
        yield Unreadable(source, "no message in it: the mailbox is empty")


def _message(stream: Stream, source: str, limit: int, what: Kind) -> Item | Unreadable:
    data = stream.read(2 * limit + 2 if what == "utf-16" else limit + HEAD)
    rebuilt = False
    if what == "utf-16":  # saved by an editor; byte-true it is no more
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        rebuilt = True
    elif what == "emlx":  # Apple Mail: length, message, property list
        length, _, rest = data.partition(b"\n")
        data = rest[: int(length)]
    data = without_envelope(data.removeprefix(UTF8_BOM))
    if not data or data.isspace():
        return Unreadable(source, stream.error or "nothing in it: no header and no text")
    truncated = len(data) > limit or stream.error is not None
    return Item(source, data[:limit], reconstructed=rebuilt, truncated=truncated)


def _outlook(stream: Stream, source: str, limit: int) -> Item | Unreadable:
    data = stream.read(MSG_FILE_LIMIT + 1)
    if len(data) > MSG_FILE_LIMIT:
        size = MSG_FILE_LIMIT // (1024 * 1024)
        return Unreadable(source, f"larger than {size} MiB: delete big attachments in Outlook and save it again")
    if stream.error:
        return Unreadable(source, stream.error)
    from whosent.mail.msg import rebuild  # most runs meet no Outlook file: spares them olefile

    result = rebuild(data, limit)
    if isinstance(result, str):
        return Unreadable(source, result)
    return Item(source, result.data, reconstructed=True, truncated=result.truncated)
