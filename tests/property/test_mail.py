"""The mail core takes any bytes, points at the very bytes, and never reads beyond what it was given."""

from __future__ import annotations

import base64
import html
import itertools
import quopri
import re
from collections.abc import Iterator
from urllib.parse import quote

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from whosent.auth.batv import unwrap_prvs
from whosent.auth.srs import unwrap_srs
from whosent.mail import Head, Part, parse, read_head
from whosent.mail.address import ADDR_SPEC, all_addresses, domain_of, first_address, local_part_of, tidy
from whosent.mail.charset import decode_text
from whosent.mail.decode import decode_base64, decode_payload, decode_words, strip_html
from whosent.mail.domain import organisational_domain, same_organisation
from whosent.mail.head import unfold
from whosent.mail.params import parameters
from whosent.mail.part import EMBEDDED, MAX_DEPTH, MAX_PARTS, parse_span, undeclared_parts

pieces = st.sampled_from(
    [b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n", b"\x00", b" ", b"\t", b":", b"A: 1\n", b"X-Long : a\n b\r\n\tc\n",
     b"From anna Mon Mar  2 10:00:00 2026\n", b">From x\n", b"Subject: =?utf-8?q?a=C3?= =?utf-8?q?=A4?=\n", b"text ",
     b"Content-Type: multipart/mixed; boundary=b\n", b'Content-Type: multipart/digest; boundary="b"\r\n',
     b"Content-Type: multipart/report\n", b"Content-Type: message/rfc822\n", b"Content-Type: text/html; charset=big5\n",
     b"Content-Type: text/plain; charset*0=utf; charset*1=-7\n", b"Content-Transfer-Encoding: base64\n",
     b"Content-Transfer-Encoding: quoted-printable\n", b"\n--b\n", b"\r\n--b\r\n", b"--b--\n", b"--bound\n\n", b"--",
     b"--bound--\n", b"<p>", b"<!--", b"<script>", b"&#", b"=41=C3", b"SGFsbG8=", b"\xc3\xa4", b"\xe4", b"+2AA-",
     b"\x1b$B"]
)  # fmt: skip
mailish = st.lists(st.one_of(pieces, st.binary(max_size=6)), max_size=60).map(b"".join)
labels = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["utf-8", "utf-7", "utf-16", "iso-2022-jp", "gb2312", "big5", "hz", "punycode", "unicode_escape"]),
)
htmlish = st.lists(
    st.one_of(
        st.sampled_from(["<", ">", "<p>", "<br/>", "<!--", "-->", "<script", "</script>", "<STYLE>", "</style", "&#1",
                         "&#x", "&amp;", ";", "İ", "ſ", "<a@b.example>", "\r", "="]),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)  # fmt: skip
addressish = st.lists(
    st.one_of(
        st.sampled_from(["<", ">", "@", '"', "\\", "(", ")", ":", ",", ";", ".", "a", "anna@a.example", "'", "*", " ",
                         "。", "[", "]", "b.example"]),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)  # fmt: skip


def tree(part: Part) -> Iterator[Part]:
    yield part
    for child in part.parts:
        yield from tree(child)


def check_head(head: Head, data: bytes) -> None:
    """The fields cover the block without gap; names, values and lines are those of the bytes."""
    begins = [field.start() for field in head.fields]
    for number, following in enumerate([*begins[1:], head.body] if begins else []):
        field = head.fields[number]
        name, start, (value, end) = field[1].lower(), field.start(), field.span(2)
        assert data[start:value].rstrip(b": \t").lower() == name
        assert data[end:following] in (b"", b"\n", b"\n\n", b"\n\r\n")
        assert head.raw(number) == data[start:end].rstrip(b"\r\n")
        assert head.line(number) == data[:start].count(b"\n") + 1
        assert not re.search(r"[\r\n\x00]", head.value(number))
        assert head.value(number) in head.all(name)
    assert begins[:1] in ([], [head.start])


def check_part(part: Part, low: int, high: int) -> None:
    assert low <= part.start <= part.body <= part.end <= high
    assert part.depth <= MAX_DEPTH
    check_head(part.head, part.data)
    position = part.body
    for child in part.parts:
        check_part(child, position, part.end)
        position = child.end


def check_text(text: str) -> None:
    text.encode("utf-8")  # no lone surrogates
    assert "\r" not in text


@settings(deadline=None)
@given(mailish)
def test_every_span_is_true(data: bytes) -> None:
    mail = parse(data)
    assert len(mail.data) == len(data)
    check_part(mail, 0, len(data))
    for part in tree(mail):
        assert part.data is mail.data
        check_text(part.text())
        check_text(part.text(limit=7))
        for name in ("charset", "boundary", "name"):
            check_text(part.param(name) or "")
    for part in undeclared_parts(mail):
        check_part(part, mail.body, mail.end)


@given(mailish)
def test_embedded_messages_lie_inside_their_part(data: bytes) -> None:
    for leaf in parse(data).leaves():
        inner = leaf.embedded()
        if inner.data is leaf.data:
            check_part(inner, leaf.body, leaf.end)
        else:
            assert leaf.encoding() in ("base64", "quoted-printable")
            check_part(inner, 0, len(inner.data))
        assert leaf.content_type in EMBEDDED or leaf.content_type


@given(mailish, mailish, mailish, mailish)
def test_nothing_beyond_a_span_is_read(before: bytes, data: bytes, after: bytes, other: bytes) -> None:
    def shape(buffer: bytes) -> list[tuple[object, ...]]:
        mail = parse_span(buffer, len(before), len(before) + len(data))
        return [(p.start, p.body, p.end, p.content_type, fields(p), p.text()) for p in tree(mail)]

    def fields(part: Part) -> list[tuple[object, ...]]:
        return [(field.span(), *field.groups()) for field in part.head.fields]

    assert shape(before + data + after) == shape(before + data + other)


heads = st.sampled_from(
    [b"", b"Content-Type: text/html; charset=utf-8\n", b"Content-Type: text/plain; charset=gb2312\n",
     b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n"]
)  # fmt: skip


@given(heads, mailish, mailish, st.integers(0, 100))
def test_nothing_beyond_a_limit_is_read(head: bytes, body: bytes, other: bytes, limit: int) -> None:
    limit = min(limit, len(body))
    first, second = (parse(b"A: 1\n" + head + b"\n" + text) for text in (body, body[:limit] + other))
    assert first.text(limit) == second.text(limit)


names = st.from_regex(rb"[!-9;-~]{1,20}", fullmatch=True).filter(
    lambda name: not name.startswith((b"From ", b">From "))
)
words = st.from_regex(rb"[!-~\xa0-\xff][ -~\xa0-\xff]{0,20}", fullmatch=True)
folded = st.lists(words, max_size=4)


@given(st.lists(st.tuples(names, folded), max_size=8), st.sampled_from([b"\n", b"\r\n"]), mailish)
def test_written_fields_are_read(fields: list[tuple[bytes, list[bytes]]], end: bytes, body: bytes) -> None:
    written = [name + b": " + (end + b"\t").join(value) + end for name, value in fields]
    data = b"".join(written) + end + body
    head = read_head(data)
    assert [head.raw(number) for number in range(len(fields))] == [one.rstrip(b"\r\n") for one in written]
    assert data[head.body :] == body or not fields
    assert [field[1].lower() for field in head.fields] == [name.lower() for name, _ in fields]
    for number, (_, value) in enumerate(fields):
        assert head.value(number) == unfold(b" ".join(value))


bodies = st.binary(max_size=30).filter(lambda body: b"--" not in body and not body.endswith(b"\r"))
kinds = st.sampled_from([b"text/plain", b"text/html", b"application/x", b"message/rfc822"])
leaves = st.tuples(kinds, bodies)
trees = st.recursive(leaves, lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=12)


def write(node: object, end: bytes, path: bytes) -> bytes:
    if isinstance(node, list):
        head = b"Content-Type: multipart/mixed; boundary=bound" + path + end + end
        inner = [b"--bound" + path + end + write(one, end, path + b"-%d" % n) for n, one in enumerate(node)]
        return head + end.join([*inner, b"--bound" + path + b"--"])
    assert isinstance(node, tuple)
    return b"Content-Type: " + node[0] + end + end + node[1]


def flat(node: object) -> Iterator[tuple[bytes, bytes]]:
    if isinstance(node, list):
        for one in node:
            yield from flat(one)
    else:
        assert isinstance(node, tuple)
        yield node


@given(trees, st.sampled_from([b"\n", b"\r\n"]))
def test_written_trees_are_read(node: object, end: bytes) -> None:
    mail = parse(write(node, end, b"-"))
    found = [(part.content_type.encode(), part.data[part.body : part.end]) for part in mail.leaves()]
    assert found == list(flat(node))


@settings(deadline=None)
@given(st.integers(1, 2_000), st.integers(1, 40))
def test_counts_are_limited_and_nothing_is_lost(parts: int, depth: int) -> None:
    data = b"".join(b"Content-Type: multipart/mixed; boundary=b%dx\n\n--b%dx\n" % (n, n) for n in range(depth))
    data += b"\nbegin" + b"\n--b%dx\n\n%%" % (depth - 1) * parts
    mail = parse(data)
    assert len(list(tree(mail))) <= MAX_PARTS + MAX_DEPTH + 1
    shown = [leaf.data[leaf.body : leaf.end] for leaf in mail.leaves()]
    assert b"".join(shown).count(b"%") == parts
    assert len(shown) == (min(parts + 1, MAX_PARTS + 2 - depth) if depth <= MAX_DEPTH else 1)


@given(st.binary(max_size=200), st.integers(1, 80))
def test_base64_is_undone(data: bytes, width: int) -> None:
    text = base64.b64encode(data)
    lines = b"\r\n".join(text[at : at + width] for at in range(0, len(text), width)) if width > 8 else text
    assert decode_base64(lines) == data
    assert decode_base64(text.rstrip(b"=")) == data


@given(st.binary(max_size=200))
def test_quoted_printable_is_undone(data: bytes) -> None:
    assume(b"\r" not in data)
    assert decode_payload(quopri.encodestring(data), "quoted-printable") == data


@given(st.binary(max_size=100), st.sampled_from(["base64", "quoted-printable", "", "7bit", "x"]))
def test_any_encoding_of_any_bytes(data: bytes, encoding: str) -> None:
    assert len(decode_payload(data, encoding)) <= len(data)


@given(st.one_of(st.binary(max_size=60), mailish), labels)
def test_any_charset_of_any_bytes(data: bytes, label: str | None) -> None:
    check_text(decode_text(data, label))


@given(st.text(max_size=40))
def test_utf_8_is_text_under_labels_that_say_little(text: str) -> None:
    assume("\r" not in text and "\x1b" not in text)
    for label in (None, "us-ascii", "iso-8859-1", "utf-8", "x-unknown"):
        assert decode_text(text.encode(), label) == text


@given(st.text(max_size=40))
def test_any_value_with_words(text: str) -> None:
    for value in (text, f"=?utf-8?q?{text}?=", f"=?utf-7?b?{text}?= =?{text}?Q?{text}?="):
        decoded = decode_words(value)
        assert not re.search(r"[\r\n\x00]", decoded) or decoded == value


@given(
    st.text(max_size=30), st.sampled_from(["utf-8", "gb18030", "utf-16-be"]), st.lists(st.integers(1, 100), max_size=6),
    st.booleans(),
)  # fmt: skip
def test_words_may_cut_characters_anywhere(text: str, charset: str, cuts: list[int], quoted: bool) -> None:
    assume(not re.search(r"[\r\n\x00]", text))
    raw = text.encode(charset)
    places = sorted({cut % (len(raw) + 1) for cut in cuts} | {0, len(raw)})
    encoded = []
    for start, end in itertools.pairwise(places):
        chunk = raw[start:end]
        word = "".join(f"={byte:02X}" for byte in chunk) if quoted else base64.b64encode(chunk).decode()
        encoded.append(f"=?{charset}?{'q' if quoted else 'B'}?{word}?=")
    assert decode_words("\r\n ".join(encoded)) == text


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=60))
def test_escaped_text_survives_as_html(text: str) -> None:
    assert strip_html(html.escape(text)) == text
    assert strip_html(f"<p class='x'>{html.escape(text)}<!-- > --></P >") == f"\n{text}\n"


@given(htmlish)
def test_any_html(page: str) -> None:
    assert len(strip_html(page)) <= len(page)
    check_text(strip_html(page))


@given(st.text(max_size=60))
def test_any_parameters(value: str) -> None:
    for text in (value, f"x/y; {value}", f"x/y; a*={value}", f"x/y; a*0*=''{value}; a*1=\"{value}\""):
        for found in parameters(text).values():
            found.encode("utf-8")


@given(st.text(min_size=1, max_size=30), st.lists(st.integers(1, 200), max_size=5))
def test_rfc_2231_is_undone(text: str, cuts: list[int]) -> None:
    assume("\r" not in text and "\x1b" not in text)
    raw = "utf-8''" + quote(text, safe="")
    places = sorted({7 + cut % (len(raw) - 6) for cut in cuts} | {0, len(raw)})
    chunks = [raw[start:end] for start, end in itertools.pairwise(places)]
    assume(not any(re.search("%.?$", chunk) for chunk in chunks[:-1]))
    assume(all(chunk for chunk in chunks))
    sections = "".join(f"; name*{n}*={chunk}" for n, chunk in enumerate(chunks))
    assert parameters("x/y" + sections)["name"] == text
    assert parameters(f"x/y; name*={raw}")["name"] == text


@given(addressish)
def test_addresses_are_in_the_text(text: str) -> None:
    found = all_addresses(text)
    first = first_address(text)
    assert first is None or first in text
    for address in found:
        assert address in text
        assert domain_of(address)
        assert local_part_of(address)
        assert tidy(address) == address
    assert len({address.lower() for address in found}) == len(found)
    assert first is None or re.fullmatch(ADDR_SPEC, first)


@given(st.from_regex(rf"\A{ADDR_SPEC}\Z").filter(lambda address: tidy(address) == address))
def test_an_address_is_found_in_its_usual_places(address: str) -> None:
    for value in (f"<{address}>", f'"Name (x) <m@m.example>" <{address}>', f"(x) Name <{address}> (y)"):
        assert first_address(value) == address
    assert all_addresses(f"to {address}, user unknown")[0] == address


labels_of_hosts = st.sampled_from(
    ["mx", "a", "com", "co", "uk", "example", "bücher", "xn--bcher-kva", "公司", "cn", "1", "", "github", "io", "ß"]
)
host_names = st.lists(labels_of_hosts, min_size=1, max_size=6).map(".".join)


@settings(deadline=None)  # the list is loaded once
@given(st.one_of(host_names, st.text(max_size=20)))
def test_an_owner_is_a_suffix_and_owns_itself(name: str) -> None:
    owner = organisational_domain(name)
    assert name.lower().rstrip(".")[:255].endswith(owner)
    assert organisational_domain(owner) == owner
    assert same_organisation(name, name) == ("." in name.lower().rstrip("."))


@settings(deadline=None)
@given(st.one_of(host_names, st.text(max_size=20)), st.one_of(host_names, st.text(max_size=20)))
def test_same_organisation_is_symmetric(left: str, right: str) -> None:
    assert same_organisation(left, right) == same_organisation(right, left)


locals_ = st.from_regex(r"[a-z0-9=+_.-]{1,20}", fullmatch=True)
domains = st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True)
hashes = st.from_regex(r"[A-Za-z0-9+/]{4,8}", fullmatch=True)


@given(locals_, domains, domains, domains, hashes, hashes, st.sampled_from("=+-"))
def test_srs_is_unwrapped(
    local: str, domain: str, relay: str, second: str, mac: str, other: str, separator: str
) -> None:
    rest = f"{separator}{mac}=TT={domain}={local}"
    assert unwrap_srs(f"SRS0{rest}@{relay}") == f"{local}@{domain}"
    assert unwrap_srs(f"SRS1={other}={relay}={rest}@{second}") == f"{local}@{domain}"


@given(locals_, domains, st.from_regex(r"[0-9][0-9]{3}[0-9a-f]{6}", fullmatch=True))
def test_tags_are_unwrapped(local: str, domain: str, tag: str) -> None:
    assert unwrap_prvs(f"prvs={tag}={local}@{domain}") == f"{local}@{domain}"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_may_be_an_address(text: str) -> None:
    for value in (text, f"SRS0={text}", f"SRS1={text}@", f"prvs={text}@a.example", f"a+SRS={text}=b@c"):
        for inner in (unwrap_srs(value), unwrap_prvs(value)):
            assert inner is None or "@" in inner
        first_address(value)
        domain_of(value)
        organisational_domain(value)
