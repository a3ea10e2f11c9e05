"""Compressed RTF and the HTML or text inside."""

from __future__ import annotations

import struct

import pytest
from tests.unit.mail.msg_writer import msg_file

from whosent.mail.msg import Rebuilt, rebuild
from whosent.mail.msg.rtf import _DICTIONARY, decompress, extract
from whosent.mail.part import parse

# [MS-OXRTFCP] 3.1.1 and 3.2.1: the examples of the specification
EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
EXAMPLE_TEXT = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
OVERLAP = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
OVERLAP_TEXT = b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def stored(rtf: bytes) -> bytes:
    """Uncompressed, as [MS-OXRTFCP] 2.1.3.2 has it."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def literal(rtf: bytes) -> bytes:
    """Compressed with literals only, closed by a reference to the write position."""
    out = bytearray()
    place = len(_DICTIONARY)
    for start in range(0, len(rtf), 8):
        run = rtf[start : start + 8]
        place = (place + len(run)) % 4096
        end = struct.pack(">H", place << 4)
        out += bytes((0,)) + run if len(run) == 8 else bytes((1 << len(run),)) + run + end
    if len(rtf) % 8 == 0:
        out += b"\x01" + struct.pack(">H", place << 4)
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + bytes(out)


def test_the_examples_of_the_specification() -> None:
    assert decompress(EXAMPLE) == EXAMPLE_TEXT
    assert decompress(OVERLAP) == OVERLAP_TEXT


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 3880, 3889, 3890, 5000, 20_000])
def test_literals_across_the_end_of_the_ring(size: int) -> None:
    text = bytes(97 + n % 26 for n in range(size))
    assert decompress(literal(text)) == text
    assert decompress(stored(text)) == text


def test_limits_and_damage() -> None:
    assert decompress(literal(b"a" * 1000), limit=10) == b"a" * 10
    assert EXAMPLE_TEXT.startswith(decompress(EXAMPLE[:-5]))
    assert decompress(b"") == decompress(b"x" * 40) == b""
    bomb = struct.pack("<II4sI", 100_000, 0xFFFFFFFF, b"LZFu", 0) + b"\xff" + b"\x00\x0f" * 50_000
    assert len(decompress(bomb, limit=5000)) == 5000


HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\colortbl\red0\green0\blue0;}{\*\generator Riched20;}"
    b"\r\n"
    rb"{\*\htmltag64 <p class=\{a\}>}\htmlrtf {\htmlrtf0 M\'fcller says {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 "
    rb"\u8364?5\par"
    b"\r\n"
    rb'{\*\htmltag84 <a href="http://x.example/?a=1">}\htmlrtf {\field{\*\fldinst HYPERLINK x}\htmlrtf0 here'
    rb"\htmlrtf }\htmlrtf0 {\*\htmltag92 </a>}\htmlrtf }\htmlrtf0 {\*\mhtmltag64 hidden}{\f1 \'cf\'f0}"
    rb"\uc2\u-10179 ??\u-8704 ??!}"
)


def test_html_is_taken_out_of_rtf() -> None:
    text, is_html = extract(HTML)
    assert is_html
    assert text == (
        '<p class={a}>M\u00fcller says &lt;\u20ac5\r\n<a href="http://x.example/?a=1">here</a>\u041f\u0440\U0001f600!'
    )


def test_text_is_taken_out_of_rtf() -> None:
    rtf = (
        rb"{\rtf1\ansi\fromtext{\fonttbl{\f0 Arial;}}{\info{\title T}}\pard one\line two\tab x\par {\pict 00ff}"
        rb"{\*\unknown gone}\lquote q\rquote \~\{\\\}{\bin4 }}}}end}"
    )
    assert extract(rtf) == ("one\r\ntwo\tx\r\n\u2018q\u2019\xa0{\\}end", False)


@pytest.mark.parametrize(
    "rtf", [b"", b"{", b"}}}", b"\\", b"{\\", b"\\'", b"\\u", b"{" * 5000 + b"x", b"\\bin99999 x", b"\xff"]
)
def test_damaged_rtf_gives_something(rtf: bytes) -> None:
    assert len(extract(rtf)[0]) <= len(rtf) + 1


def test_html_from_rtf_stands_beside_the_plain_text() -> None:
    data = msg_file({0x001A: "IPM.Note", 0x007D: "A: b\r\n", 0x1000: "plain", 0x1009: literal(HTML)})
    result = rebuild(data, 100_000)
    assert isinstance(result, Rebuilt)
    plain, html = parse(result.data).leaves()
    assert (plain.content_type, plain.text()) == ("text/plain", "plain")
    assert html.content_type == "text/html"
    assert b'<a href="http://x.example/?a=1">here</a>' in html.payload()


def test_text_from_rtf_where_there_is_nothing_else() -> None:
    result = rebuild(msg_file({0x001A: "IPM.Note", 0x007D: "A: b\r\n", 0x1009: EXAMPLE}), 100_000)
    assert isinstance(result, Rebuilt)
    assert parse(result.data).text() == "hello world"
