"""Values of Postfix's parameters that are lists: items between commas and blanks, `{ … }` is one item (postconf(5))."""

from __future__ import annotations

from typing import NamedTuple

_GAPS = ", \t\r\n"
_TRUSTED = frozenset({
    "permit_mynetworks", "permit_sasl_authenticated", "permit_tls_clientcerts", "permit_tls_all_clientcerts",
    "reject_unauth_destination", "defer_unauth_destination", "permit_auth_destination",
})  # fmt: skip
"""Behind these a client is a stranger with mail for us."""
_FINAL = frozenset({"permit", "reject", "defer"})


class Item(NamedTuple):
    """`end`: the place behind it in the value."""

    text: str
    begin: int
    end: int


def items(value: str) -> list[Item]:
    """Those of a list."""
    found: list[Item] = []
    begin, depth = None, 0
    for place, char in enumerate(value):
        if depth == 0 and char in _GAPS:
            if begin is not None:
                found.append(Item(value[begin:place], begin, place))
            begin = None
            continue
        begin = place if begin is None else begin
        depth = max(0, depth + (char == "{") - (char == "}"))
    if begin is not None:
        found.append(Item(value[begin:], begin, len(value)))
    return found


def words(value: str) -> list[str]:
    """The texts of the items."""
    return [item.text for item in items(value)]


def prepended(value: str, item: str) -> str:
    """The list with one more item, the first one."""
    return f"{item}, {value.strip()}" if value.strip() else item


def appended(value: str, item: str) -> str:
    """The list with one more item, the last one."""
    return f"{value.strip()}, {item}" if value.strip() else item


def for_strangers(value: str, restriction: str) -> str:
    """Restrictions with one more, behind those that let our own people pass and refuse to relay, before all that judge
    what strangers send."""
    all_items = items(value)
    trusted = [item for item in all_items if item.text.lower() in _TRUSTED]
    if trusted:
        end = trusted[-1].end
        return f"{value[:end]}, {restriction}{value[end:]}"
    return prepended(value, restriction)


def without(value: str, before: str, after: str) -> str | None:
    """The list without what once made `after` of `before`, also where somebody has added more since; None where that
    is not in it any more."""
    begin = 0
    while begin < min(len(before), len(after)) and before[begin] == after[begin]:
        begin += 1
    end = 0
    while end < min(len(before), len(after)) - begin and before[-1 - end] == after[-1 - end]:
        end += 1
    added = after[begin : len(after) - end].strip(_GAPS)
    left, found, right = value.partition(added)
    if not added or not found:
        return None
    return ", ".join(part for part in (left.strip(_GAPS), right.strip(_GAPS)) if part)


def at_end(value: str, restriction: str) -> str:
    """Restrictions with one more, the last one that is reached."""
    final = next((item for item in items(value) if item.text.lower() in _FINAL), None)
    if final is None:
        return appended(value, restriction)
    return f"{value[: final.begin]}{restriction}, {value[final.begin :]}"
