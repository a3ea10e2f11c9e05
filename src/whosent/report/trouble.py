"""Why something could not be read, in the reader's language.

What cannot be read is told in English, where it happens; the report says it in words of its own where there are any.
"""

from __future__ import annotations

import re
from functools import lru_cache

from whosent.report.template import Said, Span, Value, Words, parse, plain
from whosent.report.texts import Texts

STEM = "trouble-"
_MAX_ABOUT = 3


def trouble(error: str, texts: Texts) -> Words:
    """`error` in the language of `texts`; as it is where there are no words for it."""
    for key, entry in texts.entries.items():
        if key.startswith(STEM) and (found := _pattern(entry["as-told"]).fullmatch(error)):
            return texts.words(key, {name: _part(value, texts) for name, value in found.groupdict().items()})
    return (Span(error, "value"),)


def told(error: str, texts: Texts) -> str:
    """The same for standard error, as plain text: words and data need not be kept apart there. What `error` is about
    may stand in front of it: `config.toml: limit: …`."""
    pieces = error.split(": ", _MAX_ABOUT)
    for start in range(len(pieces)):
        rest = ": ".join(pieces[start:])
        for key, entry in texts.entries.items():
            if key.startswith(STEM) and (found := _pattern(entry["as-told"]).fullmatch(rest)):
                said = texts.say(key, {name: told(value, texts) for name, value in found.groupdict().items()})
                return ": ".join([*pieces[:start], said])
    return error


def _part(value: str, texts: Texts) -> str:
    """A parameter that is itself a sentence of ours, in the reader's language; anything else is data."""
    told = trouble(value, texts)
    return value if any(span.kind == "value" for span in told) else Said(plain(told))


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    """What matches the sentences that the template makes."""
    return re.compile("".join(
        f"(?P<{node.name}>.{{1,200}}?)" if isinstance(node, Value) else re.escape(getattr(node, "text", ""))
        for node in parse(template)
    ))  # fmt: skip
