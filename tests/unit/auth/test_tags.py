"""Tags of envelope senders, signed Message-IDs, and the file of keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.auth import batv, named
from whosent.auth.keyring import Key, Keyring, read_keyring
from whosent.auth.tagged import Tagged, examine

SECRET = b"q4ycv6pcv3tqm2h5"
ANNA = "anna@victim.example"
TODAY = 20_781


@given(st.integers(0, 9), st.integers(0, 40_000), st.integers(0, 985))
def test_a_tag_is_good_for_its_time_and_not_again(key: int, today: int, later: int) -> None:
    tagged = batv.sign(ANNA, key, SECRET, today + batv.LIFETIME)
    worth = batv.verify(tagged, {key: SECRET}, today + later)
    assert worth == ("valid" if later <= batv.LIFETIME else "expired")
    assert batv.unwrap_prvs(tagged) == ANNA


def test_across_the_wrap() -> None:
    tagged = batv.sign(ANNA, 1, SECRET, 21_005)
    assert tagged.startswith("prvs=1005")
    assert [batv.verify(tagged, {1: SECRET}, day) for day in (20_990, 20_991, 20_999, 21_005, 21_006)] == [
        "expired", "valid", "valid", "valid", "expired"]  # fmt: skip


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: text.replace("anna", "ANNA")])
def test_case_does_not_matter(change) -> None:
    assert batv.verify(change(batv.sign(ANNA, 3, SECRET, TODAY)), {3: SECRET}, TODAY) == "valid"


def test_what_is_not_ours() -> None:
    good = batv.sign(ANNA, 3, SECRET, TODAY)
    assert batv.verify(good.replace("anna", "bob"), {3: SECRET}, TODAY) == "false"
    assert batv.verify(good, {3: b"another secret"}, TODAY) == "false"
    assert batv.verify(good, {2: SECRET}, TODAY) == "foreign"
    assert batv.verify("btv1==068a4973b3a==anna@victim.example", {3: SECRET}, TODAY) == "foreign"
    assert batv.verify("prvs=1a4bcdef1=anna@victim.example", {1: SECRET}, TODAY) == "foreign"
    assert batv.verify(ANNA, {3: SECRET}, TODAY) is None


@pytest.mark.parametrize(
    "address",
    [
        "anna",
        "@victim.example",
        "a" * 49 + "@victim.example",
        "ä" * 25 + "@x.example",
        '"anna b"@x.example',
        "\ud800@x",
    ],
)
def test_what_cannot_be_tagged(address: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be tagged|surrogates"):
        batv.sign(address, 1, SECRET, TODAY)
    assert len(batv.sign("a" * 48 + "@victim.example", 1, SECRET, TODAY).rpartition("@")[0]) == 64


@given(st.integers(0, 9), st.integers(0, 99_999), st.binary(min_size=5, max_size=5))
def test_signed_message_ids(key: int, day: int, nonce: bytes) -> None:
    made = named.name(ANNA, key, SECRET, day, nonce)
    assert made.endswith("@victim.example")
    read = named.read_name(f"<{made}>")
    assert read is not None
    assert (read.key, read.day) == (key, day)
    assert named.verify(f"<{made}>", ANNA, {key: SECRET}) == "valid"
    assert named.verify(made.upper(), ANNA.upper(), {key: SECRET}) == "valid"
    assert named.verify(made, "bob@victim.example", {key: SECRET}) == "false"
    assert named.verify(made, ANNA, {key: b"another secret"}) == "false"
    assert named.verify(made, ANNA, {}) == "foreign"


@pytest.mark.parametrize("author", ["", "anna", "@x.example", "a b@x.example", "anna@x.example>", "a\n@x.example"])
def test_an_author_has_an_address(author: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        named.name(author, 3, SECRET, TODAY, bytes(5))


@pytest.mark.parametrize("message_id", ["", "<>", "<1@x>", "320781.aaaaaaaa.bbbbbbbb@x.example", "é" * 2_000])
def test_other_message_ids(message_id: str) -> None:
    assert named.read_name(message_id) is None
    assert named.verify(message_id, ANNA, {3: SECRET}) == "foreign"


KEYS = """# ours
3 sign   q4ycv6pcv3tqm2h5

