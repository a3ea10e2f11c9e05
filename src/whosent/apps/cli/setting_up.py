"""The work of `whosent guard setup`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from whosent.apps import bootstrap, bootstrap_setup
from whosent.apps.cli.language import language
from whosent.apps.cli.options import usage
from whosent.apps.cli.output import to_terminal
from whosent.report import setup as words
from whosent.report.texts import Texts
from whosent.service.setup import Keeper, Server, switch_off, switch_on

WELL, WRONG = 0, 1
_PLACE = re.compile(r"(?:[A-Za-z0-9.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}")


def set_up(options: dict[str, Any]) -> int:
    """Say what is to be done, ask, do it."""
    _refuse(options)
    spoken = options["lang"] or language()
    texts = bootstrap.texts(spoken, "whosent.adapters.mta")
    try:
        server, copies = bootstrap_setup.server_and_copies(
            options["server"], Path(options["config"]), Path(options["root"]),
            sign=options["sign"], local=options["local_smtp"], language=spoken, undo=options["undo"],
        )  # fmt: skip
        return _off(server, copies, options, texts) if options["undo"] else _on(server, copies, options, texts)
    except ValueError as wrong:
        raise usage(wrong) from None


def _refuse(options: dict[str, Any]) -> None:
    """Options that would do nothing."""
    if options["keep_untagging"] and not options["undo"]:
        raise usage("--keep-untagging goes with --undo")
    if options["server"] != "postfix" and (options["sign"] or options["local_smtp"]):
        raise usage("--sign and --local-smtp are for postfix")
    if options["server"] == "systemd" and (options["keep_untagging"] or options["root"] != "/"):
        raise usage("--keep-untagging and --root are for mail servers")
    if options["server"] == "sendmail" and options["keep_untagging"]:
        raise usage("--keep-untagging is for postfix and exim; here name your domains in exempt.senders of the guard")
    if options["local_smtp"] and not _PLACE.fullmatch(options["local_smtp"]):
        raise usage(f"--local-smtp: '{options['local_smtp']}' is no host with a port: write it like 127.0.0.1:2525")


def _on(server: Server, copies: Keeper, options: dict[str, Any], texts: Texts) -> int:
    plan = server.plan()
    _print(words.planned(plan, texts))
    if plan.hindrances:
        return WRONG
    if not plan.changes or options["dry_run"]:
        return WELL
    _ask("setup-ask", options, texts)
    points = switch_on(server, plan, copies, bootstrap.now())
    _print([texts.say("setup-done-systemd" if server.name == "systemd" else "setup-done"), *words.noted(points, texts)])
    return WELL if all(point.good for point in points) else WRONG


def _off(server: Server, copies: Keeper, options: dict[str, Any], texts: Texts) -> int:
    records = copies.records(server.name)
    if not records:
        _print([texts.say("setup-nothing-to-undo")])
        return WELL
    record = records[-1]
    wanted = [change for change in record.changes if not (change.lasts and options["keep_untagging"])]
    _print([texts.say("setup-undo", {"time": record.time}), *(f"   {change.what}" for change in wanted)])
    tags = server.name != "systemd" and not all(change.lasts for change in record.changes)
    if tags and not options["keep_untagging"]:
        _print([texts.say("setup-undo-tagged")])
    clings = server.clings({change.what for one in records for change in one.changes})
    _print(words.noted(clings, texts))
    if clings:
        return WRONG
    if options["dry_run"]:
        return WELL
    _ask("setup-ask-undo", options, texts)
    undone = switch_off(server, copies, "signing" if options["keep_untagging"] else "all")
    assert undone is not None
    _print([texts.say("setup-undone-but" if undone.other else "setup-undone-later" if undone.left else "setup-undone")])
    for change in undone.other:
        key = "setup-changed-since" if change.what != change.file else "setup-file-changed-since"
        _print([texts.say(key, {"what": change.what, "file": change.file, "set": change.after or ""})])
    return WRONG if undone.other else WELL


def _ask(key: str, options: dict[str, Any], texts: Texts) -> None:
    """Is it to be done?"""
    if options["yes"]:
        return
    if not sys.stdin.isatty():
        raise usage("nobody is there to ask: add --yes to do it, or --dry-run to look only")
    sys.stdout.flush()
    if not click.confirm(texts.say(key), err=True):
        raise click.Abort


def _print(lines: Iterable[str]) -> None:
    folded = (part for line in lines for part in ([line] if line.startswith(words.VERBATIM) else to_terminal([line])))
    sys.stdout.buffer.write("".join(f"{line}\n" for line in folded).encode(errors="surrogateescape"))
