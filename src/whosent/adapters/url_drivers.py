"""What drivers of fsspec need to be told before they are used: how long to wait, whom to trust, to be quiet.

What a user has configured for fsspec (`~/.config/fsspec/`) stays as it is.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from whosent.adapters.sftp import CONNECT, SILENCE, driver

_TALKATIVE = ("aiobotocore", "aiohttp", "asyncio", "botocore", "fsspec", "paramiko", "s3fs", "urllib3")


def prepare(url: str) -> None:
    """Make the drivers ready that `url` names. One that is not installed says so itself when it is to be used."""
    for link in url.split("::"):
        with suppress(ImportError):
            _prepare(link.partition("://")[0].lower())


@cache
def _prepare(scheme: str) -> None:
    import logging

    for name in _TALKATIVE:  # what there is to say, the errors say
        logging.getLogger(name).addHandler(logging.NullHandler())
    if scheme in ("http", "https"):
        # aiohttp's own limit is on the whole transfer: five minutes, too short for an archive and too long for silence
        aiohttp = import_module("aiohttp")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=SILENCE)
        _default(scheme, "client_kwargs", timeout=timeout)
    elif scheme == "s3":
        _default(scheme, "config_kwargs", connect_timeout=CONNECT, read_timeout=SILENCE, retries={"max_attempts": 2})
    elif scheme in ("sftp", "ssh"):
        from fsspec import register_implementation  # type: ignore[import-untyped]

        register_implementation(scheme, driver(), clobber=True)


def _default(driver: str, argument: str, **values: Any) -> None:
    """Set what nobody has configured."""
    from fsspec.config import conf  # type: ignore[import-untyped]

    configured = conf.setdefault(driver, {})
    configured[argument] = values | configured.get(argument, {})
