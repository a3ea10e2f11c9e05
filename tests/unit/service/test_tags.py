"""Questions about tags are answered with the lifetime of the very key; new keys have secrets of their own."""

from __future__ import annotations

from whosent.auth.keyring import Keyring, read_keyring, read_keys
from whosent.model.question import NotObserved, Observed, Question
from whosent.service.tags import Edit, TagAnswers, add_key, drop_key, use_key

RING = read_keyring("3 sign q4ycv6pcv3tqm2h5 7\n2 verify rxk2f7u4dm6azw3e\n")
TODAY = 20_781


def _asked(address: str, day: object) -> object:
    question = Question("tag", f"{address}\t{day}")
    return TagAnswers(RING)([question], 1.0)[question]


def test_the_lifetime_of_its_key_counts() -> None:
    tagged = RING.sign("anna@victim.example", TODAY)
    assert _asked(tagged, TODAY + 7) == Observed(("valid",))
    assert _asked(tagged, TODAY + 8) == _asked(tagged, TODAY - 1) == Observed(("expired",))
    assert _asked("anna@victim.example", TODAY) == Observed(())
    assert isinstance(_asked(tagged, ""), NotObserved)


def _editor() -> Edit:
    texts = [""]

    def edit(change):
        before, after = texts[-1], change(texts[-1])
        texts.append(after)
        return Keyring(read_keys(before)), Keyring(read_keys(after))

    return edit


def test_keys_come_and_go() -> None:
    edit = _editor()
    first, second = add_key(edit, 14), add_key(edit, 7)
    assert (first.number, second.number, second.lifetime) == (1, 2, 7)
    assert len({first.secret, second.secret}) == 2
    assert {len(first.secret), len(second.secret)} == {32}
    assert use_key(edit, 1, TODAY) is None
    former = use_key(edit, 2, TODAY)
    assert former is not None
    assert former.number == 1
    assert drop_key(edit, 1, TODAY + 15, now=False).signed_until == TODAY
