"""Tags: what is made is verified, and nothing else is; edits of a file of keys touch their own lines only."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from whosent.auth import batv, keylines
from whosent.auth.days import day_of, written
from whosent.auth.keyring import MAX_LIFETIME, Key, Keyring, read_keys
from whosent.auth.tagged import examine
from whosent.mail.address import domain_of

secrets = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"), min_size=12, max_size=64)
addresses = st.from_regex(r"[A-Za-z0-9.+=_-]{1,48}@[a-z]{1,20}\.(example|test)", fullmatch=True)
numbers, days, lifetimes = st.integers(0, 9), st.integers(1_000, 40_000), st.integers(1, MAX_LIFETIME)
signers = st.builds(Key, numbers, st.just("sign"), secrets, lifetimes)
cases = st.lists(st.booleans(), min_size=20, max_size=20)


@given(signers, addresses, days, st.integers(0, 900), cases)
def test_a_tag_is_good_for_the_lifetime_of_its_key(
    key: Key, address: str, day: int, later: int, case: list[bool]
) -> None:
    ring = Keyring((key,))
    tagged = ring.sign(address, day)
    mixed = "".join(char.upper() if up else char for char, up in zip(tagged, case * 10, strict=False))
    expected = "valid" if later <= key.lifetime else "expired"
    assert ring.verify(tagged, day + later) == expected
    assert ring.verify(mixed, day + later) == expected
    found = examine(tagged, ring, day + later)
    assert (found.inside, found.key, found.until) == (address, key.number, day + key.lifetime)


@settings(max_examples=10, deadline=None)
@given(signers, addresses, days)
def test_of_all_days_those_of_the_lifetime_are_accepted(key: Key, address: str, today: int) -> None:
    ring = Keyring((key,))
    tags = [batv.sign(address, key.number, key.secret.encode(), day) for day in range(batv.WRAP)]
    good = [day for day, tag in enumerate(tags) if ring.verify(tag, today) == "valid"]
    assert sorted(good) == sorted((today + ahead) % batv.WRAP for ahead in range(key.lifetime + 1))


@given(signers, secrets, numbers, addresses, addresses, days)
def test_no_other_key_and_no_other_address(
    key: Key, secret: str, number: int, address: str, other: str, day: int
) -> None:
    tagged = Keyring((key,)).sign(address, day)
    assume(secret != key.secret and address.lower() != other.lower())
    assert Keyring((Key(key.number, "verify", secret),)).verify(tagged, day) == "false"
    assert Keyring((key,)).verify(tagged.replace(address, other), day) == "false"
    if number != key.number:
        assert Keyring((Key(number, "verify", key.secret),)).verify(tagged, day) == "foreign"
        renumbered = f"prvs={number}{tagged[6:]}"
        assert Keyring((Key(number, "verify", key.secret),)).verify(renumbered, day) == "false"


@given(signers, addresses, days)
def test_a_forwarder_may_wrap_it(key: Key, address: str, day: int) -> None:
    ring = Keyring((key,))
    local, _, domain = ring.sign(address, day).rpartition("@")
    for before in ("SRS0=HhHh=TT=", "SRS1=HhHh=g.example==HhHh=TT="):
        assert examine(f"{before}{domain}={local}@f.example", ring, day).worth == "valid"


foreign = st.sampled_from((
    "prvs=1a4bcdef1={}", "prvs={}=12a4bcdef@{}", "prvs={}/1234abcdef@{}", "msprvs1=1202020UU5-_w={}",
    "btv1==068a4973b3a=={}",
))  # fmt: skip


@given(foreign, addresses, st.builds(Key, st.just(1), st.just("sign"), secrets), days)
def test_forms_of_others_prove_nothing(form: str, address: str, key: Key, day: int) -> None:
    local, _, domain = address.rpartition("@")
    assume("=" not in local)
    tagged = form.format(local, domain) if form.count("{}") == 2 else form.format(address)
    found = examine(tagged, Keyring((key,)), day)
    assert (found.worth, found.inside, found.key) == ("foreign", address, None)
    assert domain_of(tagged) == domain


@given(st.text(max_size=80), signers, days)
def test_any_text_may_be_examined(text: str, key: Key, day: int) -> None:
    for address in (text, f"prvs={text}", f"prvs={key.number}123abcdef={text}@x.example", "\ud800@x", f"{text}@\udc80"):
        assert examine(address, Keyring((key,)), day).worth != "valid"


@given(days)
def test_days_are_written_and_read(day: int) -> None:
    assert day_of(written(day)) == day


lines = st.lists(st.sampled_from(["", "# ours", "#3 sign is a remark", "  ", "# ä"]), max_size=4)
edits = st.lists(st.tuples(st.sampled_from(["add", "use", "drop"]), numbers, days, lifetimes), max_size=25)


@settings(deadline=None)
@given(lines, edits, st.booleans())
def test_any_row_of_edits_leaves_a_file_that_can_be_read(remarks: list[str], row: list[tuple], ends: bool) -> None:
    text = "\n".join(remarks) + ("\n" if ends else "")
    start = text.splitlines()
    for what, number, day, lifetime in row:
        try:
            if what == "add":
                text = keylines.add(text, "q4ycv6pcv3tqm2h5", lifetime)
            elif what == "use":
                text = keylines.use(text, number, day)
            else:
                text = keylines.drop(text, number, day)
        except ValueError:
            continue
        keys = read_keys(text)
        assert sum(key.state == "sign" for key in keys) <= 1
        remain = [line for line in text.splitlines() if not line.strip() or line.startswith("#")]
        assert remain == (start or keylines.HEAD.splitlines())
