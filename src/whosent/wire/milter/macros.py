"""Macros: what else the mail server knows (`i` the queue id, `auth_authen` the login), told before each step."""

from __future__ import annotations

from collections.abc import Mapping

from whosent.wire.milter.packets import texts

LIMIT = 16_384
"""Bytes of one step's macros."""
MOST = 100
"""Macros of one step."""
_STEPS = "CHMRTLNBE"
"""Their letters, in their order."""
_MAIL = _STEPS.index("M")


class Macros:
    """Those of one connection. What a step says holds for the later ones, until it comes again."""

    def __init__(self) -> None:
        self._told: dict[int, dict[str, str]] = {}
        self._all: Mapping[str, str] = {}

    def tell(self, data: bytes) -> None:
        """The macros of a step: its letter, names and values. `ValueError` where it is something else, or too much."""
        if len(data) > LIMIT:
            raise ValueError(f"macros of {len(data)} bytes; at most {LIMIT} are taken")
        if not data:
            raise ValueError("macros of no step")
        words = texts(data[1:])
        if len(words) % 2 or len(words) > 2 * MOST:
            raise ValueError(f"macros without values, or more than {MOST}")
        step = _STEPS.find(chr(data[0]))
        if step >= 0:  # unknown commands are none of ours
            self._forget(step)
            self._told[step] = {_bare(name): value for name, value in zip(words[::2], words[1::2], strict=True)}
            self._join()

    def at(self, command: str) -> Mapping[str, str]:
        """Those that hold at a step. Nothing of the later ones of an earlier message does."""
        step = _STEPS.find(command)
        if step >= 0:
            self._forget(step + 1)
        return self._all

    def end_message(self) -> None:
        """What was told of the message does not hold any more."""
        self._forget(_MAIL)

    def end_connection(self) -> None:
        """Nothing does."""
        self._forget(0)

    def _forget(self, first: int) -> None:
        late = [step for step in self._told if step >= first]
        for step in late:
            del self._told[step]
        if late:
            self._join()

    def _join(self) -> None:
        """A new mapping, for the events have the old one."""
        self._all = {name: value for step in sorted(self._told) for name, value in self._told[step].items()}


def _bare(name: str) -> str:
    """Names of more than one letter stand in braces."""
    return name[1:-1] if name[:1] == "{" and name[-1:] == "}" else name