2 verify rxk2f7u4dm6azw3e
"""


def test_a_file_of_keys() -> None:
    ring = read_keyring(KEYS)
    assert ring == Keyring((Key(3, "sign", "q4ycv6pcv3tqm2h5"), Key(2, "verify", "rxk2f7u4dm6azw3e")))
    assert ring.signing == ring.keys[0]
    assert ring.secrets == {3: SECRET, 2: b"rxk2f7u4dm6azw3e"}
    assert "q4ycv6pcv3tqm2h5" not in repr(ring)


def test_lifetimes() -> None:
    lines = ("3 sign q4ycv6pcv3tqm2h5 7", "2 verify rxk2f7u4dm6azw3e", "1 verify rxk2f7u4dm6azw3f 30 2026-11-24")
    ring = read_keyring("\n".join(lines))
    assert ring.lifetimes == {3: 7, 2: 14, 1: 30}
    assert [key.signed_until for key in ring.keys] == [None, None, 20_781]
    assert ring.keys[2].last_day == 20_811
    tagged = ring.sign(ANNA, TODAY)
    assert [ring.verify(tagged, TODAY + later) for later in (-1, 0, 7, 8)] == ["expired", "valid", "valid", "expired"]
    longer = batv.sign(ANNA, 2, b"rxk2f7u4dm6azw3e", TODAY + 14)
    assert [ring.verify(longer, TODAY + later) for later in (-1, 0, 14, 15)] == ["expired", "valid", "valid", "expired"]


def test_without_a_key_that_signs_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="no key signs"):
        read_keyring("2 verify rxk2f7u4dm6azw3e").sign(ANNA, TODAY)


def test_examined_with_what_is_inside() -> None:
    ring = read_keyring(KEYS)
    tagged = ring.sign(ANNA, TODAY)
    wrapped = f"SRS0=HHHH=TT=victim.example={tagged.partition('@')[0]}@forwarder.example"
    for address in (tagged, wrapped):
        assert examine(address, ring, TODAY + 2) == Tagged(address, "valid", ANNA, 3, TODAY + 14)
        assert examine(address, ring, TODAY + 15) == Tagged(address, "expired", ANNA, 3, TODAY + 14)
    foreign = f"btv1==068a4973b3a=={ANNA}"
    assert examine(foreign, ring, TODAY) == Tagged(foreign, "foreign", ANNA)
    assert examine(ANNA, ring, TODAY) == Tagged(ANNA, "untagged")
    assert examine("a" * 49 + "@victim.example", ring, TODAY).worth == "untaggable"
    assert examine(tagged.replace("anna", "bob"), ring, TODAY).worth == "false"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no key"),
        ("# nothing", "there is no key"),
        ("3 sign", "line 1"),
        ("12 sign q4ycv6pcv3tqm2h5", "line 1"),
        ("x sign q4ycv6pcv3tqm2h5", "line 1"),
        ("² sign q4ycv6pcv3tqm2h5", "line 1"),
        ("3 sings q4ycv6pcv3tqm2h5", "line 1: after the number"),
        ("# x\n3 sign short", "line 2: the secret has less than 12"),
        ("3 sign q4ycv6pcv3tqm2h5 0", "line 1: behind the secret stand the days"),
        ("3 sign q4ycv6pcv3tqm2h5 31", "1 to 30"),
        ("3 sign q4ycv6pcv3tqm2h5 a", "line 1: behind the secret"),
        ("3 sign q4ycv6pcv3tqm2h5 " + "9" * 5_000, "line 1: behind the secret"),
        ("3 verify q4ycv6pcv3tqm2h5 7 yesterday", "line 1: behind the days"),
        ("3 verify q4ycv6pcv3tqm2h5 7 20261124", "line 1: behind the days"),
        ("3 verify q4ycv6pcv3tqm2h5 7 2026-11-24 x", "line 1 is not of the form"),
        (KEYS + "2 verify rxk2f7u4dm6azw3f", "same number"),
        (KEYS.replace("verify", "sign"), "two keys are to sign"),
    ],
)
def test_wrong_files_of_keys(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        read_keyring(text)
    assert "q4yc" not in str(raised.value)
