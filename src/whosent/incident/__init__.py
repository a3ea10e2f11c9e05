"""Cases grouped into waves, each with its aim and its forecast; one pass, flat memory (see `waves`)."""

from whosent.incident.fingerprint import fingerprint
from whosent.incident.forecast import forecast
from whosent.incident.localpart import looks_random
from whosent.incident.mention import names_victim
from whosent.incident.waves import Waves, merge

__all__ = ["Waves", "fingerprint", "forecast", "looks_random", "merge", "names_victim"]
