"""Where addresses are: a MaxMind database (`.mmdb`, from the user: GeoLite2, DB-IP, IPinfo and others share the
format), or a table in CSV with the columns `network,country,asn,type`.

The answer to `Question("geo", address)` is `country=DE`, `asn=64500`, `type=dsl`, whichever is known.
"""

from __future__ import annotations

import csv
import ipaddress
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from whosent.adapters.stream import why
from whosent.model.question import Answer, Answers, NotObserved, Observed, Question

COLUMNS = ["network", "country", "asn", "type"]
MAX_ROWS = 2_000_000
UNKNOWN = NotObserved("the geography file does not know this address")
_MAGIC = b"\xab\xcd\xefMaxMind.com"


class _Source(Protocol):
    def find(self, ip: str) -> tuple[str, ...]: ...


class Places:
    """Answers questions of the topic `geo`."""

    def __init__(self, source: _Source) -> None:
        self._source = source

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """All questions answered."""
        return {question: self._answer(question.name) for question in questions}

    def _answer(self, ip: str) -> Answer:
        try:
            found = self._source.find(str(ipaddress.ip_address(ip)))
        except ValueError:
            return UNKNOWN
        return Observed(found) if found else UNKNOWN


def load(path: str) -> Places:
    """Open the file. `ValueError` with one line for the user if it is none of the two."""
    try:
        with Path(path).open("rb") as file:
            file.seek(max(0, Path(path).stat().st_size - 128 * 1024))
            is_mmdb = _MAGIC in file.read()
        return Places(_Mmdb(path) if is_mmdb else _Table(path))
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None


class _Mmdb:
    """A MaxMind database. Its records differ from maker to maker; these are the names that are in use."""

    def __init__(self, path: str) -> None:
        try:
            import maxminddb
        except ImportError:
            raise ValueError("reading .mmdb needs an extra: pip install 'whosent[geo]'") from None
        try:
            self._reader = maxminddb.open_database(path)
        except (maxminddb.InvalidDatabaseError, ValueError):
            raise ValueError(f"{path}: not a MaxMind database, or a damaged one") from None

    def find(self, ip: str) -> tuple[str, ...]:
        record = self._reader.get(ip)
        if not isinstance(record, dict):
            return ()
        country = record.get("country") or record.get("registered_country")
        code = country.get("iso_code") if isinstance(country, dict) else country or record.get("country_code")
        number = record.get("autonomous_system_number") or record.get("asn")
        kind = record.get("user_type") or record.get("type")
        return _known(country=code, asn=str(number or "").removeprefix("AS"), type=kind)


class _Table:
    """A table of networks, the longest prefix wins."""

    def __init__(self, path: str) -> None:
        self._rows: dict[tuple[int, int], dict[int, tuple[str, ...]]] = {}
        with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
            for number, row in enumerate(_rows(csv.reader(file)), 1):
                if number > MAX_ROWS:
                    raise ValueError(f"{path}: more than {MAX_ROWS:,} networks")
                self._add(path, number, row)

    def _add(self, path: str, number: int, row: list[str]) -> None:
        try:
            network = ipaddress.ip_network(row[0].strip(), strict=False)
        except (ValueError, IndexError):
            wanted = ",".join(COLUMNS)
            raise ValueError(f"{path}: row {number} is not '{wanted}' (or it is no .mmdb file)") from None
        cells = dict(zip(COLUMNS[1:], (cell.strip() for cell in row[1:4]), strict=False))
        by_length = self._rows.setdefault((network.version, network.prefixlen), {})
        by_length[int(network.network_address)] = _known(**cells)

    def find(self, ip: str) -> tuple[str, ...]:
        address = ipaddress.ip_address(ip)
        number, bits = int(address), address.max_prefixlen
        for version, length in sorted(self._rows, key=lambda key: -key[1]):
            if version == address.version:
                found = self._rows[version, length].get(number >> (bits - length) << (bits - length))
                if found is not None:
                    return found
        return ()


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for row in reader:
        if row and row[0].strip().lower() not in ("", COLUMNS[0]) and not row[0].startswith("#"):
            yield row


def _known(**cells: Any) -> tuple[str, ...]:
    return tuple(f"{name}={str(value)[:40]}" for name, value in cells.items() if value)
