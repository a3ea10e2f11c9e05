"""OAuth2 access tokens from a program of the user's (oama, mutt_oauth2.py, gcloud, ...)."""

from __future__ import annotations

import os
import shlex
import subprocess

SECONDS = 60
"""Time for the program; it may open a browser and wait for a person."""


def token_from(command: str, account: str) -> str:
    """What `command` prints, run without a shell; $WHOSENT_ACCOUNT is `account` (`user@host`)."""
    from whosent.adapters.imap_session import ImapError

    try:
        done = subprocess.run(  # noqa: S603 (the user's own command)
            shlex.split(command), env={**os.environ, "WHOSENT_ACCOUNT": account}, stdout=subprocess.PIPE,
            timeout=SECONDS, check=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as trouble:
        raise ImapError(f"the command for the access token failed: {' '.join(str(trouble).split())}") from None
    token = done.stdout.decode("utf-8", "replace").strip()
    if not token:
        raise ImapError("the command for the access token printed nothing")
    return token
