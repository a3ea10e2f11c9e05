"""What mail systems print when they refuse, in order of priority: the first row with a phrase that occurs decides.
Lower case. Each row names who prints it."""

from __future__ import annotations

from whosent.model.notice import Reason

Row = tuple[Reason, str, tuple[str, ...]]
"""(reason, who prints it, phrases)"""

ALWAYS: tuple[Row, ...] = ()
PHRASES: tuple[Row, ...] = ()
