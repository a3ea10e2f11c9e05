"""Postfix and its renamed builds: `<address>: what happened`, whatever language the bounce template speaks."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.head import squeeze
from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, named, read_form
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_FORM = Form(
    # bounce_notify_util.c, bounce_recipient_dsn(): "<%s> (expanded from <%s>): %s", folded at 79 characters
    line=line(r"<", rf">(?:\s{{1,9}}\(expanded\s{{1,9}}from\s{{1,9}}<{ADDR_SPEC}>\))?:"),
)
_EXPANDED = pattern(rf"<{ADDR_SPEC}>\s{{1,9}}\(expanded\s{{1,9}}from\s{{1,9}}<({ADDR_SPEC})>\)")
_HOST = pattern(r"^this is the [^\n]{0,80}?(?:mail system|program) at host ([\w.-]{1,255}?)\.?[ \t]*$", re.MULTILINE)
# smtp_proto.c, smtp_connect.c, smtp_trouble.c
_REMOTE = pattern(r"^(?:host|connect to|lost connection with|conversation with) ([\w.-]{1,255})\[[0-9A-Fa-f.:]{2,45}\]")


# smtpd_chat.c, smtp_chat.c: transcript for the postmaster, "In:" and "Out:" of the server, folded with five blanks
_SAID = pattern(r"^ ?(In|Out): {1,2}([^\n]{0,2000}(?:\n {4,6}[^\n]{0,2000}){0,50})", re.MULTILINE)
_RCPT = pattern(rf"RCPT\s{{1,9}}TO:\s{{0,9}}<({ADDR_SPEC})>", re.IGNORECASE)


def _read(view: View) -> Reading | None:
    if "transcript of session follows." in view.lower:
        return _session(view)
    reading = read_form(view, _FORM)
    if reading is None:
        return named(view)
    host = _HOST.search(view.lower, 0, 2_000)
    reading.reporting_mta = host[1] if host else None
    parents = {child.lower(): parent for child, parent in _expansions(view.text)}
    for found in reading.recipients:
        found.original_address = parents.get(found.address.lower())
        found.remote_mta = _remote(found)
    return reading


def _session(view: View) -> Reading | None:
    """The transcript that Postfix sends to its postmaster: a refusal concerns the recipient just asked for, a later
    one all that were accepted before."""
    recipients: list[Found] = []
    asked: list[Found] = []
    for turn in _SAID.finditer(view.text):
        words = squeeze(turn[2])
        if turn[1] == "In":
            rcpt = _RCPT.match(words)
            if rcpt:
                recipients.append(Found(rcpt[1]))
            asked = recipients[-1:] if rcpt else recipients
        elif words[:1] in ("4", "5"):
            for found in asked:
                found.diagnostic = found.diagnostic or words
    failed = [found for found in recipients if found.diagnostic]
    return Reading(recipients=failed) if failed else None


def _expansions(text: str) -> list[tuple[str, str]]:
    if "expanded" not in text:
        return []
    return [(found[0][1 : found[0].index(">")], found[1]) for found in _EXPANDED.finditer(text)]


def _remote(found: Found) -> str | None:
    host = _REMOTE.match(found.diagnostic)
    return host[1] if host and host[1] != "unknown" else None


DIALECT = Dialect(
    name="postfix",
    source="Postfix src/bounce/bounce_notify_util.c, bounce_templates.c",
    marks=("this is the mail system at host", "program at host "),
    read=_read,
    header=("from: (mail delivery system)", "subject: undelivered mail returned to sender",
            "subject: delayed mail (still being retried)", "subject: successful mail delivery report"),
)  # fmt: skip
