"""Outlook .msg files -> RFC 5322, from compound files written by the tests and read back with olefile too."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import olefile
import pytest
from tests.unit.mail.cfb_writer import Tree, compound
from tests.unit.mail.msg_writer import Ansi, Bag, message, msg_file

from whosent.mail.msg import Rebuilt, rebuild
from whosent.mail.part import Part, parse

LIMIT = 32 * 1024 * 1024
CLASS, HEADERS, BODY, HTML, RTF = 0x001A, 0x007D, 0x1000, 0x1013, 0x1009
DATA, FILENAME, METHOD, MIME_TAG = 0x3701, 0x3707, 0x3705, 0x370E

RECEIVED = (
    "Received: from mx.example.test (mx.example.test [192.0.2.7])\r\n\tby mail.victim.example (Postfix) with ESMTP id"
    " 4ABC;\r\n\tMon,  2 Mar 2026 10:00:02 +0100 (CET)\r\n"
    "Received: from localhost by mx.example.test; Mon,  2 Mar 2026 10:00:00 +0100\r\n"
)
WIRE = (
    RECEIVED + "From: MAILER-DAEMON@mx.example.test\r\nTo: joe@victim.example\r\nSubject: Undelivered\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="gone"\r\n'
    "Message-ID: <1@mx.example.test>\r\nX-Last: 1\r\n\r\n"
)


def rebuilt(data: bytes, limit: int = LIMIT) -> Rebuilt:
    result = rebuild(data, limit)
    assert isinstance(result, Rebuilt), result
    return result


def read(data: bytes) -> Part:
    return parse(rebuilt(data).data)


def leaves(part: Part) -> list[tuple[str, str]]:
    return [(leaf.content_type, leaf.payload().decode("utf-8", "replace")) for leaf in part.leaves()]


def test_the_test_files_are_compound_files_for_olefile_too() -> None:
    attached: Bag = {DATA: b"z" * 8_000_000, METHOD: 1}  # beyond 6.8 MB the FAT needs DIFAT sectors
    data = msg_file({CLASS: "IPM.Note", BODY: "x" * 5000, HEADERS: "A: b\r\n"}, ({0x3001: "Joe"},), (attached,))
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert file.openstream("__substg1.0_1000001F").read() == ("x" * 5000).encode("utf-16-le")
        assert file.openstream(["__attach_version1.0_#00000000", "__substg1.0_37010102"]).read() == attached[DATA]
        assert file.exists("__recip_version1.0_#00000000/__substg1.0_3001001F")
        assert not file.parsing_issues
    assert rebuilt(data).data.count(b"enp6") > 1_000_000 // 4


def test_transport_headers_stay_as_they_are_but_for_the_mime_fields() -> None:
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: WIRE, BODY: "Hello\r\nW\u00f6rld"}))
    assert part.data.startswith(RECEIVED.encode() + b"From: MAILER-DAEMON")
    assert [part.head.fields[n][1].lower() for n in range(7)] == [
        b"received", b"received", b"from", b"to", b"subject", b"message-id", b"x-last",
    ]  # fmt: skip
    assert b"gone" not in part.data
    assert part.content_type == "text/plain"
    assert part.text() == "Hello\nW\u00f6rld"


def test_lines_that_are_no_fields_do_not_end_the_header_block() -> None:
    first, rest = "\r\nMicrosoft Mail Internet Headers Version 2.0\r\n", "no field\r\nSubject: a\r\n\r\n--b\r\nC: d\r\n"
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: first + RECEIVED + rest, BODY: "text"}))
    assert {name for name in part.head.names() if not name.startswith(b"content-")} == {
        b"received", b"subject", b"mime-version",
    }  # fmt: skip
    assert len(part.head.numbers(b"received")) == 2


def test_eight_bit_headers_stay_byte_for_byte() -> None:
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: Ansi(b"Subject: Gr\xfc\xdfe\r\n"), BODY: Ansi(b"Gr\xfc\xdfe")}))
    assert part.data.startswith(b"Subject: Gr\xfc\xdfe\r\n")
    assert part.text() == "Gr\u00fc\u00dfe"


def test_the_code_page_of_eight_bit_strings() -> None:
    russian = Ansi("Привет".encode("cp1251"))
    data = msg_file({CLASS: Ansi(b"IPM.Note"), 0x3FFD: 1251, HEADERS: "A: b\r\n", BODY: russian})
    assert read(data).text() == "Привет"
    data = msg_file({CLASS: Ansi(b"IPM.Note"), 0x3FFD: 123456, HEADERS: "A: b\r\n", BODY: Ansi(b"\x80 5")})
    assert read(data).text() == "\u20ac 5"


def test_headers_are_made_of_properties_where_none_came_over_the_wire() -> None:
    bag: Bag = {
        CLASS: "IPM.Note", 0x0037: "Gr\u00fc\u00dfe\r\nBcc: all@victim.example", 0x0C1A: 'Joe "J" Doe', 0x0C1E: "SMTP",
        0x0C1F: "joe@victim.example", 0x0039: datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC), BODY: "x",
        0x1035: "<1@victim.example>",
    }  # fmt: skip
    recipients: tuple[Bag, ...] = (
        {0x0C15: 1, 0x3001: "Ann", 0x3002: "SMTP", 0x3003: "ann@a.example"},
        {0x0C15: 1, 0x3001: "Exchange user", 0x3002: "EX", 0x3003: "/o=Org/cn=bob", 0x39FE: "bob@b.example"},
        {0x0C15: 2, 0x3001: "carl@c.example", 0x3003: "carl@c.example"},
    )
    head = read(msg_file(bag, recipients)).head
    assert head.get(b"from") == '"Joe J Doe" <joe@victim.example>'
    assert head.get(b"to") == '"Ann" <ann@a.example>,  "Exchange user" <bob@b.example>'.replace(",  ", ", ")
    assert head.get(b"cc") == "carl@c.example"
    assert head.get(b"date") == "Mon, 02 Mar 2026 09:00:01 +0000"
    assert head.get(b"message-id") == "<1@victim.example>"
    assert head.get(b"bcc") is None
    assert b"sender" not in head
    assert (head.get(b"subject") or "").startswith("=?utf-8?B?")


def test_basic_fields_that_only_the_properties_have_stand_at_the_end() -> None:
    bag: Bag = {
        CLASS: "IPM.Note", HEADERS: "X-A: b\r\nsubject: wire\r\n", 0x0037: "property", 0x1035: "<1@victim.example>",
        0x0E04: "somebody", BODY: "x",
    }  # fmt: skip
    part = read(msg_file(bag))
    assert part.data.startswith(b"X-A: b\r\nsubject: wire\r\nMessage-ID: <1@victim.example>\r\nMIME-Version")


def test_an_internal_address_gives_a_name_without_address() -> None:
    bag: Bag = {CLASS: "IPM.Note", 0x0042: "Ann", 0x0064: "EX", 0x0065: "/o=Org/cn=ann", 0x0C1A: "Assistant", BODY: "x"}
    head = read(msg_file(bag)).head
    assert (head.get(b"from"), head.get(b"sender")) == ("Ann", "Assistant")


def test_plain_text_and_html_are_alternatives() -> None:
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "A: b\r\n", BODY: "p", HTML: b"<p>\xe4</p>", 0x3FDE: 28591}))
    assert part.content_type == "multipart/alternative"
    assert [leaf.content_type for leaf in part.leaves()] == ["text/plain", "text/html"]
    assert list(part.leaves())[1].text().strip() == "\u00e4"


def test_attachments_by_value() -> None:
    attachments: tuple[Bag, ...] = (
        {DATA: b"\x00\x01", METHOD: 1, FILENAME: "r\u00e9sum\u00e9.doc", MIME_TAG: "application/msword"},
        {DATA: b"From: a@b.example\r\nX: y\r\n\r\ntext\r\n", METHOD: 1, FILENAME: "bounce.eml"},
        {DATA: b"a note", METHOD: 1, 0x3704: "NOTE.TXT"},
        {DATA: b"a\x00b", METHOD: 1, MIME_TAG: "text/plain"},
        {DATA: b"?", METHOD: 1, MIME_TAG: "no type\r\nX-Evil: 1"},
    )
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: WIRE.replace("report", "mixed"), BODY: "see"}, (), attachments))
    assert part.content_type == "multipart/mixed"
    found = list(part.leaves())
    assert [leaf.content_type for leaf in found] == [
        "text/plain", "application/msword", "message/rfc822", "text/plain", "text/plain", "application/octet-stream",
    ]  # fmt: skip
    assert [leaf.payload() for leaf in found[1:]] == [bag[DATA] for bag in attachments]
    assert "filename*=utf-8''r%C3%A9sum%C3%A9%2Edoc" in (found[1].head.get(b"content-disposition") or "")
    assert b"x-evil" not in found[5].head


def test_a_report_that_outlook_kept_as_attachments_is_a_report_again() -> None:
    status = b"Reporting-MTA: dns; mx.example.test\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: failed\r\n"
    attachments: tuple[Bag, ...] = (
        {DATA: status, METHOD: 1, FILENAME: "details.txt", MIME_TAG: "text/plain"},
        {DATA: b"Subject: spam\r\n", METHOD: 1, FILENAME: "headers.txt", MIME_TAG: "text/rfc822-headers"},
    )
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: WIRE, BODY: "failed"}, (), attachments))
    assert (part.content_type, part.param("report-type")) == ("multipart/report", "delivery-status")
    assert leaves(part)[1:] == [
        ("message/delivery-status", status.decode()),
        ("text/rfc822-headers", "Subject: spam\r\n"),
    ]


def test_a_bounce_kept_as_text_is_not_taken_for_a_status_part() -> None:
    text = b"Received: from a by b; x\r\nSubject: failed\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\n"
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "A: b\r\n", BODY: "see"}, (), ({DATA: text, FILENAME: "b.txt"},)))
    assert [leaf.content_type for leaf in part.leaves()] == ["text/plain", "text/plain"]


def test_a_complaint_keeps_its_report_type() -> None:
    attachments: tuple[Bag, ...] = ({DATA: b"Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n", METHOD: 1},)
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "A: b\r\n", BODY: "see"}, (), attachments))
    assert part.param("report-type") == "feedback-report"


def embedded(bag: Bag, *attachments: Bag) -> tuple[Bag, Tree]:
    return ({METHOD: 5, 0x3001: "Original"}, message(bag, (), attachments, header=24))


def test_an_embedded_message_is_a_message_again() -> None:
    inner = embedded({CLASS: "IPM.Note", HEADERS: RECEIVED + "Subject: inner\r\n", BODY: "deep"}, {DATA: b"file"})
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "Subject: outer\r\n", BODY: "see below"}, (), (inner,)))
    assert leaves(part)[1][0] == "message/rfc822"
    original = list(part.leaves())[1].embedded()
    assert original.head.get(b"subject") == "inner"
    assert len(original.head.numbers(b"received")) == 2
    assert leaves(original)[0] == ("text/plain", "deep")


def test_a_message_that_is_only_an_attachment_has_no_empty_text_before_it() -> None:
    inner = embedded({CLASS: "IPM.Note", HEADERS: "Subject: inner\r\n", BODY: "deep"})
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "Subject: outer\r\n"}, (), (inner,)))
    assert [leaf.content_type for leaf in part.leaves()] == ["message/rfc822"]


def test_an_outlook_file_attached_to_an_outlook_file() -> None:
    inner = msg_file({CLASS: "IPM.Note", HEADERS: "Subject: inner\r\n", BODY: "deep"})
    attached: Bag = {DATA: inner, METHOD: 1, FILENAME: "bounce.msg", MIME_TAG: "application/vnd.ms-outlook"}
    part = read(msg_file({CLASS: "IPM.Note", HEADERS: "Subject: outer\r\n", BODY: "see"}, (), (attached,)))
    assert list(part.leaves())[1].embedded().head.get(b"subject") == "inner"


def test_a_clear_signed_message_is_kept_whole() -> None:
    signed = (
        b'Content-Type: multipart/signed; boundary="s"\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nsigned\r\n'
        b"--s\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--s--\r\n"
    )
    attached: Bag = {DATA: signed, METHOD: 1, FILENAME: "smime.p7m", MIME_TAG: "multipart/signed"}
    data = msg_file({CLASS: "IPM.Note.SMIME.MultipartSigned", HEADERS: WIRE, BODY: "signed"}, (), (attached,))
    part = read(data)
    assert part.content_type == "multipart/signed"
    assert leaves(part)[0] == ("text/plain", "signed")


def test_the_limit_cuts_and_says_so() -> None:
    attachments: tuple[Bag, ...] = tuple({DATA: bytes([65 + n]) * 50_000, METHOD: 1} for n in range(4))
    data = msg_file({CLASS: "IPM.Note", HEADERS: WIRE, BODY: "see"}, (), attachments)
    assert not rebuilt(data).truncated
    result = rebuilt(data, limit=120_000)
    assert result.truncated
    assert len(result.data) <= 120_000
    assert result.data.startswith(RECEIVED.encode())


def test_messages_within_messages_end_somewhere() -> None:
    tree = message({CLASS: "IPM.Note", HEADERS: "Subject: 0\r\n", BODY: "bottom"}, header=24)
    for depth in range(12):
        tree = message({CLASS: "IPM.Note", HEADERS: f"Subject: {depth}\r\n", BODY: "x"}, (), (({METHOD: 5}, tree),), 24)
    data = msg_file({CLASS: "IPM.Note", HEADERS: "Subject: top\r\n", BODY: "x"}, (), (({METHOD: 5}, tree),))
    result = rebuilt(data)
    assert result.truncated
    assert result.data.count(b"message/rfc822") == 8


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, "damaged"),
        (b"plain text " * 1000, "damaged"),
        (compound({"WordDocument": b"x" * 5000}), "Office document"),
        (compound({}), "Office document"),
    ],
)
def test_what_is_no_outlook_message(data: bytes, said: str) -> None:
    result = rebuild(data, LIMIT)
    assert isinstance(result, str)
    assert said in result
    assert "\n" not in result
