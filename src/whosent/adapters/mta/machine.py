"""The machine on which a mail server runs: its programs and files, also where its root is a folder of ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from whosent.adapters.output import replacing
from whosent.adapters.stream import why
from whosent.report.setup import Change

SECONDS = 60
"""For a command to end."""
NEW_FILE = 0o644
"""Mail servers read it under accounts of their own."""
MISSING = 127
"""Exit status where there is no such program, as the shell has it."""


class Ran(NamedTuple):
    """`status`: of its end. `err`: what it complained about."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The line that says what is wrong."""
        lines = [line.strip() for line in (self.err or self.out).splitlines() if line.strip()]
        fatal = [line for line in lines if "fatal:" in line or "error:" in line.lower()]
        return (fatal or lines or [f"exit status {self.status}"])[-1]


class Machine:
    """`root`: where the mail server's file system begins."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def run(self, *argv: str, text: str = "") -> Ran:
        """A command to its end, with `text` as its input."""
        command = argv if self._root == Path("/") else ("chroot", str(self._root), *argv)
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"  # sudo's may have no sbin
        try:
            ran = subprocess.run(  # noqa: S603 (programs of the mail server, with arguments of ours)
                command, input=text, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False,
                env={**os.environ, "PATH": path, "LC_ALL": "C"},
            )  # fmt: skip
        except FileNotFoundError:
            return Ran(MISSING, "", f"{argv[0]}: no such program")
        except subprocess.TimeoutExpired:
            return Ran(1, "", f"{argv[0]} does not end")
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def must(self, *argv: str, text: str = "") -> str:
        """What it prints. `ValueError` with one line for the user where it fails."""
        ran = self.run(*argv, text=text)
        if ran.status != 0:
            raise ValueError(f"{argv[0]}: {ran.last}")
        return ran.out

    def make(self, change: Change) -> None:
        """By its command, or the file is written."""
        if change.command:
            self.must(*change.command)
        else:
            self.write(change.what, change.after)

    def path(self, path: str) -> Path:
        """A file of the mail server, as seen from here."""
        return self._root / path.lstrip("/")

    def read(self, path: str) -> str | None:
        """Its text, None where there is none. `ValueError` with one line for the user where it cannot be read."""
        try:
            return self.path(path).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None
        except OSError as trouble:
            raise ValueError(f"{path}: {why(trouble)}") from None

    def write(self, path: str, text: str | None, like: Path | None = None) -> None:
        """Write it in one step; None deletes it. A new one can be read by all, or is as `like` is."""
        file = self.path(path)
        try:
            if text is None:
                file.unlink(missing_ok=True)
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            kept = file.stat() if file.exists() else like.stat() if like is not None else None
            with replacing(file) as out:
                if kept is not None:
                    os.fchown(out.fileno(), kept.st_uid, kept.st_gid)
                out.write(text.encode("utf-8", "surrogateescape"))
            file.chmod(kept.st_mode & 0o7777 if kept is not None else NEW_FILE)
        except PermissionError:
            raise ValueError(f"cannot write {path}: permission denied: run it as root") from None
        except OSError as trouble:
            raise ValueError(f"{path}: {why(trouble)}") from None
