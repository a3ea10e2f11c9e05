"""The command line. Thin: options in, `service` called, one line per error, exit status out."""

from whosent.apps.cli.main import main

__all__ = ["main"]
