"""Who wrote which line, and what follows: border, reporter, hand-over, entry. The only place that gives standing."""

from whosent.walk.walk import Walk, walk_copy, walk_message, walk_notice

__all__ = ["Walk", "walk_copy", "walk_message", "walk_notice"]
