"""Why something could not be read, in the reader's language.

What cannot be read is told in English, where it happens; the report says it in words of its own where there are any.
"""

from __future__ import annotations

import re
from functools import lru_cache

from whosent.report.template import Value, parse
from whosent.report.texts import Texts

STEM = "trouble-"


def trouble(error: str, texts: Texts) -> str:
    """`error` in the language of `texts`; as it is where there are no words for it."""
    for key, entry in texts.entries.items():
        if key.startswith(STEM) and (found := _pattern(entry["as-told"]).fullmatch(error)):
            return texts.say(key, {name: trouble(value, texts) for name, value in found.groupdict().items()})
    return error


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    """What matches the sentences that the template makes."""
    return re.compile("".join(
        f"(?P<{node.name}>.{{1,200}}?)" if isinstance(node, Value) else re.escape(getattr(node, "text", ""))
        for node in parse(template)
    ))  # fmt: skip
