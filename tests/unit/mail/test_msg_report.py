"""Reports that Outlook keeps as properties become reports of RFC 3464 and RFC 8098 again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.unit.mail.msg_writer import Bag, message, msg_file

from whosent.mail.msg import Rebuilt, rebuild
from whosent.mail.part import Part, parse

CLASS, HEADERS, BODY, REPORT_TEXT = 0x001A, 0x007D, 0x1000, 0x1001
TYPE, NAME, ADDRESS_TYPE, ADDRESS, SMTP = 0x0C15, 0x3001, 0x3002, 0x3003, 0x39FE
REASON, DIAGNOSTIC, SUPPLEMENT, STATUS, REMOTE, REPORTER = 0x0C04, 0x0C05, 0x0C1B, 0x0C20, 0x0C21, 0x6820
WIRE = (
    "Received: from mx.example.test by mail.victim.example; x\r\nTo: <joe@victim.example>\r\nSubject: Undeliverable\r\n"
)


def read(data: bytes) -> Part:
    result = rebuild(data, 1_000_000)
    assert isinstance(result, Rebuilt)
    return parse(result.data)


def status_of(bag: Bag, *recipients: Bag) -> list[list[str]]:
    """The blocks of the status part, as lists of lines."""
    part = read(msg_file({HEADERS: WIRE, BODY: "failed"} | bag, recipients))
    assert part.content_type == "multipart/report", part.data
    status = next(leaf for leaf in part.leaves() if leaf.content_type.startswith("message/"))
    return [block.split("\r\n") for block in status.payload().decode().strip().split("\r\n\r\n")]


NDR: Bag = {CLASS: "REPORT.IPM.Note.NDR", REPORTER: "dns;mx.example.test"}
SMTP_RECIPIENT: Bag = {TYPE: 1, ADDRESS_TYPE: "SMTP", ADDRESS: "Ann@a.example", NAME: "Ann"}


def test_a_non_delivery_report_of_exchange() -> None:
    supplement = "<mx.a.example #5.7.26 smtp;550 5.7.26 <Ann@a.example>: not authenticated; see #1>"
    blocks = status_of(NDR, SMTP_RECIPIENT | {STATUS: 570, DIAGNOSTIC: 29, SUPPLEMENT: supplement})
    assert blocks[0][0] == "Reporting-MTA: dns; mx.example.test"
    assert blocks[1:] == [[
        "Final-Recipient: rfc822; Ann@a.example", "Action: failed", "Status: 5.7.26", "Remote-MTA: dns; mx.a.example",
        "Diagnostic-Code: smtp; 550 5.7.26 <Ann@a.example>: not authenticated; see #1",
    ]]  # fmt: skip


@pytest.mark.parametrize(
    ("supplement", "wanted"),
    [
        ("< #5.1.1>", ["Status: 5.1.1"]),
        ("#5.1.1 550 <a@a.example>", ["Status: 5.1.1", "Diagnostic-Code: smtp; 550 <a@a.example>"]),
        (
            "<mx [192.0.2.1] #5.1.1 smtp;550 <a@a.example>>",
            [
                "Status: 5.1.1",
                "Remote-MTA: dns; mx [192.0.2.1]",
                "Diagnostic-Code: smtp; 550 <a@a.example>",
            ],
        ),
        ("<mx.a.example #5.1.1>", ["Status: 5.1.1", "Remote-MTA: dns; mx.a.example"]),
        ("#5.2.2 SMTP; 552 full", ["Status: 5.2.2", "Diagnostic-Code: SMTP; 552 full"]),
        ("<#5.1.0 550 no\r\nX-Evil: 1>", ["Status: 5.1.0", "Diagnostic-Code: smtp; 550 no X-Evil: 1"]),
        ("<what the server said>", ["Status: 5.0.0", "Diagnostic-Code: smtp; what the server said"]),
    ],
)
def test_forms_of_the_supplementary_info(supplement: str, wanted: list[str]) -> None:
    (block,) = status_of(NDR, SMTP_RECIPIENT | {SUPPLEMENT: supplement})[1:]
    assert block[2:] == wanted


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        ({STATUS: 511}, "5.1.1"),
        ({STATUS: 447, DIAGNOSTIC: 5}, "4.4.7"),
        ({DIAGNOSTIC: 35, REASON: 1}, "5.1.1"),
        ({DIAGNOSTIC: 48}, "5.1.2"),
        ({DIAGNOSTIC: -1, REASON: 0}, "5.0.0"),
        ({STATUS: 7, DIAGNOSTIC: 7}, "5.2.3"),
        ({STATUS: -5}, "5.0.0"),
    ],
)
def test_status_from_numbers(codes: Bag, status: str) -> None:
    (block,) = status_of(NDR, SMTP_RECIPIENT | codes)[1:]
    assert block[2] == f"Status: {status}"


@pytest.mark.parametrize(
    ("suffix", "action", "status"),
    [
        ("NDR", "failed", "5.0.0"),
        ("DR", "delivered", "2.0.0"),
        ("Delayed.DR", "delayed", "4.0.0"),
        ("Relayed.DR", "relayed", "2.0.0"),
        ("Expanded.DR", "expanded", "2.0.0"),
    ],
)
def test_the_message_class_says_what_happened(suffix: str, action: str, status: str) -> None:
    (block,) = status_of({CLASS: f"Report.IPM.Note.{suffix}"}, SMTP_RECIPIENT)[1:]
    assert block[1:3] == [f"Action: {action}", f"Status: {status}"]


def test_only_the_recipients_that_the_report_is_about() -> None:
    owner: Bag = {TYPE: 1, ADDRESS_TYPE: "SMTP", ADDRESS: "joe@victim.example"}
    about: Bag = {TYPE: 1, ADDRESS_TYPE: "EX", ADDRESS: "/o=Org/cn=x", SMTP: "x@b.example", STATUS: 511}
    assert [block[0] for block in status_of(NDR, owner, about, SMTP_RECIPIENT)[1:]] == [
        "Final-Recipient: rfc822; x@b.example"
    ]
    assert [block[0] for block in status_of(NDR, owner, SMTP_RECIPIENT)[1:]] == [
        "Final-Recipient: rfc822; Ann@a.example"
    ]


def test_a_recipient_that_is_no_address_is_kept_as_the_reporter_wrote_it() -> None:
    (block,) = status_of(NDR, {ADDRESS_TYPE: "SMTP", ADDRESS: '"a b"@a.example', STATUS: 511})[1:]
    assert block[0] == 'Final-Recipient: rfc822; "a b"@a.example'


def test_no_recipient_means_no_invented_status_part() -> None:
    part = read(msg_file(NDR | {HEADERS: WIRE, REPORT_TEXT: "failed: somebody"}, ({NAME: "Somebody"},)))
    assert part.content_type == "text/plain"
    assert part.text() == "failed: somebody"


def returning(original: Bag) -> bytes:
    inner = message(original, header=24)
    return msg_file(NDR | {HEADERS: WIRE, BODY: "failed"}, (SMTP_RECIPIENT | {STATUS: 511},), (({0x3705: 5}, inner),))


def test_the_returned_message_stands_behind_the_status_part() -> None:
    headers = "Received: from a by b; x\r\nSubject: spam\r\n"
    found = list(read(returning({CLASS: "IPM.Note", HEADERS: headers, BODY: "buy"})).leaves())
    assert [leaf.content_type for leaf in found] == ["text/plain", "message/delivery-status", "message/rfc822"]
    assert found[2].embedded().head.get(b"subject") == "spam"


def test_returned_headers_without_a_body_keep_their_order() -> None:
    headers = "Received: from a by b; x\r\nContent-Type: text/html\r\nSubject: spam\r\n"
    last = list(read(returning({CLASS: "IPM.Note", HEADERS: headers})).leaves())[2]
    assert (last.content_type, last.payload()) == ("text/rfc822-headers", headers.encode())


def test_what_the_report_knows_of_the_original() -> None:
    bag = NDR | {
        HEADERS: WIRE, BODY: "failed", 0x0049: "spam", 0x1046: "<1@victim.example>",
        0x004E: datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC),
    }  # fmt: skip
    last = list(read(msg_file(bag, (SMTP_RECIPIENT | {STATUS: 511},))).leaves())[2]
    assert last.content_type == "text/rfc822-headers"
    head = last.embedded().head
    assert (head.get(b"subject"), head.get(b"message-id")) == ("spam", "<1@victim.example>")
    assert head.get(b"date") == "Mon, 02 Mar 2026 09:00:01 +0000"


@pytest.mark.parametrize(
    ("suffix", "bag", "disposition"),
    [("IPNRN", {}, "displayed"), ("IPNNRN", {}, "deleted"), ("IPNNRN", {0x0080: "Dispatched"}, "dispatched")],
)
def test_read_receipts(suffix: str, bag: Bag, disposition: str) -> None:
    bag = bag | {CLASS: f"REPORT.IPM.Note.{suffix}", 0x1046: "<1@victim.example>"}
    (block,) = status_of(bag, SMTP_RECIPIENT)
    assert block == [
        "Final-Recipient: rfc822; Ann@a.example",
        "Original-Message-ID: <1@victim.example>",
        f"Disposition: automatic-action/MDN-sent-automatically; {disposition}",
    ]
