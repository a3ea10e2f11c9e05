"""Cases grouped into waves, each with its aim and its forecast; one pass, flat memory (see `waves`)."""

from whosent.incident.forecast import forecast
from whosent.incident.waves import Waves, merge

__all__ = ["Waves", "forecast", "merge"]
