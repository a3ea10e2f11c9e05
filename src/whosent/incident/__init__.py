"""Cases grouped into waves, each with its aim and its forecast; one pass, flat memory (see `waves`)."""

from whosent.incident.forecast import forecast
from whosent.incident.partial import Mark, Partial
from whosent.incident.waves import Waves, partial_of

__all__ = ["Mark", "Partial", "Waves", "forecast", "partial_of"]
