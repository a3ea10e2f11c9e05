"""What Postfix says about its configuration: settings that are not the defaults, and services with their options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from whosent.adapters.mta.machine import Machine

PORTS = frozenset({"submission", "submissions", "smtps", "465", "587"})
"""Where people hand in mail with a password (RFC 6409, RFC 8314)."""
_COLUMNS = 8
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})")


class Config(Struct, frozen=True):
    """`settings`: main.cf, as it is written. `lines`: those of master.cf by "service/type"; `options`: their `-o`."""

    version: str
    folder: str
    queue: str
    settings: Mapping[str, str]
    lines: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]

    def setting(self, name: str) -> str:
        """The value in main.cf, "" where it is not set or empty."""
        return self.settings.get(name, "").strip()

    def of(self, service: str, name: str) -> str:
        """The value that counts for a service."""
        return self.options.get(service, {}).get(name, self.setting(name)).strip()

    def overrides(self, service: str, name: str) -> bool:
        """Has a service a value of its own?"""
        return name in self.options.get(service, {})

    def program(self, service: str) -> str:
        """What runs as a service."""
        columns = self.lines[service].split(None, _COLUMNS)
        return columns[_COLUMNS - 1] if len(columns) >= _COLUMNS else ""

    def running(self, program: str) -> list[str]:
        """The services that run a program."""
        return [service for service in self.lines if self.program(service) == program]

    @property
    def is_new_enough(self) -> bool:
        """Since 3.0 an unreachable policy server can be told to decide nothing, and tables can be chained."""
        found = _VERSION.match(self.version)
        return found is not None and int(found[1]) >= 3


def hands_in(service: str) -> bool:
    """Is it a port at which people hand in mail with a password?"""
    name, _, kind = service.rpartition("/")
    return kind == "inet" and name.rpartition(":")[2] in PORTS


def read(machine: Machine) -> Config:
    """Ask it. `ValueError` with one line for the user where there is no Postfix, or its configuration is broken."""
    version, folder, queue = (
        machine.must("postconf", "-h", name).strip() for name in ("mail_version", "config_directory", "queue_directory")
    )
    options: dict[str, dict[str, str]] = {}
    for name, value in _pairs(machine.must("postconf", "-P")):
        service, _, parameter = name.rpartition("/")
        options.setdefault(service, {})[parameter] = value
    return Config(
        version, folder, queue,
        settings=dict(_pairs(machine.must("postconf", "-n"))),
        lines={"/".join(line.split(None, 2)[:2]): line for line in machine.must("postconf", "-M").splitlines() if line},
        options=options,
    )  # fmt: skip


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            yield name.strip(), value.strip()
