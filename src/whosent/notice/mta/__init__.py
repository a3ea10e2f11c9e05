"""The dialects: one file per mail system, in one visible tuple. Order matters only where marks overlap: the more
specific first."""

from whosent.notice.reading import Dialect

DIALECTS: tuple[Dialect, ...] = ()
