"""Whatever stands in the logs, and whatever is answered, a message gets a verdict, and hostile lines accuse nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.walk.logs import BOB, ID, MESSAGE_ID, Logs, accepted, submitted
from tests.unit.walk.mtas import postfix
from tests.unit.walk.notices import BOT, BOT_NAME, EVERYTHING, FROM_BOT, FROM_US, TO, US, check, ours, theirs

from whosent.logs.habits import habits
from whosent.logs.journey import read_value

WORDS = st.sampled_from([
    ID, MESSAGE_ID, TO, BOB, "client=", "uid=33", "from=<", "to=<", ">, ", "message-id=<", "status=sent (",
    "queued as ", "sasl_username=", "Nov 24 09:00:00 ", "mail ", "postfix/smtpd[1]: ", "postfix/pickup[1]: ", ": ",
    " <= ", "H=x [1.2.3.4]:5 ", "2026-11-24 09:00:00 ", "1xVgff-0000Fa-23", "mail() on [/a/b.php:1]: To: ", "\x00",
    "\\", '"', "[", "]", "ü", "\t", " ",
])  # fmt: skip
LINES = st.lists(st.lists(WORDS | st.text(max_size=12), max_size=14).map("".join), max_size=8)
MESSAGES = st.sampled_from([theirs(FROM_BOT), theirs(FROM_US), ours(postfix(US, "pc", BOT, BOT_NAME, TO))])


@given(MESSAGES, LINES, LINES, LINES)
def test_any_lines_give_a_verdict(data, syslog, exim, php):
    assert check(data, Logs(*syslog, exim=tuple(exim), php=tuple(php)), **EVERYTHING).verdict is not None


@given(st.text(max_size=40), st.lists(st.text(max_size=80), max_size=6))
def test_any_answer_can_be_read(login, values):
    habits(login, tuple(values))
    for value in values:
        read_value(value)


@given(st.text(alphabet=st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=60))
def test_what_a_sender_says_about_himself_makes_him_nobody_else(said):
    """The free parts of our own true lines: envelope sender, Message-ID, the name of the client."""
    lines = [*submitted(1003, sender=f"{said}@x.test"), *accepted(login=BOB, sender=f"{said}@x.test")]
    found = check(ours(postfix(US, "pc", BOT, BOT_NAME, TO)), Logs(*lines), **EVERYTHING).verdict
    assert found is not None
    assert found.origin.mailbox in (BOB, None)
    assert found.origin.uid in (1003, None)
