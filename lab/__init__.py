"""Real mail servers on one machine, each in namespaces of its own: docs/lab.md."""

from lab.lab import Lab
from lab.needs import Skipped

__all__ = ["Lab", "Skipped"]
