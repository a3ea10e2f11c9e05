"""What log files are called in reports: as short as can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from whosent.adapters.folder import printable


def short_names(paths: Sequence[str]) -> list[str]:
    """For each path its end, `mail.log`, with as much of the folders before it as tells it from the others,
    `mx1/mail.log`. Paths that are the same get a number."""
    split = [tuple(part for part in printable(path).split("/") if part) or ("",) for path in paths]
    lengths = [1] * len(split)
    while True:
        names = ["/".join(parts[-length:]) for parts, length in zip(split, lengths, strict=True)]
        count = Counter(names)
        longer = [at for at, name in enumerate(names) if count[name] > 1 and lengths[at] < len(split[at])]
        if not longer:
            return _numbered(names)
        for at in longer:
            lengths[at] += 1


def _numbered(names: Iterable[str]) -> list[str]:
    """The second of the same name gets `~2`, and so on."""
    found: list[str] = []
    used: set[str] = set()
    for name in names:
        number, chosen = 1, name
        while chosen in used:
            number += 1
            chosen = f"{name}~{number}"
        used.add(chosen)
        found.append(chosen)
    return found
