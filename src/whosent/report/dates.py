"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from msgspec import Struct

from whosent.report.template import Said
from whosent.report.texts import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip

_GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ", "WET": "WEZ", "WEST": "WESZ", "EET": "OEZ", "EEST": "OESZ"}


class Clock(Struct, frozen=True):
    """The language and the zone in which the reader lives. `named`: a moment tells its zone, for what leaves the
    report."""

    language: Language
    zone: tzinfo = UTC
    named: bool = False

    def read(self, rfc3339: str | None) -> datetime | None:
        """The moment in the reader's zone; None where there is none or it cannot be."""
        if not rfc3339:
            return None
        try:
            return datetime.fromisoformat(rfc3339).astimezone(self.zone)
        except (ValueError, OverflowError):
            return None

    def date(self, rfc3339: str | None) -> datetime | None:
        """The day that is printed, as the reader's own: what others counted by day stays on that day in every zone."""
        when = self.read(rfc3339)
        return datetime.fromisoformat(str(rfc3339)[:10]).replace(tzinfo=self.zone) if when else None

    def moment(self, rfc3339: str | None) -> Said:
        """21. November 2026, 09:14 Uhr; "" where there is none."""
        when = self.read(rfc3339)
        zone = f" {self.zone_name(rfc3339)}" if self.named else ""
        return Said(f"{self.day_of(when)}, {self.hour_of(when)}{zone}" if when else "")

    def day(self, rfc3339: str | None) -> Said:
        """21. November 2026; "" where there is none."""
        when = self.read(rfc3339)
        return Said(self.day_of(when) if when else "")

    def day_of(self, when: datetime) -> str:
        """The day in words."""
        dot = "." if self.language == "de" else ""
        return f"{when.day}{dot} {_MONTHS[self.language][when.month - 1]} {when.year}"

    def hour_of(self, when: datetime) -> str:
        """The time of day."""
        return f"{when:%H:%M}" + (" Uhr" if self.language == "de" else "")

    def short_day(self, when: datetime) -> str:
        """21.11. / 21 Nov"""
        if self.language == "de":
            return f"{when.day}.{when.month}."
        return f"{when.day} {_MONTHS['en'][when.month - 1][:3]}"

    def zone_name(self, rfc3339: str | None) -> Said:
        """The zone's name at that moment."""
        when = self.read(rfc3339)
        name = (when.tzname() or "") if when else ""
        return Said(_GERMAN_ZONES.get(name, name) if self.language == "de" else name)
