"""Regular expressions that are compiled when they are first asked. There are some hundred of them and one message asks
a few dozen; to compile all would take longer than everything else that a run over one message does."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Pattern:
    """Stands for the compiled pattern. Its methods are empty slots at first, and that pattern's own afterwards."""

    __slots__ = ("_flags", "_text", *_METHODS)

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there: a method before it was first asked, or anything else that a pattern has."""
        compiled = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but an error in `text` shows only when it is used. For patterns that few messages need; hold the
    pattern, not one of its methods: `_LINE = pattern(...)`, `_LINE.match(line)`."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
