"""Transfer encodings, encoded words and HTML, whole and damaged."""

from __future__ import annotations

import base64
import quopri

import pytest

from whosent.mail.decode import decode_base64, decode_payload, decode_words, strip_html

TEXT = "Ihre Nachricht an jörg@bücher.example konnte nicht zugestellt werden.\n".encode() * 4


def test_base64() -> None:
    assert decode_payload(base64.encodebytes(TEXT), "base64") == TEXT
    assert decode_base64(base64.encodebytes(TEXT).replace(b"\n", b"\r\n")) == TEXT
    assert decode_base64(b"  " + base64.encodebytes(TEXT).replace(b"\n", b"\n  ")) == TEXT


@pytest.mark.parametrize("cut", range(1, 9))
def test_base64_cut_anywhere(cut: int) -> None:
    found = decode_base64(base64.b64encode(TEXT)[:-cut])
    assert TEXT.startswith(found)
    assert len(found) > len(TEXT) - 8


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"SGFsbG8=", b"Hallo"),
        (b"SGFsbG8", b"Hallo"),
        (b"SGFsbG8=\n-- \nA footer that a list hung on\n", b"Hallo"),  # `=` ends it (RFC 2045 section 6.8)
        (b"SGFsb", b"Hal"),  # one digit too many says nothing
        (b"=", b""),
        (b"====", b""),
        (b"", b""),
        (b"\r\n\r\n", b""),
    ],
)
def test_base64_damage(raw: bytes, data: bytes) -> None:
    assert decode_base64(raw) == data


def test_characters_foreign_to_base64_are_skipped() -> None:
    lines = base64.encodebytes(TEXT).splitlines(keepends=True)
    assert decode_base64(b"> ".join([b"", *lines])) == TEXT
    assert decode_base64(b"\x00! ".join([b"", *lines])) == TEXT


@pytest.mark.parametrize("words", [b"[Removed part]", b"This attachment was removed.\r\nIt held a virus.\r\n", b"???"])
def test_words_with_the_label_of_base64_stay(words: bytes) -> None:
    assert decode_payload(words, "base64") == words


def test_quoted_printable() -> None:
    assert decode_payload(quopri.encodestring(TEXT), "quoted-printable") == TEXT
    assert decode_payload(quopri.encodestring(TEXT).replace(b"\n", b"\r\n"), "quoted-printable") == TEXT.replace(
        b"\n", b"\r\n"
    )


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"a=3Db", b"a=b"),
        (b"a=c3=BC", b"a\xc3\xbc"),
        (b"a= \t\r\nb", b"ab"),
        (b"a=\nb", b"ab"),
        (b"a=", b"a="),  # cut
        (b"a=3", b"a=3"),
        (b"a=ZZ=3", b"a=ZZ=3"),
        (b"a==3D", b"a=="),
        (b"=3D3D", b"=3D"),  # decoded once
        (b"a\xfc=20b", b"a\xfc b"),  # 8-bit where none may be
        (b"x=http://a.example/?b=c", b"x=http://a.example/?b=c"),
    ],
)
def test_quoted_printable_damage(raw: bytes, data: bytes) -> None:
    assert decode_payload(raw, "quoted-printable") == data


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary", "x-uuencode", "base-64"])
def test_other_encodings_stay(encoding: str) -> None:
    assert decode_payload(b"SGFsbG8= =3D", encoding) == b"SGFsbG8= =3D"


WORDS = {
    "plain": "plain",
    "a =? b ?= c": "a =? b ?= c",
    # RFC 2047 section 8
    "(=?ISO-8859-1?Q?a?=)": "(a)",
    "(=?ISO-8859-1?Q?a?= b)": "(a b)",
    "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)": "(ab)",
    "(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)": "(ab)",
    "(=?ISO-8859-1?Q?a?=\r\n =?ISO-8859-1?Q?b?=)": "(ab)",
    "(=?ISO-8859-1?Q?a_b?=)": "(a b)",
    "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)": "(a b)",
    "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@a.example>": "Keld Jørn Simonsen <keld@a.example>",
    "=?utf-8?b?UsO8Y2ts?= =?UTF-8?Q?=C3=A4ufer?=": "Rückläufer",
    # RFC 2231 section 5
    "=?utf-8*de?q?=C3=84rger?=": "Ärger",
    # characters cut in two between words
    "=?utf-8?q?R=C3?= =?utf-8?q?=BCckl=C3=A4ufer?=": "Rückläufer",
    "=?utf-8?b?UsM=?= =?utf-8?b?vGNr?=": "Rück",
    "=?gb2312?B?08q8/s7et6g=?= =?gb2312?B?zbY=?=": "邮件无法投",
    "=?gb2312?B?08q8/s7et6jN?= =?gb2312?B?trXd?=": "邮件无法投递",
    "=?iso-2022-jp?B?GyRCR1s/LhsoQg==?= =?iso-2022-jp?B?GyRCJEckLRsoQg==?=": "配信でき",
    # forbidden, and written all the same
    "=?utf-8?q?R=C3=BCck?==?utf-8?q?l=C3=A4ufer?=": "Rückläufer",
    "x=?utf-8?q?R=C3=BCck?=y": "xRücky",
    "=?utf-8?Q?Mail delivery failed?=": "Mail delivery failed",
    "=?windows-1252?Q?=84M=FCll=93?=": "„Müll“",
    "=?iso-8859-1?Q?=84M=FCll=93?=": "„Müll“",
    "=?x-none?Q?M=C3=BCll?=": "Müll",
    "=?utf-8?Q??=": "",
    "=?utf-8?B?!?=": "!",
    # not words
    "=?utf-8?X?abc?=": "=?utf-8?X?abc?=",
    "=?utf-8?Q?abc": "=?utf-8?Q?abc",
    "=?utf 8?Q?abc?=": "=?utf 8?Q?abc?=",
}


