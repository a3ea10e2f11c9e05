"""Sockets that we open ourselves, where systemd does not."""

from __future__ import annotations

import errno
import grp
import ipaddress
import os
import socket
import stat
from pathlib import Path

from whosent.adapters.stream import why

BACKLOG = 1_024
"""Connections that wait while we are busy. (The kernel has a limit of its own: net.core.somaxconn.)"""

_MAY_NOT = "this account may make no socket here: `whosent guard setup systemd` has systemd open it"


def listen(where: str, mode: int, group: str | None) -> socket.socket:
    """A socket that listens at a path or at `ADDRESS:PORT`; one at a path is for whom `mode` and `group` say.
    `ValueError` with one line for the user."""
    return _at_path(Path(where), mode, group) if "/" in where else _at_port(where)


def _at_port(where: str) -> socket.socket:
    host, _, port = where.rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        number = int(port)
        if not 0 <= number < 65_536:
            raise ValueError
    except ValueError:
        raise ValueError(f"'{where}' is neither a path nor an address with a port, like 127.0.0.1:9107") from None
    one = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return _listening(one, (str(address), number), where)


def _at_path(path: Path, mode: int, group: str | None) -> socket.socket:
    number = -1
    if group is not None:
        try:
            number = grp.getgrnam(group).gr_gid
        except KeyError:
            raise ValueError(f"there is no group {group} for the sockets: create it, or name another") from None
    _clear(path)
    before = os.umask(0o777)  # closed to everybody, until it is as it has to be
    try:
        one = _listening(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), str(path), str(path))
    finally:
        os.umask(before)
    try:
        os.chown(path, -1, number)
        path.chmod(mode)
    except OSError as trouble:
        one.close()
        path.unlink(missing_ok=True)
        raise ValueError(f"{path}: cannot be given to the group {group}: {why(trouble)}") from None
    return one


def _listening(one: socket.socket, address: str | tuple[str, int], where: str) -> socket.socket:
    try:
        one.bind(address)
        one.listen(BACKLOG)
    except OSError as trouble:
        one.close()
        raise ValueError(f"{where}: {_hint(trouble)}") from None
    one.setblocking(False)
    return one


def _hint(trouble: OSError) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return "somebody else listens there: does another guard run?"
    if trouble.errno == errno.ENOENT:
        return "its folder is not there: create it, owned by the guard's user"
    if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _MAY_NOT
    # Python itself refuses what the kernel's structure does not hold, without a number.
    return why(trouble) if trouble.errno else "this path is too long for a socket: 107 bytes at most"


def _clear(path: Path) -> None:
    """Remove a socket that somebody left behind; `ValueError` where somebody listens at it, or it is something else."""
    try:
        kind = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISSOCK(kind):
        raise ValueError(f"{path}: this is no socket: remove it, or name another place")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.setblocking(False)
        try:
            one.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except OSError as trouble:
            if trouble.errno not in (errno.EAGAIN, errno.EINPROGRESS):  # its queue is full: it lives
                raise ValueError(f"{path}: {why(trouble)}") from None
    raise ValueError(f"{path}: somebody else listens there: does another guard run?")


def same_file(path: Path, number: int) -> bool:
    """Is the file at the path still the one with this number of its inode?"""
    try:
        return path.lstat().st_ino == number
    except OSError:
        return False
