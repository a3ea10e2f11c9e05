"""Notices as Postfix 3.7 and Exim 4.96 write them: the lab's bounces 0060 and 0213, 0258 and 0296."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import NamedTuple

from tests.worlds.letter import Letter
from tests.worlds.moments import later, rfc5322

LIMIT = 50_000
"""Bytes of a message that are returned: bounce_size_limit, bounce_return_size_limit."""


class Failure(NamedTuple):
    """`relay` is `NAME[IP]` of the host that refused it with `reply`; None where the reporter itself knew better."""

    recipient: str
    reply: str
    relay: str | None = None
    status: str = "5.1.1"
    original: str | None = None

    @property
    def said(self) -> str:
        return f"host {self.relay} said: {self.reply} (in reply to RCPT TO command)" if self.relay else self.reply


def postfix_notice(host: str, id_: str, own_id: str, letter: Letter, arrived: datetime, failures: tuple[Failure, ...],
                   *, headers_only: bool = False) -> Letter:  # fmt: skip
    """By `host` about `letter`, which had queue id `id_`; the notice itself has `own_id`."""
    moment = later(arrived, 1)
    mark = f"{id_}.{int(moment.timestamp())}/{host}"
    to = _reversed(letter.sender)
    fields = (
        f"Date: {rfc5322(moment, comment=True)}\nFrom: Mail Delivery System <MAILER-DAEMON@{host}>\n"
        f"Subject: Undelivered Mail Returned to Sender\nTo: {to}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status;\n\tboundary="{mark}"\n'
        f"Content-Transfer-Encoding: 8bit\nMessage-Id: <{moment:%Y%m%d%H%M%S}.{own_id}@{host}>\n"
    )
    words = "\n\n".join(_explained(one) for one in failures)
    report = "\n\n".join(_postfix_group(one) for one in failures)
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    what = "Undelivered Message Headers" if headers_only else "Undelivered Message"
    returned = f"Return-Path: <{letter.sender}>\n{letter.head}"
    body = (
        f"This is a MIME-encapsulated message.\n\n--{mark}\nContent-Description: Notification\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n"
        "For further assistance, please send mail to postmaster.\n\n"
        "If you do so, please include this problem report. You can\n"
        "delete your own text from the attached returned message.\n\n                   The mail system\n\n"
        f"{words}\n\n--{mark}\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; {host}\nX-Postfix-Queue-ID: {id_}\nX-Postfix-Sender: rfc822; {letter.sender}\n"
        f"Arrival-Date: {rfc5322(arrived, comment=True)}\n\n{report}\n\n--{mark}\nContent-Description: {what}\n"
        f"Content-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n{returned}"
        + ("" if headers_only else f"\n{letter.body[:LIMIT]}") + f"\n--{mark}--\n"
    )  # fmt: skip
    return Letter("", (letter.sender,), fields, body, "Undelivered Mail Returned to Sender",
                  f"{moment:%Y%m%d%H%M%S}.{own_id}@{host}")  # fmt: skip


def _reversed(sender: str) -> str:
    """srs_reverse on the way out: To says who is meant."""
    if not sender.startswith("SRS0="):
        return sender
    _, _, _, domain, local = sender.partition("@")[0].split("=", 4)
    return f"{local}@{domain}"


def _explained(failure: Failure) -> str:
    expanded = f" (expanded from <{failure.original}>)" if failure.original else ""
    text = f"<{failure.recipient}>{expanded}: {failure.said}"
    return "\n".join(textwrap.wrap(text, 78, subsequent_indent="    ", break_on_hyphens=False))


def _postfix_group(failure: Failure) -> str:
    remote = f"Remote-MTA: dns; {failure.relay.partition('[')[0]}\n" if failure.relay else ""
    kind = "smtp" if failure.relay else "X-Postfix"
    return (f"Final-Recipient: rfc822; {failure.recipient}\n"
            f"Original-Recipient: rfc822;{failure.original or failure.recipient}\nAction: failed\n"
            f"Status: {failure.status}\n{remote}Diagnostic-Code: {kind}; {failure.reply}")  # fmt: skip


def exim_notice(host: str, own_id: str, letter: Letter, arrived: datetime, failures: tuple[Failure, ...], *,
                headers_only: bool = False) -> Letter:  # fmt: skip
    """By `host`; the notice itself has `own_id`."""
    moment = later(arrived, 1)
    mark = f"{int(moment.timestamp())}-eximdsn-468813484"
    failed = ", ".join(one.recipient for one in failures)
    references = f"References: <{letter.message_id}>\n" if letter.message_id else ""
    fields = (
        f"X-Failed-Recipients: {failed}\nAuto-Submitted: auto-replied\n"
        f"From: Mail Delivery System <Mailer-Daemon@{host}>\nTo: {letter.sender}\n{references}"
        f"Content-Type: multipart/report; report-type=delivery-status; boundary={mark}\nMIME-Version: 1.0\n"
        f"Subject: Mail delivery failed: returning message to sender\nMessage-Id: <E{own_id}@{host}>\n"
        f"Date: {rfc5322(moment)}\n"
    )
    words = "\n".join(_exim_words(one) for one in failures)
    report = "\n\n".join(_exim_group(one) for one in failures)
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    body = (
        f"--{mark}\nContent-type: text/plain; charset=us-ascii\n\n"
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        f"recipients. This is a permanent error. The following address(es) failed:\n\n{words}\n\n"
        f"--{mark}\nContent-type: message/delivery-status\n\nReporting-MTA: dns; {host}\n\n{report}\n\n"
        f"--{mark}\nContent-type: {kind}\n\nReturn-path: <{letter.sender}>\n{letter.head}"
        + ("" if headers_only else f"\n{letter.body[:LIMIT]}") + f"\n--{mark}--\n"
    )  # fmt: skip
    return Letter("", (letter.sender,), fields, body, "Mail delivery failed: returning message to sender",
                  f"E{own_id}@{host}")  # fmt: skip


def _exim_words(failure: Failure) -> str:
    if failure.relay is None:
        return f"  {failure.recipient}\n    {failure.reply}"
    after = f"SMTP error from remote mail server after RCPT TO:<{failure.recipient}>:"
    return f"  {failure.recipient}\n    host {failure.relay.replace('[', ' [')}\n    {after}\n    {failure.reply}"


def _exim_group(failure: Failure) -> str:
    text = f"Action: failed\nFinal-Recipient: rfc822;{failure.recipient}\nStatus: 5.0.0"
    if failure.relay is None:
        return text
    return f"{text}\nRemote-MTA: dns; {failure.relay.partition('[')[0]}\nDiagnostic-Code: smtp; {failure.reply}"
