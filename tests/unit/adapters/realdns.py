"""Real name servers on the loopback address: NSD, which has the zones, behind Unbound, which resolves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.unit.adapters.ports import free_port, wait_for

_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
NSD = shutil.which("nsd", path=_FOLDERS)
UNBOUND = shutil.which("unbound", path=_FOLDERS)

_LONG = " ".join(['"' + "x" * 250 + '"'] * 238)
"""60 kB in one record: as much as a message of the DNS can hold."""
ZONES = {
    "kunde.example": f"""
@ MX 10 mail
@ TXT "v=spf1 mx -all"
@ TXT "token={"a" * 200}" "{"b" * 200}"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@kunde.example"
mail A 192.0.2.10
mail AAAA 2001:db8:2::10
alias CNAME mail
loop CNAME loop2
loop2 CNAME loop
long TXT {_LONG}
"""
    + "\n".join(f'many TXT "verification-{n:02d}={"y" * 60}"' for n in range(30)),
    "kreis.example": """
@ MX 10 a
a CNAME b
b CNAME a
@ TXT "v=spf1 include:c.kreis.example mx -all"
c CNAME d
d CNAME c
_dmarc CNAME e
e CNAME _dmarc
""",
    "2.0.192.in-addr.arpa": "10 PTR mail.kunde.example.\n",
    "": "",  # all other names: nothing is asked outside
}
BROKEN, SILENT = "broken.example", "silent.example"
"""A zone whose file is gone, and one whose server never answers."""

_START = """$ORIGIN {zone}.
$TTL 60
@ SOA ns.kunde.example. admin.kunde.example. 1 3600 600 86400 60
@ NS ns.kunde.example.
"""
_NSD = """
server:
  ip-address: 127.0.0.1@{port}
  username: ""
  chroot: ""
  zonesdir: "{dir}"
  database: ""
  pidfile: "{dir}/nsd.pid"
  xfrdfile: ""
  xfrdir: "{dir}"
  zonelistfile: "{dir}/zone.list"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
"""
_UNBOUND = """
server:
  interface: 127.0.0.1@{port}
  username: ""
  chroot: ""
  directory: "{dir}"
  pidfile: "{dir}/unbound.pid"
  use-syslog: no
  do-not-query-localhost: no
  module-config: "iterator"
  num-threads: 1
  local-zone: "2.0.192.in-addr.arpa." nodefault
remote-control:
  control-enable: no
"""


class RealDns:
    """Runs until `close`. `port`: of the resolver."""

    def __init__(self) -> None:
        assert NSD
        assert UNBOUND
        self._dir = tempfile.TemporaryDirectory(prefix="whosent-dns-")
        self._mute = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._mute.bind(("127.0.0.1", 0))
        self._running: list[subprocess.Popen[bytes]] = []
        self.port, authority = free_port(), free_port()
        nsd = _NSD.format(port=authority, dir=self._dir.name)
        unbound = _UNBOUND.format(port=self.port, dir=self._dir.name)
        for zone, records in ZONES.items():
            (self._folder / f"{zone or 'root'}.zone").write_text(_START.format(zone=zone) + records)
        for zone in (*ZONES, BROKEN):
            nsd += f"zone:\n  name: {zone or '.'}\n  zonefile: {zone or 'root'}.zone\n"
            unbound += f"stub-zone:\n  name: {zone or '.'}\n  stub-addr: 127.0.0.1@{authority}\n"
        unbound += f"stub-zone:\n  name: {SILENT}\n  stub-addr: 127.0.0.1@{self._mute.getsockname()[1]}\n"
        (self._folder / "nsd.conf").write_text(nsd)
        (self._folder / "unbound.conf").write_text(unbound)
        try:
            for command, port in ((NSD, authority), (UNBOUND, self.port)):
                self._start(command, port)
        except BaseException:
            self.close()
            raise

    @property
    def _folder(self) -> Path:
        return Path(self._dir.name)

    def _start(self, program: str, port: int) -> None:
        """Start it, and wait until it takes connections."""
        log = self._folder / f"{Path(program).name}.out"
        config = self._folder / f"{Path(program).name}.conf"
        with log.open("wb") as out:
            process = subprocess.Popen([program, "-d", "-c", str(config)], stdout=out, stderr=out)  # noqa: S603
        self._running.append(process)
        try:
            wait_for(port, process)
        except RuntimeError:
            raise RuntimeError(f"{program} does not run: {log.read_text()}") from None

    def close(self) -> None:
        """Stop what was started."""
        for process in reversed(self._running):
            process.terminate()
            process.wait(10)
        self._mute.close()
        self._dir.cleanup()
