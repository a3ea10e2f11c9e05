"""Whatever stands in a message, the readers that go by words answer, and never name whom they must not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.notice.typed import OWNER, mail, told, view

from whosent.notice.genuine import oddities
from whosent.notice.quoted import find_header_block, own_words, quoted_message

FRAGMENTS = st.sampled_from(
    ["could not be delivered to ", "nobody@receiver.example", "<a@b.example>", OWNER, "\n", "\n\n", "> ", "From: ",
     "Von: ", "Received: by x", "Message-ID: <1@x.example>", "Subject: x", "To: ", "Empfänger：", "550 5.1.1 ",
     "contact ", "-----", "Original message", "MAILER-DAEMON", "Mail Delivery System", "https://evil.example/x",
     "sign in to view", "退信", "不存在", "This is the mail system at host x", "\x00", "é", "@", ":", "<", ">", '"',
     "\t", " "]
)  # fmt: skip
WORDS = st.lists(FRAGMENTS, max_size=60).map("".join)
SENDERS = st.sampled_from(
    ["MAILER-DAEMON@x.example", "Anna <anna@shop.example>", "<>", "x", "Mail Delivery System <a@evil.example>"]
)


@given(
    WORDS,
    SENDERS,
    WORDS.map(lambda words: words.replace("\n", " ").replace("\x00", "")),
    st.sampled_from(["<>", "<a@x.example>", "x"]),
)
def test_every_message_gets_an_answer(text: str, sender: str, subject: str, path: str) -> None:
    raw = mail(text, sender, subject, path=path)
    notice = told(raw)
    assert oddities(view(raw), notice) == notice.oddities
    assert all(oddity.seen for oddity in notice.oddities)
    assert len({oddity.name for oddity in notice.oddities}) == len(notice.oddities)
    addresses = [recipient.address.lower() for recipient in notice.recipients]
    assert len(addresses) == len(set(addresses))
    assert OWNER not in addresses or addresses == [OWNER] or notice.dialect != "generic"


@given(WORDS)
def test_own_words_end_where_the_copy_begins(text: str) -> None:
    seen = view(mail(text))
    at = find_header_block(seen)
    assert 0 <= at <= len(seen.text)
    assert seen.text.startswith(own_words(seen))
    assert len(own_words(seen)) <= at
    assert (quoted_message(seen) is None) == (at >= len(seen.text))
