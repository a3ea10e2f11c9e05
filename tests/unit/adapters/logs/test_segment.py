from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whosent.adapters.logs import store
from whosent.adapters.logs.segment import find, hashes_of, load, save
from whosent.adapters.logs.segment import keys_of as keys_of_hashes

BLOCKS = st.lists(st.sets(st.binary(min_size=3, max_size=5), max_size=30), max_size=6)


def keys_of(words, number):
    return keys_of_hashes(hashes_of(words), number)


@given(BLOCKS, BLOCKS)
def test_every_word_leads_to_its_blocks(first, second):
    connection = store.temporary()
    for segment, blocks in ((0, first), (7, second)):
        save(connection, segment, [key for number, words in enumerate(blocks) for key in keys_of(words, number * 50)])
    found = find(connection, {word for words in (*first, *second) for word in words} | {b"missing"})
    for segment, blocks in ((0, first), (7, second)):
        for number, words in enumerate(blocks):
            for word in words:
                assert segment * 256 + number * 50 in found[word]
    assert found[b"missing"] == set()
    connection.close()


def test_keys_of_a_segment_are_read_back_and_replaced():
    connection = store.temporary()
    keys = keys_of({b"alpha", b"beta", b"gamma"}, 255) + keys_of({b"alpha"}, 0)
    save(connection, 3, list(keys))
    save(connection, 4, keys_of({b"alpha"}, 1))
    assert sorted(load(connection, 3)) == sorted(keys)
    assert find(connection, [b"alpha"]) == {b"alpha": {3 * 256, 3 * 256 + 255, 4 * 256 + 1}}
    save(connection, 3, keys_of({b"beta"}, 9))
    assert find(connection, [b"alpha", b"beta"]) == {b"alpha": {4 * 256 + 1}, b"beta": {3 * 256 + 9}}
    connection.close()
