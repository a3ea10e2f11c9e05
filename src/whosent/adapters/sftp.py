"""SFTP for fsspec, only with servers whose key is known: its own driver trusts whoever answers. A log from a stranger
would prove whatever he likes, and he would have the password."""

from __future__ import annotations

import os
from typing import Any

CONNECT = 15.0
"""Seconds until a server has taken the connection."""
SILENCE = 30.0
"""Seconds without a byte after which it is given up."""
SYSTEM_HOSTS = "/etc/ssh/ssh_known_hosts"


class UnknownHostKey(Exception):  # noqa: N818 (it is no error of ours)
    """The server's key stands in no file of known hosts."""


def driver() -> type:
    """A driver for fsspec that asks `~/.ssh/known_hosts` and the system's, and does not wait for ever. `ImportError`
    without paramiko."""
    import paramiko  # type: ignore[import-untyped]
    from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]

    class Refuse(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            """Called before anything secret is sent."""
            raise UnknownHostKey(hostname)

    class KnownHosts(SFTPFileSystem):  # type: ignore[misc]
        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys()
            if os.path.exists(SYSTEM_HOSTS):  # noqa: PTH110 (a folder that we may not look into holds none for us)
                self.client.load_system_host_keys(SYSTEM_HOSTS)
            self.client.set_missing_host_key_policy(Refuse())
            waiting = {"timeout": CONNECT, "banner_timeout": CONNECT, "auth_timeout": SILENCE}
            self.client.connect(self.host, **waiting | self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
            self.ftp.get_channel().settimeout(SILENCE)

    return KnownHosts
