"""Bytes as text: declared charsets, wrong ones, cut and damaged ones."""

from __future__ import annotations

import encodings
import pkgutil

import pytest

from whosent.mail.charset import decode_text, decode_western

GREETINGS = {
    "utf-8": "Grüße, Привет, 你好",
    "UTF8": "Grüße",
    "utf-16": "Grüße 你好",
    "iso-8859-1": "Grüße",
    "ISO_8859-15": "Grüße, 5 €",
    "windows-1252": "„Grüße“ – 5 €",
    "iso-8859-2": "Pošta nedoručena",
    "windows-1250": "Zpráva nemohla být doručena",
    "iso-8859-7": "Γειά σου",
    "windows-1251": "Сообщение не доставлено",
    "koi8-r": "Сообщение не доставлено",
    "koi8-u": "Повідомлення не доставлено",
    "iso-8859-5": "Сообщение",
    "windows-1255": "הודעה",
    "windows-1256": "رسالة",
    "windows-1257": "Žinutė",
    "iso-2022-jp": "配信できませんでした",
    "shift_jis": "配信できませんでした",
    "euc-jp": "配信できませんでした",
    "gb2312": "邮件无法投递",
    "gbk": "郵件無法投遞",
    "gb18030": "邮件无法投递 𠮷",
    "big5": "郵件無法投遞",
    "euc-kr": "메일을 보낼 수 없습니다",
    "ks_c_5601-1987": "메일을 보낼 수 없습니다",
    "tis-620": "ไม่สามารถส่ง",
    "utf-7": "Empfänger nicht erreicht",
    "unicode-1-1-utf-7": "Empfänger 1+1=2",
}


@pytest.mark.parametrize(("charset", "text"), GREETINGS.items())
def test_declared_charsets(charset: str, text: str) -> None:
    raw = text.encode(charset)
    assert decode_text(raw, charset) == text
    assert decode_text(raw, charset.upper()) == text
    assert decode_text(raw, f" '{charset}' ") == text


@pytest.mark.parametrize(
    ("declared", "meant", "text"),
    [
        ("iso-8859-1", "cp1252", "„Größe“ – 5 € …"),
        ("iso-8859-9", "cp1254", "“İleti” – gönderilemedi"),
        ("gb2312", "gb18030", "朱镕基"),
        ("gb2312", "gbk", "無法"),
        ("shift_jis", "cp932", "①髙橋"),
        ("euc-kr", "cp949", "똠방각하"),
        ("iso-2022-jp", "iso2022_jp_ext", "ﾒｰﾙ 配信"),
    ],
)
def test_larger_sets_under_the_names_of_smaller_ones(declared: str, meant: str, text: str) -> None:
    assert decode_text(text.encode(meant), declared) == text


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("x-sjis", "cp932", "配信"),
        ("x-gbk", "gbk", "投递"),
        ("windows-874", "cp874", "ไม่"),
        ("iso-8859-8-i", "iso8859-8", "הודעה"),
        ("x-cp1251", "cp1251", "Привет"),
    ],
)
def test_labels_of_browsers(label: str, codec: str, text: str) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "charset", [None, "", "us-ascii", "unknown-8bit", "uft-8", "x-no-such", "\x00", "é", "a" * 300]
)
def test_the_guess_where_the_label_says_nothing(charset: str | None) -> None:
    assert decode_text("Grüße".encode(), charset) == "Grüße"
    assert decode_text("„Grüße“".encode("cp1252"), charset) == "„Grüße“"
    assert decode_text("配信".encode("iso-2022-jp"), charset) == "配信"
    assert decode_text(b"plain", charset) == "plain"


@pytest.mark.parametrize(
    ("declared", "true"),
    [
        ("utf-8", "cp1252"),
        ("iso-2022-jp", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "utf-8"),
    ],
)
def test_wrong_labels(declared: str, true: str) -> None:
    text = "Die Nachricht für Jörg Müller konnte nicht zugestellt werden."
    assert decode_text(text.encode(true), declared) == text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "shift_jis", "euc-kr", "big5", "utf-16-le"])
def test_a_character_cut_in_two_at_the_end_spoils_nothing_else(charset: str) -> None:
    raw = ("無法 " * 20 + "法").encode({"euc-kr": "cp949"}.get(charset, charset))
    assert decode_text(raw[:-1], charset).startswith("無法 " * 20)


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", None])
def test_damage_in_the_middle_of_utf_8(charset: str | None) -> None:
    raw = "Ä Ö Ü ".encode() + b"\xff" + " ä ö ü ß".encode()
    assert decode_text(raw, charset) == "Ä Ö Ü \ufffd ä ö ü ß"


@pytest.mark.parametrize("charset", ["unicode_escape", "raw-unicode-escape", "punycode", "idna", "rot13", "base64",
                                     "hex", "zip", "undefined", "mbcs"])  # fmt: skip
def test_pythons_own_notations_are_no_charsets(charset: str) -> None:
    raw = rb"\ud800 \x41 -abc"
    assert decode_text(raw, charset) == raw.decode("ascii")


def test_lone_surrogates_of_utf_7_are_no_text() -> None:
    raw = b"+2AA- rest"
    assert "\ud800" in raw.decode("utf-7")
    assert decode_text(raw, "utf-7") == "+2AA- rest"


def test_what_is_no_utf_7_keeps_its_plus_signs() -> None:
    assert decode_text(b"<anna+shop@a.example>", "utf-7") == "<anna+shop@a.example>"


CODECS = sorted(module.name for module in pkgutil.iter_modules(encodings.__path__))


@pytest.mark.parametrize("charset", CODECS)
def test_every_codec_that_python_has_gives_text_for_any_bytes(charset: str) -> None:
    for raw in (bytes(range(256)), bytes(range(255, -1, -1)) * 3, b"\xd8\x00" * 5, b"\x00\xdc" * 5, b"+2AD- ~{ \\ud800",
                b"-" * 999, b"\x1b$B\xff\x1b(J", b"", b"\x80"):  # fmt: skip
        decode_text(raw, charset).encode("utf-8")


def test_a_megabyte_under_any_label_is_read() -> None:
    """Some codecs take quadratic time, and are refused (punycode: minutes)."""
    for charset in CODECS:
        assert decode_text(b"a" * 900_000 + b"-" + b"b" * 100_000, charset)


def test_line_ends() -> None:
    assert decode_text(b"a\r\nb\rc\nd\r\r\n", "us-ascii") == "a\nb\nc\nd\n\n"


def test_western() -> None:
    assert decode_western(b"\x80\x84\xe4") == "€„ä"
    assert decode_western(b"\x81\xe4") == "\x81ä"
