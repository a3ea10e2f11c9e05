"""How a message is taken apart before anybody reads it."""

from __future__ import annotations

from whosent.mail import parse
from whosent.notice.view import View

STATUS = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@remote.example\nAction: failed\n"
COPY = "Received: from a by b; now\nMessage-ID: <m1@sender.example>\n\nHello.\n"


def multipart(*parts: str, declared: str = "multipart/report") -> View:
    body = "".join(f"--=_b1x\n{part}\n" for part in parts)
    return View(parse(f'From: a@b.example\nContent-Type: {declared}; boundary="=_b1x"\n\n{body}--=_b1x--\n'.encode()))


def text(words: str, kind: str = "text/plain") -> str:
    return f"Content-Type: {kind}\n\n{words}"


def test_the_three_parts_of_a_report() -> None:
    view = multipart(text("See below."), text(STATUS, "message/delivery-status"), text(COPY, "message/rfc822"))
    assert view.text.strip() == "See below."
    assert view.groups[1]["final-recipient"] == "rfc822; bob@remote.example"
    assert view.returned is not None
    assert view.returned.head.get(b"message-id") == "<m1@sender.example>"


def test_parts_with_the_wrong_label_are_known_by_their_first_line() -> None:
    view = multipart(text("See below."), text(STATUS), text(COPY))
    assert len(view.groups) == 2
    assert view.returned is not None
    assert view.returned.head.get(b"message-id") == "<m1@sender.example>"
    assert view.text.strip() == "See below."


def test_a_header_in_the_text_is_no_returned_message_where_nothing_is_reported() -> None:
    view = multipart(text("Look at this:"), text(COPY), declared="multipart/mixed")
    assert view.returned is None
    assert "Hello." in view.text


def test_text_behind_the_returned_message_is_not_the_notices() -> None:
    view = multipart(text("See below."), text(COPY, "message/rfc822"), text("list footer"), declared="multipart/mixed")
    assert "footer" not in view.text


def test_a_lost_content_type_is_guessed_only_from_a_body_that_begins_with_a_delimiter() -> None:
    parts = f"--=_b1x\n{text('See below.')}\n--=_b1x\n{text(STATUS, 'message/delivery-status')}\n--=_b1x--\n"
    assert View(parse(f"From: a@b.example\n\nThis is a MIME-encapsulated message.\n\n{parts}".encode())).groups
    quoted = f"From: a@b.example\n\n<bob@remote.example>:\nno such user\n\n--- the copy ---\n\n{COPY}\n{parts}"
    view = View(parse(quoted.encode()))
    assert not view.groups
    assert "no such user" in view.text


def test_html_is_read_where_there_is_no_plain_text_worth_reading() -> None:
    page = text("<p>Your mail to &lt;bob@remote.example&gt;<br>was refused.</p>", "text/html")
    assert "<bob@remote.example>\nwas refused." in multipart(page).text
    assert "was refused." in multipart(page, text("____\nlist footer")).text
    plain = text("It was refused. " * 20)
    assert "bob@remote.example" not in multipart(plain, page, declared="multipart/alternative").text


def test_lower_case_keeps_positions() -> None:
    view = View(parse("From: a@b.example\n\nİstanbul BOB@remote.example".encode()))
    at = view.lower.index("bob@")
    assert view.text[at : at + 4] == "BOB@"


def test_a_quoted_copy_is_unquoted_by_what_its_first_line_begins_with() -> None:
    view = View(
        parse(b"From: a@b.example\n\nRefused.\nCopy follows:\n> Received: from a\n>  by b\n> Subject: x\n>\n> Hello.")
    )
    returned = view.returned_after(b"copy follows:")
    assert returned is not None
    assert returned.head.get(b"received") == "from a by b"
    assert returned.text().strip() == "Hello."


def test_a_copy_is_sliced_not_rewritten() -> None:
    raw = b"From: a@b.example\n\nRefused.\nCopy follows:\nSubject:  two  blanks\n\nHello."
    returned = View(parse(raw)).returned_after(b"copy follows:")
    assert returned is not None
    assert returned.data is raw
    assert raw[returned.start : returned.end] == b"Subject:  two  blanks\n\nHello."
