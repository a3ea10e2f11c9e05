"""The entry point: runs a command and turns whatever happens into an exit status and at most one line."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence

import click

from whosent.apps.cli.group import WRONG_USAGE, root

PROGRAM = "whosent"
BUG = 70
"""EX_SOFTWARE of sysexits.h: apart from every status that says something about mail."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a letter that the terminal does not know is no reason to stop
    status = _run(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = _no_reader()
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    try:
        if completion := os.environ.get("_WHOSENT_COMPLETE"):
            from click.shell_completion import shell_complete

            return shell_complete(root, {}, PROGRAM, "_WHOSENT_COMPLETE", completion)
        with root.make_context(PROGRAM, arguments) as context:
            return int(root.invoke(context) or 0)
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.ClickException as trouble:
        _say(_one_line(trouble))
        return WRONG_USAGE
    except BrokenPipeError:
        return _no_reader()
    except (KeyboardInterrupt, click.Abort):
        _say("stopped")
        return 128 + signal.SIGINT
    except Exception as bug:
        if os.environ.get("WHOSENT_DEBUG"):
            raise
        _say(
            f"this is a bug in whosent ({type(bug).__name__}: {_flat(str(bug))}); "
            "run it again with WHOSENT_DEBUG=1 and report what it prints"
        )
        return BUG


def _no_reader() -> int:
    """Whoever read our output went away (`| head`): end as quietly as a program that SIGPIPE stopped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 128 + signal.SIGPIPE


def _one_line(trouble: click.ClickException) -> str:
    text = _flat(trouble.format_message()).rstrip(".")
    text = text[:1].lower() + text[1:]
    context = getattr(trouble, "ctx", None)
    if context is None:
        return text
    return f"{text} (see: {context.command_path} --help)"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _say(text: str) -> None:
    print(f"{PROGRAM}: {text}", file=sys.stderr)