@pytest.mark.parametrize(("value", "text"), WORDS.items())
def test_encoded_words(value: str, text: str) -> None:
    assert decode_words(value) == text


def test_encoded_words_cannot_add_lines() -> None:
    assert decode_words("=?utf-8?Q?a=0D=0ABcc:_x=00?=") == "a Bcc: x "


PAGES = {
    "<p>One</p><p>Two</p>": "\nOne\n\nTwo\n",
    "a<br>b<BR/>c<br clear=all>d": "a\nb\nc\nd",
    "<table><tr><td>user</td><td>unknown</td></tr></table>": "user unknown \n\n",
    "<html><head><title>T</title><style>b{}</style></head><body>x</body></html>": "x",
    "a<SCRIPT>if (a<b) alert('</p>')</Script>b": "ab",
    "a<!-- <b> -- > -->b": "ab",
    "a<!-->b<!--->c": "abc",
    "a<!--[if mso]>x<![endif]-->b<![if !mso]>c<![endif]>": "abc",
    "a<!-- never closed <b>b</b>": "a<!-- never closed b",
    "<script>a</script<b>b</b>": "b",
    "&lt;anna@a.example&gt; &amp; &#8364; &uuml;&nbsp;&#x1F600;": "<anna@a.example> & € ü\xa0😀",
    "&#xD800; &#1114112; &#0;": "\ufffd \ufffd \ufffd",
    "a&#13;&#10;b": "a\n\nb",
    # addresses that somebody forgot to escape
    "to <anna@a.example>: unknown": "to <anna@a.example>: unknown",
    "to <p@a.example> <mailto:br@a.example>": "to <p@a.example> <mailto:br@a.example>",
    '<a href="mailto:anna@a.example">Anna</a>': "Anna",
    "1 < 2 > 0 <3": "1 < 2 > 0 <3",
    "<o:p>a</o:p><?xml version='1.0'?><!DOCTYPE html><x-y>b": "ab",
    "a<b": "a<b",
    "<": "<",
}


@pytest.mark.parametrize(("page", "text"), PAGES.items())
def test_html(page: str, text: str) -> None:
    assert strip_html(page) == text


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """`İ` has two characters in lower case."""
    assert strip_html("İİİİ<style>b{color:red}</style>text") == "İİİİtext"
    assert strip_html("<ſcript>x</ſcript>") == "<ſcript>x</ſcript>"


def test_numbers_without_end() -> None:
    """Python refuses to convert numbers of more than 4,300 digits."""
    assert strip_html("a&#" + "1" * 5_000 + ";b &uuml;") == "a\ufffdb ü"


@pytest.mark.parametrize(
    "piece",
    ["<", "<a", "<a ", "</", "<!", "<!--", "<script>", "<style", "&", "&#", "&#1", "&#x", "<br", "<br ", "<td", "</td ",
     "<a href='", "-->", "<p><!--", "<script></scrip", "İ<!---->"],
)  # fmt: skip
def test_a_hostile_megabyte_of_html(piece: str) -> None:
    assert isinstance(strip_html(piece * (1_000_000 // len(piece))), str)


@pytest.mark.parametrize(
    "piece",
    ["=?", "=?a?", "=?a?Q?", "=?a?Q?x?=", "=?a?Q?x?= ", "?= ", "=?a?B?=", "=?a?Q?" + "x" * 1_990, "=?" + "a" * 39],
)
def test_a_hostile_megabyte_of_words(piece: str) -> None:
    assert isinstance(decode_words(piece * (1_000_000 // len(piece))), str)


@pytest.mark.parametrize("piece", [b"=", b"=\n", b"= ", b"=\t \t", b"=4", b"=41", b"a", b"= \r"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_hostile_megabyte_of_encoding(piece: bytes, encoding: str) -> None:
    assert isinstance(decode_payload(piece * (1_000_000 // len(piece)), encoding), bytes)
