"""The first process of a host: makes the root file system, then reaps, writes the syslog and waits.

Run by `lab/cell.py` in fresh namespaces as process 1: when it ends, the kernel ends every process of the host, and with
the last of them mounts and network are gone. It ends when its standard input ends: a lab that is killed leaves nothing.
Standard library only, and nothing of the lab: it runs isolated.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

NODES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
OVERLAID = ("usr", "etc", "opt")
"""Folders in which a host sees those of the machine, under the packages of its own. All others begin empty."""
EMPTY = ("home", "mnt", "proc", "root", "run", "srv", "var/cache", "var/lib", "var/log", "var/spool")
SPECIAL = {"tmp": 0o1777, "var/tmp": 0o1777, "var/mail": 0o2775}

CLOCK = Path("/etc/faketimerc")
MAIL, FACILITIES = "mail.log", {4: "auth.log", 10: "auth.log"}


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def make_root(stage: Path, layers: list[Path], shown: list[str]) -> None:
    """A root in memory; programs and configuration are the machine's, under an overlay."""
    mount("--make-rprivate", "/")
    mount("-t", "tmpfs", "-o", "mode=755", "lab", str(stage))
    root = stage / "root"
    root.mkdir()
    mount("--bind", str(root), str(root))  # pivot_root wants a mount
    for name, mode in {**dict.fromkeys(EMPTY, 0o755), **SPECIAL}.items():
        (root / name).mkdir(parents=True)
        (root / name).chmod(mode)
    (root / "var/run").symlink_to("../run")
    for top in Path("/").iterdir():
        if top.is_symlink():  # bin, lib, sbin: Debian's merged /usr
            (root / top.name).symlink_to(top.readlink())
    for name in OVERLAID:
        overlay(stage, name, [folder for layer in layers if (folder := layer / name).is_dir()])
    for layer in layers:
        if (layer / "var").is_dir():
            subprocess.run(["cp", "--archive", f"{layer}/var/.", f"{root}/var"], check=True)
    mount("-t", "proc", "proc", str(root / "proc"))
    make_devices(root / "dev")
    for path in shown:
        (root / path.lstrip("/")).mkdir(parents=True, exist_ok=True)
        mount("--rbind", "-o", "ro", path, str(root / path.lstrip("/")))
    os.chdir(root)
    subprocess.run(["pivot_root", ".", "mnt"], check=True)
    os.chdir("/")
    subprocess.run(["umount", "--lazy", "/mnt"], check=True)


def overlay(stage: Path, name: str, lower: list[Path]) -> None:
    """What the host writes lies in memory."""
    upper, work, root = (stage / kind / name for kind in ("upper", "work", "root"))
    for folder in (upper, work, root):
        folder.mkdir(parents=True, exist_ok=True)
    below = ":".join(str(folder) for folder in (*lower, Path("/") / name))
    mount("-t", "overlay", "-o", f"lowerdir={below},upperdir={upper},workdir={work}", "lab", str(root))


def make_devices(dev: Path) -> None:
    dev.mkdir()
    mount("-t", "tmpfs", "-o", "mode=755", "dev", str(dev))
    for name, (major, minor) in NODES.items():
        os.mknod(dev / name, 0o20666, os.makedev(major, minor))
        (dev / name).chmod(0o666)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        (dev / name).symlink_to(target)
    (dev / "shm").mkdir(mode=0o1777)
    (dev / "pts").mkdir()
    mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", str(dev / "pts"))
    (dev / "ptmx").symlink_to("pts/ptmx")


def syslog_line(data: bytes, host: str) -> tuple[str, bytes]:
    """Into which file, and the line as rsyslog writes it in its traditional form."""
    found = re.match(rb"<(\d{1,3})>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?", data)
    priority = int(found[1]) if found else 13
    text = data[found.end() if found else 0 :].rstrip(b"\n\0").replace(b"\n", b"#012")
    # The C library's syslog() asks the kernel for the time, whatever clock the host was given (lab/clock.py).
    stamp = time.strftime("%b %e %H:%M:%S", time.gmtime(time.time() + shift() * 86_400))
    return FACILITIES.get(priority >> 3, MAIL), stamp.encode() + b" " + host.encode() + b" " + text + b"\n"


def shift() -> int:
    """By how many days the host's clock is wrong."""
    try:
        return int(CLOCK.read_text().strip("d\n"))
    except FileNotFoundError:
        return 0


def serve(host: str) -> None:
    """Reap orphans and write what is logged, until standard input ends."""
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    log.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    log.bind("/dev/log")
    Path("/dev/log").chmod(0o666)
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with selectors.DefaultSelector() as selector:
        for source in (log, woken, 0):
            selector.register(source, selectors.EVENT_READ)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            for key, _ in selector.select():
                if key.fileobj == 0:
                    return
                if key.fileobj == woken:
                    os.read(woken, 4096)
                    reap()
                else:
                    name, line = syslog_line(log.recv(65536), host)
                    with (Path("/var/log") / name).open("ab") as file:
                        file.write(line)


def reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Arguments: one JSON object with `name`, `stage`, `layers`, `shown`; without `layers` the machine's root stays."""
    order = json.loads(sys.argv[1])
    # This /proc is still the machine's: it knows us by the number that the lab needs.
    sys.stdout.write(f"{Path('/proc/self').readlink()}\n")
    sys.stdout.flush()
    socket.sethostname(order["name"])
    if "layers" not in order:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        return
    make_root(Path(order["stage"]), [Path(layer) for layer in order["layers"]], order["shown"])
    serve(order["name"].partition(".")[0])


if __name__ == "__main__":
    main()
