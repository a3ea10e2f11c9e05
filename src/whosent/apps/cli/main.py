"""The entry point: runs a command and turns whatever happens into an exit status and at most one line."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from whosent.apps.cli.group import WRONG_USAGE, root
from whosent.apps.cli.say import PROGRAM, one_line, say, translated

if TYPE_CHECKING:
    from whosent.report.texts import Language

# Apart from every status that says something about mail: EX_SOFTWARE and EX_IOERR of sysexits.h, and the shell's
# 128 + number of the signal.
BUG = 70
IO_ERROR = 74
SIGNALLED = 128

_SEE: dict[Language, str] = {"en": "see", "de": "siehe"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its status."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    """Do what the arguments say; every kind of end has its status."""
    _prepare()
    try:
        status = _command(arguments)
        sys.stdout.flush()
        return status
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.ClickException as trouble:
        say(_told(trouble, _language(arguments, trouble)))
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read our output went away (`| head`): be as quiet as if SIGPIPE had stopped us
        _drop_output()
        return SIGNALLED + signal.SIGPIPE
    except (KeyboardInterrupt, click.Abort):
        say("stopped", _language(arguments))
        return SIGNALLED + signal.SIGINT
    except OSError as trouble:
        _drop_output()
        say(f"{trouble.filename or 'output'}: {(trouble.strerror or 'not possible').lower()}")
        return IO_ERROR
    except Exception as bug:
        if os.environ.get("WHOSENT_DEBUG"):
            raise
        say(f"this is a bug in whosent ({type(bug).__name__}: {bug}); "
             "run it again with WHOSENT_DEBUG=1 and report what it prints")  # fmt: skip
        return BUG


def _prepare() -> None:
    """Standard streams that bear everything, and an orderly end by SIGTERM: temporary files are removed."""
    nowhere = None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us (`>&-`)
            nowhere = nowhere or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
            setattr(sys, name, nowhere)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a letter that the terminal does not know is no reason to stop
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(SIGNALLED + number))


def _command(arguments: list[str]) -> int:
    if completion := os.environ.get("_WHOSENT_COMPLETE"):
        from click.shell_completion import shell_complete

        return shell_complete(root, {}, PROGRAM, "_WHOSENT_COMPLETE", completion)
    with root.make_context(PROGRAM, arguments) as context:
        return int(root.invoke(context) or 0)


def _drop_output() -> None:
    """What could not be written is given up, so that the interpreter does not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _language(arguments: list[str], trouble: click.ClickException | None = None) -> Language:
    from whosent.apps.cli.language import wanted

    context = getattr(trouble, "ctx", None) or click.Context(root)
    return wanted(arguments, (context.default_map or {}).get("lang"))


def _told(trouble: click.ClickException, language: Language) -> str:
    text = one_line(trouble.format_message()).rstrip(".")
    text = text[:1].lower() + text[1:] if language == "en" else translated(text, language).rstrip(".")
    context = getattr(trouble, "ctx", None)
    if context is None:
        return text
    return f"{text} ({_SEE[language]}: {context.command_path} --help)"
