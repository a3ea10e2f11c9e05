"""A script on the hoster's web server sent it."""

from __future__ import annotations

from lab import web, world
from lab.play.stage import OPEN, Act, Stage
from lab.receiver import Receiver

INFO, TECHNIK = "info@laden.example", "technik@hoster.example"
"""The second is behind www-data, which is the sender where a script names none."""
SPAM = "Ihr Konto wurde gesperrt. Bitte melden Sie sich an: http://bank.cheapvps.test/"


def play(stage: Stage) -> None:
    """A web shell, a form that lets headers in, one that writes to anybody, cron jobs, and an honest order."""
    bots = iter(world.BOTS)
    for receiver in stage.lab.receivers:
        for mode in ("reject", "accept"):
            _web_shell(stage, receiver, mode, next(bots))
        _form(stage, receiver, next(bots))
        _copy(stage, receiver, next(bots))
        _cron(stage, receiver, "reject", "php-cli-f", INFO)
        _cron(stage, receiver, "accept", "php-cli", None)
        _perl(stage, receiver)
        _loopback(stage, receiver, next(bots))
        _order(stage, receiver)


def _web_shell(stage: Stage, receiver: Receiver, mode: str, bot: str) -> None:
    recipient, host = stage.dead(receiver, mode), stage.lab.hoster
    fields = {
        "to": recipient,
        "subject": "Ihr Konto",
        "text": SPAM,
        "headers": f"From: Bank <{INFO}>",
        "options": f"-f{INFO}",
    }
    host.post(web.SHELL.removeprefix(web.SHOP), fields, stage.outside.cell, bot, "python-requests/2.31.0")
    _add(stage, receiver, mode, "webshell-http", recipient, INFO, {"script": web.SHELL}, bot)


def _form(stage: Stage, receiver: Receiver, bot: str) -> None:
    recipient = stage.dead(receiver, "accept")
    fields = {"email": f"kunde@openmail.test\r\nBcc: {recipient}", "text": SPAM}
    stage.lab.hoster.post(web.FORM.removeprefix(web.SHOP), fields, stage.outside.cell, bot)
    _add(stage, receiver, "accept", "form-injection", recipient, TECHNIK, {"script": web.FORM}, bot)


def _copy(stage: Stage, receiver: Receiver, bot: str) -> None:
    recipient = stage.dead(receiver, "accept")
    fields = {"freund": recipient, "text": SPAM}
    stage.lab.hoster.post(web.COPY.removeprefix(web.SHOP), fields, stage.outside.cell, bot)
    _add(stage, receiver, "accept", "form-copy", recipient, INFO, {"script": web.COPY}, bot)


def _cron(stage: Stage, receiver: Receiver, mode: str, variant: str, sender: str | None) -> None:
    recipient = stage.dead(receiver, mode)
    stage.lab.hoster.php(web.CRON, recipient, INFO, SPAM, *([sender] if sender else []))
    _add(stage, receiver, mode, variant, recipient, sender or TECHNIK, {"script": web.CRON})


def _perl(stage: Stage, receiver: Receiver) -> None:
    recipient = stage.dead(receiver, "reject")
    letter = f"From: Bank <{INFO}>\nTo: {recipient}\nSubject: Ihr Konto\n\n{SPAM}\n"
    stage.lab.hoster.exec(["perl", web.PERL, INFO], input=letter, user="www-data")
    _add(stage, receiver, "reject", "perl-sendmail", recipient, INFO, {"uid": 33})


def _loopback(stage: Stage, receiver: Receiver, bot: str) -> None:
    recipient, host = stage.dead(receiver, "reject"), stage.lab.hoster
    fields = {"from": INFO, "to": recipient, "text": SPAM}
    host.post(web.LOOP.removeprefix(web.SHOP), fields, stage.outside.cell, bot, "python-requests/2.31.0")
    # Webmail looks the same: only who reads the web server's log beside the mail log sees the request.
    _add(stage, receiver, "reject", "smtp-localhost", recipient, INFO, {}, bot, undetermined_ok=(*OPEN, "proof"))


def _order(stage: Stage, receiver: Receiver) -> None:
    recipient = stage.dead(receiver, "reject")
    fields = {"email": recipient, "nummer": str(stage.random.randrange(1000, 9999))}
    stage.lab.hoster.post(web.ORDER.removeprefix(web.SHOP), fields, stage.outside.cell, world.HOMES[4])
    stage.add(Act(
        cause="own", way="script", variant="webshop-order-php", mailbox=INFO, recipients=(recipient,), mark=recipient,
        receiver=receiver, mode="reject", origin={"script": web.ORDER}, also=("script",), undetermined_ok=OPEN,
    ))  # fmt: skip


def _add(
    stage: Stage, receiver: Receiver, mode: str, variant: str, recipient: str, mailbox: str, origin: dict[str, object],
    true_ip: str | None = None, undetermined_ok: tuple[str, ...] = (),
) -> None:  # fmt: skip
    stage.add(Act(
        cause="script", way="script", variant=variant, mailbox=mailbox, recipients=(recipient,), mark=recipient,
        receiver=receiver, mode=mode, true_ip=true_ip, origin=origin, undetermined_ok=undetermined_ok,
    ))  # fmt: skip
