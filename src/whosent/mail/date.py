"""RFC 5322 dates, obsolete and broken ones too, as RFC 3339 with the offset that was printed.

The grammar is RFC 5322 section 3.3 with its obsolete forms (section 4.3); beyond it, what real mailers write:
no weekday, two-digit years, zone names, ctime(3) and ISO 8601 order, dashes, one-digit hours, month names in full.
"""

from __future__ import annotations

import re
from datetime import datetime

_MONTHS = {
    "jan": "01", "feb": "02", "mar": "03", "apr": "04", "may": "05", "jun": "06",
    "jul": "07", "aug": "08", "sep": "09", "oct": "10", "nov": "11", "dec": "12",
    # German mail programs that format the date in the user's language
    "mär": "03", "mrz": "03", "mai": "05", "okt": "10", "dez": "12",
}  # fmt: skip
_MONTHS |= {name.title(): number for name, number in _MONTHS.items()}

_LENGTHS = {
    "01": "31", "03": "31", "04": "30", "05": "31", "06": "30", "07": "31",
    "08": "31", "09": "30", "10": "31", "11": "30", "12": "31",
}  # fmt: skip

_ZONES = {
    "Z": "+00:00", "UT": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "WET": "+00:00",
    "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00",
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
    "BST": "+01:00", "WEST": "+01:00", "CET": "+01:00", "MET": "+01:00", "MEZ": "+01:00",
    "CEST": "+02:00", "MEST": "+02:00", "MESZ": "+02:00", "EET": "+02:00", "EEST": "+03:00",
    "MSK": "+03:00", "JST": "+09:00", "KST": "+09:00", "HKT": "+08:00", "SGT": "+08:00",
}  # fmt: skip
"""Zone names with one usual meaning; RFC 5322 section 4.3 wants "-0000" (unknown) for all others."""

_UNKNOWN_ZONE = "-00:00"

# [0-9], not \d: names of months may be non-ASCII, digits may not.
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[.,][0-9]{1,9})?"
_ZONE = r"(?:UTC|GMT)?([+-][0-9]{1,2}:?[0-9]{2})(?![0-9])|([A-Za-z]{1,5})\b"

_USUAL = re.compile(
    r" ?(?:[A-Z][a-z]{2}, )?(0[1-9]|[12]\d|3[01]|[1-9]) ([A-Z][a-z]{2}) (20\d\d|19\d\d) "
    r"((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) ([+-](?:0\d|1[0-4]))([0-5]\d)(?!\d)",
    re.ASCII,
).match
_DAY_FIRST = re.compile(
    rf"(?:[^\W\d]{{2,12}}\.? ?,? ?)?([0-9]{{1,2}})[ -]([^\W\d]{{3,12}})\.?[ -]([0-9]{{2,4}}),? {_CLOCK} ?(?:{_ZONE})?"
).match
_CTIME = re.compile(
    rf"(?:[^\W\d]{{2,12}},? )?([^\W\d]{{3,12}}) ([0-9]{{1,2}}),? {_CLOCK}"
    rf"(?: ([A-Za-z]{{1,5}}))? ([0-9]{{4}})(?: (?:{_ZONE}))?"
).match
_ISO = re.compile(rf"([0-9]{{4}})[-/]([0-9]{{2}})[-/]([0-9]{{2}})[T ]{_CLOCK} ?(?:{_ZONE})?").match
_COMMENT = re.compile(r"\([^()]*\)")


def rfc3339(text: str) -> str | None:
    """The date that `text` starts with, seconds precision; None where it is unreadable or no such date exists.

    What follows the zone is ignored. The offset stays as printed; "-00:00" where none or an unknown name is given.
    A leap second becomes second 59, because most readers of RFC 3339 refuse 60.
    """
    match = _USUAL(text)
    if match is None:
        return _unusual(text)
    day, name, year, clock, zone_hour, zone_minute = match.groups()
    month = _MONTHS.get(name)
    if month is None or (len(day) == 2 and day > "28" and day > _days(year, month)):
        return None
    if len(day) == 1:
        day = "0" + day
    return f"{year}-{month}-{day}T{clock}{zone_hour}:{zone_minute}"


def moment_of(date: str | None) -> datetime | None:
    """The moment of an RFC 3339 text with a zone, None where there is none."""
    try:
        moment = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _unusual(text: str) -> str | None:
    text = " ".join(_COMMENT.sub(" ", text[:200]).split())
    if match := _DAY_FIRST(text):
        day, name, year, hour, minute, second, offset, zone = match.groups()
    elif match := _CTIME(text):
        name, day, hour, minute, second, early_zone, year, offset, zone = match.groups()
        zone = zone or early_zone
    elif match := _ISO(text):
        year, month, day, hour, minute, second, offset, zone = match.groups()
        return _join(year, month, day, hour, minute, second, _zone(offset, zone))
    else:
        return None
    number = _MONTHS.get(name[:3].lower())
    return number and _join(_century(year), number, day, hour, minute, second, _zone(offset, zone))


def _century(year: str) -> str:
    """RFC 5322 section 4.3: two digits below 50 are 20xx, else 19xx; three digits count from 1900."""
    if len(year) == 4:
        return year
    return str(int(year) + (2000 if len(year) == 2 and year < "50" else 1900))


def _zone(offset: str | None, name: str | None) -> str:
    if offset is None:
        return _ZONES.get(name.upper(), _UNKNOWN_ZONE) if name else _UNKNOWN_ZONE
    digits = offset[1:].replace(":", "").zfill(4)
    return f"{offset[0]}{digits[:2]}:{digits[2:]}"


def _join(year: str, month: str, day: str, hour: str, minute: str, second: str | None, zone: str) -> str | None:
    """Two-digit strings compare like numbers, which spares the conversions."""
    if len(day) == 1:
        day = "0" + day
    if len(hour) == 1:
        hour = "0" + hour
    if second is None:
        second = "00"
    elif second == "60":
        second = "59"
    if day > "28" and day > _days(year, month):
        return None
    if hour > "23" or minute > "59" or second > "59" or day == "00" or not "1900" <= year <= "9999":
        return None
    if zone[1:3] > "23" or zone[4:] > "59" or not "01" <= month <= "12":
        return None
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _days(year: str, month: str) -> str:
    """Length of the month."""
    if month != "02":
        return _LENGTHS.get(month, "00")
    number = int(year)
    return "29" if number % 4 == 0 and (number % 100 != 0 or number % 400 == 0) else "28"
