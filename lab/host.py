"""A host of the lab: a cell with addresses and a root, and what its kind starts in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, ClassVar

from lab import packages, world
from lab.cell import Cell
from lab.process import Process
from lab.wait import wait_until

CHECKOUT = Path(__file__).resolve().parents[1]
LISTEN = "0A"  # in /proc/net/tcp


class Host:
    """One server. Kinds say which packages they need, and override `configure`, `start` and `reload`."""

    name: ClassVar[str]
    packages: tuple[str, ...] = ()
    listens: tuple[int, ...] = ()
    """TCP ports on which it listens once it is up."""
    programs: tuple[str, ...] = ()
    """What `restart` ends, by the names that the kernel has."""

    def __init__(self, switch: Cell) -> None:
        self.place = world.PLACES[self.name]
        self._switch = switch
        self._cell: Cell | None = None

    @property
    def cell(self) -> Cell:
        """Its namespaces. `RuntimeError` before `begin` and after `end`."""
        if self._cell is None:
            raise RuntimeError(f"{self.name} is not up")
        return self._cell

    def prepare(self, fetch: bool = True) -> list[Path]:
        """The layers of its root, with `fetch` downloaded where need be. `Skipped` where they cannot be had."""
        return [packages.layer(self.packages, fetch)] if self.packages else []

    def begin(self, layers: Sequence[Path]) -> None:
        """Namespaces, addresses, configuration, servers."""
        stage = packages.cache() / "stage"  # stays empty: each host mounts over it in a namespace of its own
        stage.mkdir(exist_ok=True)
        self._cell = Cell(self.place.name, stage, layers, _shown())
        self._cell.wait_ready()
        self._connect()
        self._write_base()
        self.configure()
        self.begin_servers()

    def end(self) -> None:
        """All of it is gone."""
        if self._cell is not None:
            self._cell.close()
            self._cell = None

    def last_words(self) -> str:
        """The end of its log, for one who asks why it did not come up."""
        return "\n".join(self.read("/var/log/mail.log").splitlines()[-15:]) if self._cell else ""

    def configure(self) -> None:
        """Write what the servers read."""

    def start(self) -> None:
        """Start the servers."""

    def reload(self) -> None:
        """Have the servers read their configuration again."""

    def exec(
        self, argv: Sequence[str], input: str | bytes | None = None, user: str | None = None, check: bool = True,  # noqa: A002 - as subprocess calls it
        timeout: float = 60,
    ) -> subprocess.CompletedProcess[str]:  # fmt: skip
        """Run a command to its end, `user` instead of root. With `check`, `RuntimeError` shows what it printed."""
        data = input.encode() if isinstance(input, str) else input
        # Files, not pipes: a daemon keeps what it inherits, and we would wait for its end.
        with TemporaryFile() as out, TemporaryFile() as err:
            done = subprocess.run(
                self.cell.argv(argv, user), stdout=out, stderr=err, timeout=timeout, check=False,
                **({"stdin": subprocess.DEVNULL} if data is None else {"input": data}),
            )  # fmt: skip
            printed, complained = (_all(stream) for stream in (out, err))
        if check and done.returncode != 0:
            raise RuntimeError(
                f"{self.name}: {' '.join(argv)}: exit status {done.returncode}\n{printed}{complained}".rstrip()
            )
        return subprocess.CompletedProcess(list(argv), done.returncode, printed, complained)

    def spawn(self, argv: Sequence[str], user: str | None = None, log: str = "/dev/null") -> Process:
        """Run a command beside everything else; its output goes to `log`. It ends with the host at the latest."""
        with self.path(log).open("ab") as file:
            enter = subprocess.Popen(self.cell.argv(argv, user), stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        return Process(enter)

    def kill(self, program: str, signal: str = "TERM") -> None:
        """Send a signal to all processes of the host that are called so."""
        pids = [entry.name for entry in self.path("/proc").glob("[0-9]*") if _name_of(entry) == program]
        if pids:
            self.exec(["sh", "-c", f"kill -{signal} {' '.join(pids)}"], check=False)

    def restart(self) -> None:
        """Stop the servers and start them again."""
        self.stop()
        self.begin_servers()

    def stop(self) -> None:
        """Until the servers have ended."""
        for program in self.programs:
            self.kill(program)
            wait_until(partial(self._ended, program), f"{self.name}: the end of {program}")

    def begin_servers(self) -> None:
        """Until the servers listen."""
        self.start()
        for port in self.listens:
            wait_until(partial(self.hears, port), f"{self.name}: a server on port {port}")

    def _ended(self, program: str) -> bool:
        return not any(_name_of(entry) == program for entry in self.path("/proc").glob("[0-9]*"))

    def path(self, path: str) -> Path:
        """A path of the host as seen from here."""
        return self.cell.path(path)

    def read(self, path: str) -> str:
        """A file of the host as text; empty if it is not there."""
        file = self.path(path)
        return file.read_text("utf-8", "surrogateescape") if file.exists() else ""

    def write(self, path: str, text: str | bytes, mode: int = 0o644, owner: str | None = None) -> None:
        """A file of the host with this content; folders above it are made. `owner` as chown(1) takes it."""
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text)
        file.chmod(mode)
        if owner is not None:
            self.exec(["chown", owner, path])

    def add_user(self, name: str, home: str = "/nonexistent", groups: Sequence[str] = ()) -> None:
        """A system user with a group of its name, as a package's installation would add it."""
        if not any(line.startswith(f"{name}:") for line in self.read("/etc/group").splitlines()):
            self.exec(["groupadd", "--system", name])
        if not any(line.startswith(f"{name}:") for line in self.read("/etc/passwd").splitlines()):
            more = ["--groups", ",".join(groups)] if groups else []
            self.exec(["useradd", "--system", "--gid", name, "--home-dir", home, "--no-create-home", *more, name])

    def hears(self, port: int) -> bool:
        """Does a server listen on this TCP port? Nobody connects: that would stand in its log."""
        tables = (Path(f"/proc/{self.cell.pid}/net/{name}").read_text() for name in ("tcp", "tcp6"))
        rows = (line.split() for table in tables for line in table.splitlines()[1:])
        return any(row[3] == LISTEN and int(row[1].rpartition(":")[2], 16) == port for row in rows)

    def _connect(self) -> None:
        """One cable to the switch; every network of the lab is reached over it directly."""
        self._switch.ip(
            f"link add {self.name} type veth peer name eth0 netns {self.cell.pid}",
            f"link set {self.name} master switch up",
        )
        addresses = [
            f"address add {one}{'/128' if ':' in one else '/32'} dev eth0{' nodad' if ':' in one else ''}"
            for one in self.place.addresses
        ]
        routes = [f"route add {network} dev eth0 src {self.place.first(network)}" for network in world.NETWORKS
                  if self.place.first(network)]  # fmt: skip
        self.cell.ip("link set lo up", "link set eth0 up", *addresses, *routes)

    def _write_base(self) -> None:
        own = "".join(f"{one}\t{self.place.name} {self.name}\n" for one in self.place.addresses[:1])
        # Links of the machine go; without a local time it is UTC, which suits logs that name no zone.
        self.exec(["rm", "-f", "/etc/localtime", "/etc/resolv.conf"])
        for path, text in {
            "/etc/hosts": f"127.0.0.1\tlocalhost\n::1\tlocalhost\n{own}",
            "/etc/resolv.conf": f"nameserver {world.PLACES['dns'].addresses[0]}\noptions timeout:2 attempts:2\n",
            "/etc/hostname": f"{self.place.name}\n",
            "/etc/mailname": f"{self.place.name}\n",
            "/etc/nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n",
        }.items():
            self.write(path, text)


def _shown() -> list[Path]:
    """What the hosts see of the machine beside its root: this checkout, and the Python that runs it."""
    python = Path(sys.base_prefix).resolve()
    system = shutil.which("python3", path="/usr/bin") is not None and python == Path("/usr")
    return [CHECKOUT] if system else [CHECKOUT, python]


def _all(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


def _name_of(entry: Path) -> str:
    try:
        return (entry / "comm").read_text().strip()
    except OSError:  # it has ended since
        return ""
