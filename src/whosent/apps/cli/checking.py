"""The work of `whosent check`: options to settings, results to a format, the whole to an exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, Any

from whosent.apps import bootstrap
from whosent.apps.cli.formats import write
from whosent.apps.cli.language import language
from whosent.apps.cli.options import refuse_idle_resolver, tell_how_typing_ends, typed, usage
from whosent.apps.cli.output import cannot_write, open_output
from whosent.apps.cli.progress import Progress
from whosent.apps.cli.say import say
from whosent.report.machine import Result
from whosent.report.template import Said, plain
from whosent.report.texts import Language
from whosent.report.trouble import trouble
from whosent.service.check import Settings
from whosent.service.run import NOTHING_READ, Run

if TYPE_CHECKING:
    from whosent.service.logs import Given


def check(sources: Sequence[str], options: dict[str, Any]) -> int:
    """Examine the sources, write the report, give the exit status."""
    _refuse_idle(sources, options)
    chosen = options["lang"] or language()
    if not options["quiet"]:
        tell_how_typing_ends(sources, chosen)
    quiet = options["quiet"] or (options["format_"] == "jsonl" and not options["output"] and sys.stdout.isatty())
    logs = _logs(options, wanted=not quiet)
    run, settings = _prepare(options, logs)
    with ExitStack() as stack:
        stack.enter_context(run)
        out = open_output(stack, options["output"])
        progress = stack.enter_context(Progress(wanted=not quiet))
        imap = bootstrap.imap_options(sources, resume=options["resume"], **_account(options))
        entries = bootstrap.read(sources, limit=options["limit"], progress=progress.read, imap=imap, cut=run.cut)
        results = progress.count(run.results(entries))
        write(_with_troubles(results, logs, options), run, settings.own, options, out)
    if options["record_dns"] and settings.asking != "nothing":
        try:
            bootstrap.record(options["record_dns"], run.memory.answers, settings.asking)
        except OSError as trouble:
            raise cannot_write(options["record_dns"], trouble) from None
    if run.status == NOTHING_READ:
        told = options["format_"] == "text" and out is sys.stdout.buffer  # there the reasons stand already
        _nothing_read(run, chosen, told=told)
    return run.status


def _logs(options: dict[str, Any], *, wanted: bool) -> Given | None:
    """The logs that were named, if any. None that can be read is an error of the user."""
    if not options["log"]:
        return None
    try:
        with Progress(wanted=wanted, what="lines") as progress:
            found = bootstrap.logs(
                options["log"], year=options["year"], tz=options["tz"], progress=progress.read, count=progress.add
            )
    except ValueError as said:
        raise usage(said) from None
    if not found.used:
        first = found.troubles[0]
        raise usage(f"{first.source}: {first.error}")
    return found


def _with_troubles(results: Iterator[Result], logs: Given | None, options: dict[str, Any]) -> Iterator[Result]:
    """The results; and, after them, logs that could not be read: in a report for people, else on standard error, for
    what a program reads speaks of messages."""
    troubles = logs.troubles if logs is not None else ()
    if options["format_"] in ("text", "html"):
        return chain(results, ((trouble, None) for trouble in troubles))
    if not options["quiet"]:
        for trouble in troubles:
            say(f"{trouble.source}: {trouble.error}", options["lang"] or language())
    return results


def _refuse_idle(sources: Sequence[str], options: dict[str, Any]) -> None:
    """Whoever types an option that would do nothing expects something else. (A configured one is for other runs.)"""
    if not _by_imap(sources):
        for name in ("--resume", "--imap-ca", "--imap-token-command"):
            if typed(name):
                raise usage(f"{name} is about reading by IMAP: give a source of the form imaps://user@host/Folder")
    if options["batv_since"] and not options["batv"]:
        raise usage("--batv-since says since when all your mail bears a tag: add the keys with --batv FILE")
    if options["cluster"] and typed("--jobs"):
        raise usage("--jobs is about processes of this machine: with --cluster the workers of the cluster examine")
    if typed("--record-dns") and _dns(options) == "off":
        raise usage("--record-dns has nothing to write where nothing is looked up: add --dns own or --dns full")
    refuse_idle_resolver(_dns(options))


def _account(options: dict[str, Any]) -> dict[str, Any]:
    """How to log in to IMAP servers."""
    return {"ca_file": options["imap_ca"], "token_command": options["imap_token_command"]}


def _by_imap(sources: Sequence[str]) -> bool:
    return any(source.lower().startswith("imaps://") for source in sources)


def _dns(options: dict[str, Any]) -> str:
    """What may be looked up: as said, else the names of our side if a person sits there who will wait for it."""
    return options["dns"] or ("own" if sys.stdout.isatty() else "off")


def _prepare(options: dict[str, Any], logs: Given | None) -> tuple[Run, Settings]:
    """The run that the options describe; wrong ones are errors of the user."""
    try:
        if options["tz"]:
            bootstrap.zone(options["tz"])
        names = ("as_", "own", "own_complete", "mx", "hosting", "intake")
        side = bootstrap.side(**{name: options[name] for name in names}, logs=logs is not None,
                              geo=bool(options["geo"]), sent=bool(options["sent"]), tags=bool(options["batv"]),
                              tagged_since=options["batv_since"])  # fmt: skip
        asking, answerer = bootstrap.answers_from(
            _dns(options),
            logs.answers if logs is not None else None,
            options["geo"],
            bootstrap.sent_folder(options["sent"], **_account(options)) if options["sent"] else None,
            options["batv"],
            options["resolver"],
        )
        lines = options["lang"] or language() if options["format_"] == "jsonl" and not options["redact"] else None
        elsewhere = bootstrap.cluster(options["cluster"], lines) if options["cluster"] else None
    except ValueError as said:
        raise usage(said) from None
    settings = Settings(side, asking, show=options["format_"] in ("text", "html"))
    return Run(settings, answerer, options["jobs"], elsewhere), settings


def _nothing_read(run: Run, chosen: Language, *, told: bool) -> None:
    first, texts = run.first_trouble, bootstrap.texts(chosen)
    if first is None:
        say("there is no mail in it", chosen)
        return
    if told:
        say(texts.say("nothing-read-at-all"))
        return
    source = Said(texts.say("standard-input")) if first.source == "-" else first.source
    say(texts.say("nothing-read", {"source": source, "error": plain(trouble(first.error, texts))}))
