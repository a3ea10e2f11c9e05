"""Which blocks hold a word: 256 blocks are a segment, the words of a segment lie in 256 buckets by their hash.

A word is kept as its CRC-32: the first byte is the bucket, the other three and the number of the block in its segment
are one integer of 32 bits. A bucket is a sorted array of these, so that a word is found in it by bisection; the same
bucket of all segments lies side by side in the database. Two words may have the same hash: what is found is looked at.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

SEGMENT = 256
"""Blocks of a segment; their number fits into a byte."""
BUCKETS = 256
_BUCKET_AT = 32
_REST = (1 << _BUCKET_AT) - 1
_HASH = 0xFFFFFF


def hashes_of(words: Collection[bytes]) -> array[int]:
    """The words of a block as they are kept, sorted: what is sorted in parts is quickly sorted as a whole."""
    return array("I", sorted(map(crc32, words)))


def keys_of(hashes: Iterable[int], number: int) -> list[int]:
    """The words of block `number`, to be put together with those of the other blocks of its segment."""
    return [hashed << 8 | number for hashed in hashes]


def save(connection: sqlite3.Connection, segment: int, keys: list[int]) -> None:
    """Write the keys of a segment in place of those it had; they are sorted on the way."""
    ids = [(_row_id(bucket, segment),) for bucket in range(BUCKETS)]
    connection.executemany("DELETE FROM words WHERE id = ?", ids)
    rows = [(_row_id(bucket, segment), data.tobytes()) for bucket, data in _buckets(keys)]
    connection.executemany("INSERT INTO words VALUES (?, ?)", rows)


def _buckets(keys: list[int]) -> Iterator[tuple[int, array[int]]]:
    keys.sort()
    start = 0
    for bucket in range(BUCKETS):
        end = bisect_left(keys, (bucket + 1) << _BUCKET_AT, start)
        if end > start:
            yield bucket, array("I", [key & _REST for key in keys[start:end]])
        start = end


def load(connection: sqlite3.Connection, segment: int) -> list[int]:
    """The keys of a segment."""
    keys: list[int] = []
    for bucket in range(BUCKETS):
        query = "SELECT data FROM words WHERE id = ?"
        for (data,) in connection.execute(query, (_row_id(bucket, segment),)):
            keys += [bucket << _BUCKET_AT | rest for rest in array("I", data)]
    return keys


def _row_id(bucket: int, segment: int) -> int:
    return bucket << 32 | segment


def find(connection: sqlite3.Connection, words: Iterable[bytes]) -> dict[bytes, set[int]]:
    """The ids of the blocks that have each word, and perhaps of some that have not."""
    wanted: dict[int, list[tuple[bytes, int]]] = {}
    for word in words:
        hashed = crc32(word)
        wanted.setdefault(hashed >> 24, []).append((word, (hashed & _HASH) << 8))
    found: dict[bytes, set[int]] = {word: set() for places in wanted.values() for word, _ in places}
    for bucket, places in wanted.items():
        within = (_row_id(bucket, 0), _row_id(bucket + 1, 0) - 1)
        for id_, data in connection.execute("SELECT id, data FROM words WHERE id BETWEEN ? AND ?", within):
            keys = array("I", data)
            first = (id_ & _REST) * SEGMENT
            for word, key in places:
                found[word].update(first + number for number in _numbers(keys, key))
    return found


def _numbers(keys: array[int], key: int) -> Iterator[int]:
    """Of the blocks in which the word with this key is."""
    at = bisect_left(keys, key)
    while at < len(keys) and keys[at] < key + SEGMENT:
        yield keys[at] - key
        at += 1
