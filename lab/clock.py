"""A host's clock, put to another day: logs then tell of a life before today, tags are made before their counter wraps.

libfaketime through /etc/ld.so.preload of the host's own root: every program that starts there lives on that day. Its
packages have to include `libfaketime`.
"""

from __future__ import annotations

from lab.host import Host

CHROOT = "/var/spool/postfix/etc"
"""What Postfix runs chrooted reads the file here."""
CLOCK, PRELOAD = "/etc/faketimerc", "/etc/ld.so.preload"


def shift(host: Host, days: int) -> None:
    """Stop its servers and start them so many days from now, below 0 in the past; 0: with the machine's own clock."""
    library = next(host.path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise LookupError(f"{host.name} has no libfaketime among its packages")
    host.stop()
    files = [CLOCK, *([f"{CHROOT}/faketimerc"] if host.path(CHROOT).is_dir() else [])]
    if days:
        for file in files:
            host.write(file, f"{days:+d}d\n")
        host.write(PRELOAD, f"/{library.relative_to(host.path('/'))}\n")
    else:
        for file in (PRELOAD, *files):
            host.path(file).unlink(missing_ok=True)
    host.begin_servers()
