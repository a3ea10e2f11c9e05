"""The name server: nsd, authoritative for everything, so that nobody asks further."""

from __future__ import annotations

from lab import zone
from lab.host import Host

CONFIG = """\
server:
    ip-address: {v4}
    ip-address: {v6}
    username: nsd
    zonesdir: /etc/nsd
    database: ""
    pidfile: /run/nsd.pid
    xfrdfile: /run/nsd.xfrd
    zonelistfile: /run/nsd.zones
    logfile: /var/log/nsd.log
    zonefiles-check: yes
    server-count: 1
remote-control:
    control-enable: no
zone:
    name: .
    zonefile: root.zone
"""


class Dns(Host):
    """`records` is what it serves: {"TXT name": [values]}."""

    name = "dns"
    packages = ("nsd",)
    listens = (53,)

    records: zone.Records

    def configure(self) -> None:
        """The whole zone of the lab."""
        self.add_user("nsd")
        self.records = zone.records()
        v4, v6 = self.place.addresses
        self.write("/etc/nsd/nsd.conf", CONFIG.format(v4=v4, v6=v6))
        self.write("/etc/nsd/root.zone", zone.zone_file(self.records))

    def start(self) -> None:
        """Daemonised by itself."""
        self.exec(["nsd", "-c", "/etc/nsd/nsd.conf"])

    def set(self, key: str, *values: str) -> None:
        """Serve these values for a key as "TXT name"; none at all: the record goes."""
        self.records.pop(key, None)
        if values:
            self.records[key] = list(values)
        self.reload()

    def reload(self) -> None:
        """Read the zone again."""
        self.write("/etc/nsd/root.zone", zone.zone_file(self.records))
        self.exec(["sh", "-c", "kill -HUP $(cat /run/nsd.pid)"])
