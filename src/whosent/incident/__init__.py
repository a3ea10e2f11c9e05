"""Cases grouped into waves, each with its aim and its forecast; one pass, flat memory (see `waves`)."""

from whosent.incident.forecast import forecast
from whosent.incident.partial import Mark, Partial
from whosent.incident.waves import Waves, merge, partial_of

__all__ = ["Mark", "Partial", "Waves", "forecast", "merge", "partial_of"]
