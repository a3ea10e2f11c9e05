"""Whole messages from Received lines: a notice as Postfix writes it, or any plain message, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace
from tests.unit.walk.mtas import lmtp, postfix, postfix_again

from whosent.examine import examine
from whosent.mail.head import read_head
from whosent.model.case import Case
from whosent.model.evidence import Evidence
from whosent.model.item import Item
from whosent.model.question import Answer, Answers, Question
from whosent.service.ownside import own_side
from whosent.walk.lines import Line, read_lines
from whosent.walk.outer import top_host
from whosent.walk.side import Side

US = "mail.victim.example"
OUR_IP = "192.0.2.10"
VICTIM = "info@victim.example"
R = "mx.remote.test"
R_IP = "198.51.100.25"
BOT = "203.0.113.9"
BOT_NAME = "dyn-9.pool.isp.test"

EVERYTHING: dict[str, Any] = {"names": ["victim.example"], "own": [US, OUR_IP], "own_complete": True}
PARTIAL: dict[str, Any] = {"names": ["victim.example"], "own": [US, OUR_IP]}
NOTHING: dict[str, Any] = {}
NETWORK: dict[str, Any] = {"names": ["victim.example"], "own": ["192.0.2.0/24"]}

TO = "nobody@remote.test"
ALIAS = "alias@victim.example"
WEB = "web1.victim.example"
FROM_R = (postfix(US, R, R_IP, R, VICTIM), postfix_again(R))
"""A notice comes from R to us."""
MADE = (lmtp(US), postfix_again(US))
"""A notice of our own server."""
FROM_US = postfix(R, US, OUR_IP, US, TO)
FROM_BOT = postfix(R, "bot", BOT, BOT_NAME, TO)
"""R takes the message over, from us or from a bot."""


def fold(lines: Iterable[str]) -> str:
    """Received fields, topmost first."""
    return "".join(f"Received: {line}\n" for line in lines)


def letter(lines: Iterable[str], *, sender: str = VICTIM, to: str = VICTIM, extra: str = "",
           envelope: str | None = None, subject: str = "Cheap watches") -> bytes:  # fmt: skip
    """A plain message as it lies in the mailbox."""
    path = f"Return-Path: <{sender if envelope is None else envelope}>\n"
    return (f"{path}{fold(lines)}From: <{sender}>\nTo: <{to}>\nSubject: {subject}\nMessage-ID: <1@victim.example>\n"
            f"Date: Tue, 24 Nov 2026 08:59:59 +0000\n{extra}\nBuy now.\n").encode()  # fmt: skip


def notice(outer: Iterable[str], returned: Iterable[str] | None, *, reporter: str = R,
           failed: str = "nobody@remote.test", original: str | None = None, remote: str | None = "store.remote.test",
           sender: str = VICTIM, to: str = VICTIM, extra: str = "", words: str = "", path: str | None = None,
           return_path: str = "<>") -> bytes:  # fmt: skip
    """A notice. `returned` are the Received lines of the message it returns (None: nothing comes back), `extra` more
    header fields of that message; `path` its Return-Path where it differs from From."""
    group = f"Final-Recipient: rfc822; {failed}\n"
    if original:
        group += f"Original-Recipient: rfc822;{original}\n"
    group += "Action: failed\nStatus: 5.1.1\n"
    if remote:
        group += f"Remote-MTA: dns; {remote}\nDiagnostic-Code: smtp; 550 5.1.1 <{failed}>: User unknown\n"
    else:
        group += "Diagnostic-Code: X-Postfix; unknown user\n"
    said = f"host {remote}[198.51.100.26] said: 550 5.1.1" if remote else "unknown user:"
    body = ""
    if returned is not None:
        body = (f"--b7/{reporter}\nContent-Type: message/rfc822\n\nReturn-Path: <{path or sender}>\n{fold(returned)}"
                f"From: <{sender}>\nTo: <{failed}>\nSubject: Cheap watches\nMessage-ID: <spam.1@victim.example>\n"
                f"Date: Tue, 24 Nov 2026 08:59:59 +0000\n{extra}\nBuy now.\n\n")  # fmt: skip
    return (f"Return-Path: {return_path}\nDelivered-To: {to}\n{fold(outer)}Date: Tue, 24 Nov 2026 09:00:04 +0000\n"
            f"From: MAILER-DAEMON@{reporter} (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n"
            f"To: {to}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report;"
            f' report-type=delivery-status; boundary="b7/{reporter}"\nMessage-ID: <20261124090004.1@{reporter}>\n\n'
            f"--b7/{reporter}\nContent-Type: text/plain; charset=us-ascii\n\n"
            f"This is the mail system at host {reporter}.\n\n"
            f"<{failed}>: {said}\n    <{failed}>: User unknown\n{words}\n"
            f"--b7/{reporter}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {reporter}\n"
            f"X-Postfix-Queue-ID: 4BBB22222B2\nX-Postfix-Sender: rfc822; {path or sender}\n"
            f"Arrival-Date: Tue, 24 Nov 2026 09:00:01 +0000 (UTC)\n\n{group}\n"
            f"{body}--b7/{reporter}--\n").encode()  # fmt: skip


def ours(*returned: str, **said: Any) -> bytes:
    """A notice that our own server made."""
    return notice(MADE, returned, reporter=US, **said)


def theirs(*returned: str, **said: Any) -> bytes:
    """A notice that R made."""
    return notice(FROM_R, returned, **said)


class Told(Mapping[Question, Answer]):
    """Answers of somebody who has our logs at hand (`logs.Logs`)."""


def check(data: bytes, answers: Answers | None = None, *, reconstructed: bool = False, **options: Any) -> Case:
    """The one case that a message gives."""
    own = replace(own_side(**options), logs=isinstance(answers, Told), geo=isinstance(answers, Told),
                  sent=isinstance(answers, Told), tags=isinstance(answers, Told),
                  tagged_since=getattr(answers, "tagged_since", None))  # fmt: skip
    (case,) = examine(Item("test.eml", data, reconstructed), own, {} if answers is None else answers)
    return case


def say(data: bytes, answers: Answers | None = None, **options: Any) -> str:
    """`cause certainty (rule)` in one string, for comparing and for reading in a failure."""
    verdict = check(data, answers, **options).verdict
    return "none" if verdict is None else f"{verdict.cause} {verdict.certainty} ({verdict.rule})"


def evidence(data: bytes, answers: Answers | None = None, **options: Any) -> tuple[Evidence, ...]:
    """All that the verdict shows, on either side or none."""
    verdict = check(data, answers, **options).verdict
    if verdict is None:
        return ()
    return (*verdict.evidence_for, *verdict.evidence_against, *verdict.evidence_neutral)


def kinds(data: bytes, answers: Answers | None = None, **options: Any) -> set[str]:
    """The kinds of all evidence."""
    return {item.kind for item in evidence(data, answers, **options)}


def read(*values: str) -> tuple[Line, ...]:
    """Received lines, topmost first."""
    return read_lines(read_head(fold(values).encode()), "returned")


def side(*values: str, **options: Any) -> Side:
    """Our side as it is seen before any question is answered; `values` are the lines of the notice."""
    return Side(own_side(**options), lambda question: None, top_host(read(*values)))


BAIT = "To release your message sign in at http://login.evil.test/owa\n"
"""Words that no mail system prints."""


def attach(data: bytes, name: str = "message.html") -> bytes:
    """The notice with a file that no mail system attaches."""
    end = data.rstrip().rsplit(b"\n", 1)[1]
    part = end[:-2] + f'\nContent-Type: text/html; name="{name}"\n\n<p>hello</p>\n'.encode()
    return data.rstrip().removesuffix(end) + part + end + b"\n"
