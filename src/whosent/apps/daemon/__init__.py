"""The running guard: start, reload, stop."""

from whosent.apps.daemon.run import run

__all__ = ["run"]
