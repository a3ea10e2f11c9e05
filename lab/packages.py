"""Debian packages as read-only layers: downloaded with apt, unpacked into a cache, never installed.

Mail servers conflict as packages; as layers of different hosts they live side by side at their compiled paths.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lab.needs import Skipped

STATUS = Path("/var/lib/dpkg/status")
_INSTALL = re.compile(r"^Inst (?P<name>\S+) (?:\[\S+\] )?\((?P<version>\S+)", re.MULTILINE)


def cache() -> Path:
    """The folder for what is downloaded: $WHOSENT_LAB_CACHE, else in the user's cache."""
    given = os.environ.get("WHOSENT_LAB_CACHE")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(given) if given else home / "whosent-lab"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def layer(packages: Sequence[str], fetch: bool) -> Path:
    """A folder with everything of these packages and of what they depend on that the machine has not installed.

    `Skipped` where there is no apt, where it cannot get them, or where they are not in the cache and `fetch` is false.
    """
    if not shutil.which("apt-get") or not STATUS.exists():
        raise Skipped("its packages come from Debian's apt, which this machine has not")
    with (cache() / "lock").open("w") as lock:  # two labs may begin at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = _folder(_plan(packages))
        if not folder.exists():
            if not fetch:
                raise Skipped(f"{', '.join(packages)}: not fetched yet (make lab does)")
            plan = _download(packages)
            folder = _folder(plan)
            _unpack(plan, folder)
    return folder


def _folder(plan: Sequence[str]) -> Path:
    """The layer with exactly these packages."""
    return cache() / f"layer-{_digest(*plan)}"


def _digest(*words: str) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def _plan(packages: Sequence[str], asked: bool = True) -> list[str]:
    """`name=version` of what apt would install. That it would remove other mail servers for it does not matter here.

    With `asked`, a former answer is good as long as the machine has the same packages.
    """
    file = cache() / f"plan-{_digest(*packages, STATUS.read_text())}"
    if not asked or not file.exists():
        said = _apt("--simulate", "--no-install-recommends", "install", *packages)
        file.write_text("".join(f"{found['name']}={found['version']}\n" for found in _INSTALL.finditer(said)))
    return file.read_text().split()


def _download(packages: Sequence[str]) -> list[str]:
    """The plan, with all its files in the cache."""
    plan = _plan(packages)
    try:
        _fetch(plan)
    except Skipped:  # the lists are older than the archive
        _apt("update")
        plan = _plan(packages, asked=False)
        _fetch(plan)
    return plan


def _fetch(plan: Sequence[str]) -> None:
    missing = [one for one in plan if _file(one) is None]
    if missing:
        _apt("download", *missing, folder=_debs())
    lost = [one for one in missing if _file(one) is None]
    if lost:
        raise Skipped(f"apt did not bring {', '.join(lost)}")


def _unpack(plan: Sequence[str], folder: Path) -> None:
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for file in filter(None, map(_file, plan)):
        subprocess.run(["dpkg-deb", "--extract", str(file), str(fresh)], check=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        if (Path("/") / name).is_symlink() and (
            fresh / name
        ).is_dir():  # the machine has a merged /usr, packages have not
            shutil.copytree(fresh / name, fresh / "usr" / name, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(fresh / name)
    fresh.rename(folder)


def _debs() -> Path:
    folder = cache() / "packages"
    folder.mkdir(exist_ok=True)
    return folder


def _file(wanted: str) -> Path | None:
    name, _, version = wanted.partition("=")
    return next(_debs().glob(f"{name}_{version.replace(':', '%3a')}_*.deb"), None)


def _apt(*arguments: str, folder: Path | None = None) -> str:
    command = ["apt-get", "-o", "APT::Sandbox::User=root", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        reason = next((line for line in done.stderr.splitlines() if line.startswith("E:")), done.stderr.strip())
        raise Skipped(f"apt-get {' '.join(arguments[:4])} …: {reason}")
    return done.stdout
