"""Whatever comes: it is decided, a tag comes back as the address it was made for, and a wrong one never does."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.guard.case import DAY, RING, SETTINGS, tagged

from whosent.guard.content import FIELDS, is_no_bounce
from whosent.guard.guesses import MOST, Guesses
from whosent.guard.judging import BAD, Worth, judge
from whosent.guard.routed import unquoted
from whosent.guard.tagging import sign, unsign
from whosent.guard.transaction import Transactions, refused

ATOMS = st.text(st.sampled_from("abcXYZ019.+-_=/ä\udcff \"'"), min_size=1, max_size=60)
DOMAINS = st.sampled_from(["example.org", "EXAMPLE.org", "example.net", "x" * 300, "\udcff.example", "[192.0.2.1]"])
PIECES = st.sampled_from(["prvs=", "3", "700", "a1b2c3", "=", "anna", "@", "example.org", "SRS0=", "btv1==", "\udcff"])
ANYTHING = st.text(max_size=80) | st.builds("{}@{}".format, ATOMS, DOMAINS) | st.lists(PIECES, max_size=12).map("".join)
WORTHS: st.SearchStrategy[list[Worth]] = st.lists(
    st.sampled_from(["valid", "role", "untagged", "expired", "false", "foreign"]), min_size=1, max_size=8
)


@given(ANYTHING)
def test_anything_is_decided(address: str) -> None:
    judge(address, SETTINGS, RING, DAY)
    sign(address, SETTINGS, RING, DAY)
    unsign(address, RING, DAY)


@given(ATOMS, st.integers(0, 40))
def test_what_leaves_tagged_comes_back_as_it_was_sent(local: str, later: int) -> None:
    sender = unquoted(f"{local}@example.org")
    made = sign(sender, SETTINGS, RING, DAY)
    assume(made.address is not None)
    assert made.address is not None
    assert unsign(made.address, RING, DAY + later) == sender
    assert judge(made.address, SETTINGS, RING, DAY + later) == ("valid" if later <= 14 else "expired")


@given(ANYTHING)
def test_what_leaves_untagged_is_never_refused_when_it_comes_back(sender: str) -> None:
    made = sign(sender, SETTINGS, RING, DAY)
    if made.address is None and made.why not in ("tagged", "no-address"):
        assert judge(sender, SETTINGS, RING, DAY) not in BAD


@given(st.integers(0, 2**24 - 1))
def test_a_guess_is_wrong(guess: int) -> None:
    good = tagged("anna@example.org")
    made = f"{good[:9]}{guess:06x}{good[15:]}"
    assume(made != good)
    assert judge(made, SETTINGS, RING, DAY) == "false"
    assert unsign(made, RING, DAY) is None


@given(WORTHS)
def test_a_message_with_a_good_recipient_is_never_refused_as_a_whole(worths: list[Worth]) -> None:
    seen = Transactions()
    said = [seen.recipient("a", worth, 0.0) for worth in worths]
    assert not said[0]
    assert all(not told for told, worth in zip(said, worths, strict=True) if worth not in BAD)
    assert (refused(seen.data("a")) is not None) == (set(worths) <= set(BAD))


@given(st.lists(st.tuples(st.sampled_from(["192.0.2.1", "2001:db8::1", "x"]), st.floats(0, 20_000)), max_size=60))
def test_nobody_is_blocked_for_less_than_so_many_guesses(tries: list[tuple[str, float]]) -> None:
    seen = Guesses()
    for client, now in sorted(tries, key=lambda each: each[1]):
        seen.wrong(client, now)
    for client in {client for client, _ in tries}:
        if seen.is_blocked(client, 20_000):
            assert sum(one == client for one, _ in tries) > MOST


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=60)))
def test_any_fields_are_read(fields: dict[str, str]) -> None:
    assert is_no_bounce(fields) in (True, False)
