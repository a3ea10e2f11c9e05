"""MIME trees: whole, nested, broken, cut; and that every span is true."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from whosent.mail import Part, parse
from whosent.mail.part import MAX_DEPTH, MAX_PARTS, parse_span, undeclared_parts


def message(body: str, content_type: str = "multipart/mixed; boundary=b") -> bytes:
    return f"Subject: x\nContent-Type: {content_type}\n\n{body}".encode()


def bodies(part: Part) -> list[bytes]:
    return [leaf.data[leaf.body : leaf.end] for leaf in part.leaves()]


def types(part: Part) -> list[str]:
    return [leaf.content_type for leaf in part.leaves()]


def tree(part: Part) -> Iterator[Part]:
    yield part
    for child in part.parts:
        yield from tree(child)


TWO = "--b\nContent-Type: text/plain\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_two_parts(end: bytes) -> None:
    mail = parse(message(TWO).replace(b"\n", end))
    assert types(mail) == ["text/plain", "text/html"]
    assert bodies(mail) == [b"one", b"two"]
    assert [part.depth for part in tree(mail)] == [0, 1, 1]


def test_the_line_end_before_a_delimiter_belongs_to_it() -> None:
    mail = parse(message("--b\n\n\n--b\n\none\n\n--b\n--b\n\n--b\n\ntwo\n\n\n--b--"))
    assert bodies(mail) == [b"", b"one\n", b"", b"", b"two\n\n"]


def test_preamble_and_epilogue_are_no_parts() -> None:
    mail = parse(message("This is MIME.\n--bb\nno\n" + TWO + "\nepilogue\n--b\n\nno\n--b--\n"))
    assert bodies(mail) == [b"one", b"two"]


def test_a_delimiter_may_begin_the_body_and_carry_blanks() -> None:
    assert bodies(parse(b"Content-Type: multipart/mixed; boundary=b\n--b \t\n\none\n--b-- \n")) == [b"one"]


def test_lines_that_only_begin_like_a_delimiter() -> None:
    mail = parse(message("--b\n\none\n--bc\n--b c\n --b\nx--b\n--b---\n--b\n\ntwo\n--b--"))
    assert bodies(mail) == [b"one\n--bc\n--b c\n --b\nx--b\n--b---", b"two"]


INNER = "--i\n\na\n--i\n\nb\n--i--\n"


def test_nested() -> None:
    inner = f"--b\nContent-Type: multipart/alternative; boundary=i\n\n{INNER}\n--b\n\nc\n--b--\n"
    mail = parse(message(inner))
    assert bodies(mail) == [b"a", b"b", b"c"]
    assert [part.content_type for part in mail.parts] == ["multipart/alternative", "text/plain"]


def test_the_outer_delimiter_ends_an_unclosed_inner_multipart() -> None:
    inner = "--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\na\n--b\n\nc\n--b--\n"
    assert bodies(parse(message(inner))) == [b"a", b"c"]


def test_a_boundary_that_begins_like_the_outer_one() -> None:
    inner = "--b\nContent-Type: multipart/mixed; boundary=b-1\n\n--b-1\n\na\n--b-1--\n--b\n\nc\n--b--\n"
    assert bodies(parse(message(inner))) == [b"a", b"c"]


@pytest.mark.parametrize("cut", ["--b--\n", "--b--", "", "\n"])
def test_cut_mail(cut: str) -> None:
    mail = parse(message("--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n" + cut))
    assert [text.rstrip(b"\n") for text in bodies(mail)] == [b"one", b"two"]


def test_mail_cut_at_every_byte_keeps_its_first_part() -> None:
    data = message(TWO)
    for end in range(data.index(b"one") + 3, len(data)):
        mail = parse(data[:end])
        assert mail.parts[0].content_type == "text/plain"
        assert bodies(mail)[0].startswith(b"one")


@pytest.mark.parametrize(
    "declared",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary=""',
        'multipart/mixed; boundary="other"',
        "Multipart/Mixed; boundary=other",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_missing_and_wrong_boundaries_are_guessed(declared: str, end: bytes) -> None:
    body = TWO.replace("--b", "------=_Part_1 x ").replace("x --", "x--")
    mail = parse(message("-----\n-- \n--\nPreamble\n" + body, declared).replace(b"\n", end))
    assert types(mail) == ["text/plain", "text/html"]
    assert bodies(mail) == [b"one", b"two"]


@pytest.mark.parametrize(
    "prose",
    [
        "Hello\n--Anna Muster, A Ltd.\nStreet 1\n",
        "Hello\n-- \nAnna\n",
        "----- The following addresses had errors -----\nanna@a.example\n",
        "--------------------------------\nX: y\n",
        "--- Below this line is a copy of the message.\n\nX: y\n",
    ],
)
def test_prose_is_not_split(prose: str) -> None:
    mail = parse(message(prose, "multipart/mixed"))
    assert bodies(mail) == [prose.encode()]


@pytest.mark.parametrize(
    "declared",
    [
        'multipart/mixed; boundary="=_a b/(c)+\'?:,.d"',
        'multipart/mixed; boundary*0="=_a b/(c)"; boundary*1="+\'?:,.d"',
        "multipart/mixed; boundary*=us-ascii''=_a%20b/(c)+'?:,.d",
        'multipart/mixed; boundary="=_a b/(c)+\'?:,.d "',
    ],
)
def test_boundaries_of_all_characters(declared: str) -> None:
    assert bodies(parse(message(TWO.replace("--b", "--=_a b/(c)+'?:,.d"), declared))) == [b"one", b"two"]


def test_a_boundary_never_ends_with_a_blank() -> None:
    """RFC 2046 section 5.1.1. This one is too short to be guessed."""
    assert bodies(parse(message(TWO, 'multipart/mixed; boundary="b "'))) == [b"one", b"two"]


def test_an_eight_bit_boundary() -> None:
    assert bodies(parse(message(TWO.replace("--b", "--ü"), 'multipart/mixed; boundary="ü"'))) == [b"one", b"two"]


def test_undeclared_parts() -> None:
    mail = parse(b"Subject: x\n\nThis is MIME.\n" + TWO.replace("--b", "--bound").encode())
    assert mail.parts == ()
    assert [part.content_type for part in undeclared_parts(mail)] == ["text/plain", "text/html"]
    assert undeclared_parts(parse(b"Subject: x\n\nprose\n")) == ()


@pytest.mark.parametrize(
    ("declared", "content_type"),
    [
        ("text/plain", "text/plain"),
        ("TEXT/Html ; charset=x", "text/html"),
        ("  message/rfc822", "message/rfc822"),
        ("text", "text/plain"),
        ("", "text/plain"),
        ("/", "text/plain"),
        ("text/", "text/plain"),
        ("x" * 70 + "/y", "text/plain"),
        ("text/plain\r\n\t; x=y", "text/plain"),
    ],
)
def test_content_type(declared: str, content_type: str) -> None:
    assert parse(f"Content-Type: {declared}\n\n".encode()).content_type == content_type


def test_parameters() -> None:
    mail = parse(b"Content-Type: text/plain; CHARSET=\"utf-8\"; name*=utf-8''R%C3%BCck.eml\n\n")
    assert (mail.param("charset"), mail.param("name"), mail.param("x")) == ("utf-8", "Rück.eml", None)
    assert parse(b"\n").param("charset") is None


def test_the_default_type_of_a_digest() -> None:
    digest = "--b\n\nSubject: one\n\n1\n--b\nContent-Type: text/plain\n\nindex\n--b--"
    mail = parse(message(digest, "multipart/digest; boundary=b"))
    assert types(mail) == ["message/rfc822", "text/plain"]
    assert mail.parts[0].embedded().head.get(b"subject") == "one"


RETURNED = "\n \nReceived: from a.example\n\tby b.example\nSubject: sent\n\nText\n"


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global"])
def test_an_embedded_message_stays_in_the_same_buffer(kind: str) -> None:
    data = message(f"--b\nContent-Type: {kind}\n\n{RETURNED}--b--")
    inner = parse(data).parts[0].embedded()
    assert inner.data is data
    assert data[inner.start : inner.end] == RETURNED.lstrip().encode()[:-1]
    assert inner.head.line(0) == 9
    assert inner.head.line(0, inner.start) == 1
    assert inner.head.raw(1) == b"Subject: sent"
    assert data[inner.body : inner.end] == b"Text"


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", "quoted-printable"])
def test_an_encoded_embedded_message_is_decoded_into_a_buffer_of_its_own(encoding: str) -> None:
    returned = RETURNED.encode()
    raw = base64.encodebytes(returned) if "quoted" not in encoding else returned.replace(b"Text", b"T=65xt")
    head = f"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n"
    inner = parse(message(head + raw.decode() + "--b--")).parts[0].embedded()
    assert inner.head.get(b"subject") == "sent"
    assert inner.text().rstrip() == "Text"
    assert inner.head.line(0) == 3


def test_an_embedded_message_that_only_claims_to_be_encoded() -> None:
    head = "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    inner = parse(message(f"{head}{RETURNED}--b--")).parts[0].embedded()
    assert inner.head.get(b"subject") == "sent"


def test_an_embedded_multipart_is_split() -> None:
    data = message("--b\nContent-Type: message/rfc822\n\n" + message(INNER, "multipart/mixed; boundary=i").decode())
    assert bodies(parse(data).parts[0].embedded()) == [b"a", b"b"]


def test_payload_and_text() -> None:
    mail = parse(b"Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: Quoted-Printable\n\n=F0=D2\r\n")
    assert mail.encoding() == "quoted-printable"
    assert mail.payload() == b"\xf0\xd2\r\n"
    assert mail.text() == "Пр\n"
    assert mail.payload(3) == b"\xf0"
    assert mail.text(3) == "П"


def test_html_is_reduced_to_words_and_other_types_are_not() -> None:
    assert parse(b"Content-Type: text/html\n\n<p>a &lt; b</p>").text() == "\na < b\n"
    assert parse(b"Content-Type: text/x-amp-html\n\n<p>a</p>").text() == "<p>a</p>"


def test_text_never_reads_beyond_its_limit() -> None:
    mail = parse(b"Subject: x\n\n" + b"a" * 1_000_000)
    assert len(mail.text()) == 256 * 1024
    assert len(mail.text(10)) == 10
    assert len(mail.payload()) == 1_000_000


def test_old_macintosh_line_ends() -> None:
    data = b"Subject: x\rContent-Type: multipart/mixed; boundary=b\r\r" + TWO.encode().replace(b"\n", b"\r")
    mail = parse(data)
    assert bodies(mail) == [b"one", b"two"]
    assert mail.parts[1].head.line(0) == 9
    assert len(mail.data) == len(data)


@pytest.mark.parametrize("blank", [b"\n", b"\r\n\r\n", b" \n\t\n", b""])
def test_blank_lines_in_front(blank: bytes) -> None:
    data = blank + b"Subject: x\n\nText"
    mail = parse(data)
    assert mail.start == len(blank)
    assert mail.head.get(b"subject") == "x"
    assert mail.head.line(0) == blank.count(b"\n") + 1


@pytest.mark.parametrize("data", [b"", b"\n", b" ", b"\r", b"\x00", b"Text", b"--b", b"\r\r\n"])
def test_next_to_nothing(data: bytes) -> None:
    mail = parse(data)
    assert mail.content_type == "text/plain"
    assert list(mail.leaves()) == [mail]
    assert mail.body <= mail.end <= len(data)
    assert isinstance(mail.text(), str)


def test_a_span_of_a_larger_buffer() -> None:
    data = b"before\n" + message(TWO) + b"\n--b\n\nafter\n--b--"
    mail = parse_span(data, 7, 7 + len(message(TWO)))
    assert mail.data is data
    assert bodies(mail) == [b"one", b"two"]
    assert mail.end == 7 + len(message(TWO))


def nested(depth: int) -> bytes:
    data = "deep"
    for level in range(depth, 0, -1):
        data = f"Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n{data}\n--b{level}x--\n"
    return data.encode()


def test_depth_is_limited_and_nothing_is_lost() -> None:
    mail = parse(nested(50))
    (leaf,) = mail.leaves()
    assert leaf.depth == MAX_DEPTH
    assert leaf.content_type == "multipart/mixed"
    assert b"deep" in leaf.data[leaf.body : leaf.end]
    assert len(list(tree(parse(nested(MAX_DEPTH))))) == MAX_DEPTH + 1


def test_the_number_of_parts_is_limited_and_nothing_is_lost() -> None:
    mail = parse(message("".join(f"--b\n\npart {n}\n" for n in range(5_000)) + "--b--"))
    assert len(mail.parts) == MAX_PARTS + 1
    assert bodies(mail)[MAX_PARTS - 1] == b"part 299"
    rest = bodies(mail)[MAX_PARTS]
    assert rest.startswith(b"part 300\n--b")
    assert b"part 4999" in rest


def test_the_number_of_parts_is_limited_over_all_levels() -> None:
    inner = "".join(f"--i\n\ninner {n}\n" for n in range(100)) + "--i--\n"
    mail = parse(message(f"--b\nContent-Type: multipart/mixed; boundary=i\n\n{inner}\n" * 50 + "--b--"))
    assert MAX_PARTS <= len(list(tree(mail))) <= MAX_PARTS + MAX_DEPTH + 1
    assert bodies(mail)[-1].count(b"inner 99") > 40


@pytest.mark.parametrize(
    "piece", [b"-", b"--", b"--b", b"--b\n", b"\n--b", b"\n--b\n\n", b"--b--\n", b"\n", b"\r\n", b"--bound ",
              b"\n--bound\n\n", b"\n--" + b"a" * 200, b"\n--abcd" + b" " * 60_000 + b"x", b" ",
              b"\nContent-Type: multipart/mixed\n\n--bound\n"],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["multipart/mixed; boundary=b", "multipart/mixed", "text/plain"])
def test_a_hostile_megabyte(piece: bytes, declared: str) -> None:
    data = message("", declared) + piece * (1_000_000 // len(piece))
    mail = parse(data)
    assert all(part.start <= part.body <= part.end <= len(data) for part in tree(mail))
    assert len(list(tree(mail))) <= MAX_PARTS + MAX_DEPTH + 1
