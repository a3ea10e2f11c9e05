"""What kind of message is this, and what does it report? Standards first, then dialects; no standing, no I/O.

`recognise(mail)` is the one door. The ways to be read, in order, are the tuples in `recognise.py` and `mta/`.
"""

from whosent.notice.recognise import recognise
from whosent.notice.view import View

__all__ = ["View", "recognise"]
