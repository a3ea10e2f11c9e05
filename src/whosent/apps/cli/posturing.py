"""The work of `whosent posture`."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, BinaryIO

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.apps.cli.options import refuse_idle_resolver, tell_how_typing_ends, usage
from whosent.apps.cli.output import cannot_write, open_output
from whosent.apps.cli.say import say
from whosent.model.item import Item, Unreadable
from whosent.service.permission import Asking
from whosent.service.posture import Survey

if TYPE_CHECKING:
    from whosent.report.posture_parts import PosturePage
    from whosent.report.texts import Language

NOTHING_IMPORTANT = 0
IMPORTANT = 1


def posture(domain: str, options: dict[str, Any]) -> int:
    """Look, write the report, give the exit status."""
    chosen: Language = options["lang"] or language()
    if options["dns"] == "off":
        raise usage("with --dns off there is nothing to say about a domain: add --dns own")
    refuse_idle_resolver(options["dns"])
    try:
        asking, answerer = bootstrap.answers_from(options["dns"], resolver=options["resolver"])
        survey = Survey(domain, asking, answerer, options["selector"])
    except ValueError as said:
        raise usage(said) from None
    tell_how_typing_ends(options["mail"], chosen)
    with ExitStack() as stack:
        out = open_output(stack, options["output"])
        found, steps = survey.run(_messages(options["mail"], chosen))
        _record(survey, options["record_dns"], asking)
        if found.blind:
            raise usage(f"nothing could be looked up: {found.unseen[0][1] if found.unseen else 'no answer'}")
        texts = bootstrap.texts(chosen, "whosent.posture")
        if options["format_"] == "json":
            from whosent.report.posture_json import encode

            out.write(encode(found, steps, texts))
        else:
            from whosent.report.posture_parts import compose

            _write(compose(found, steps, texts), out, options)
    return IMPORTANT if any(step.weight == "important" for step in steps) else NOTHING_IMPORTANT


def _messages(paths: Sequence[str], chosen: Language) -> Iterator[Item]:
    """The messages in the files; what cannot be read is told, and the rest goes on."""
    for entry in bootstrap.read(paths) if paths else ():
        if isinstance(entry, Unreadable):
            say(f"{entry.source}: {entry.error}", chosen)
        else:
            yield entry


def _record(survey: Survey, path: str | None, asking: Asking) -> None:
    if path is None:
        return
    try:
        bootstrap.record(path, survey.answers, asking)
    except OSError as trouble:
        raise cannot_write(path, trouble) from None


def _write(page: PosturePage, out: BinaryIO, options: dict[str, Any]) -> None:
    """For people."""
    if options["format_"] == "html":
        from whosent.report.posture_html import render as html

        out.write(html(page).encode())
        return
    from rich.console import Console

    from whosent.report.posture_text import render as text

    if out is sys.stdout.buffer:
        text(page, Console(), verbose=options["verbose"])
        return
    file = io.TextIOWrapper(out, "utf-8", write_through=True)
    text(page, Console(file=file), verbose=options["verbose"])
    file.detach()
