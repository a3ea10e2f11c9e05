"""Made-up local parts: `x68tmfmr3ph`, `1lt9898b` against `anna.mueller`, `bernd-paulsen93`, `kontakt`.

No dictionary of names: what tells them apart is which letter follows which. `_FOLLOWS` says for each letter how
much likelier the next one (or the end of the word) is in names than by pure chance, in bits + 5, counted once over
first names, surnames and plain words of some twenty European languages, umlauts written both ways (ae and a).
A human local part gains bits at nearly every step, a random one loses them; so do digits *inside* (`g5g`), while
digits at the end (`lisa2004`) say nothing.

Known errors. Taken for made up: two initials before a name (`jqpublic`), words glued by a digit (`team4you`),
abbreviations of six and more letters without vowels, transliterations of languages far from the counted ones.
Taken for human: anything of less than six letters and digits, pronounceable inventions (`zupofek`), pure numbers
(telephone numbers are real local parts at some providers) and a real name with a random number behind.
"""

from __future__ import annotations

from functools import lru_cache

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_END = "$"
_FOLLOWS = {
    "a": "345533434246571307555421437",
    "b": "731280036316016007425000405",
    "c": "704160286155116024154000356",
    "d": "711370237014226006425230438",
    "e": "434543435246473307553423437",
    "f": "700176117005226007245000207",
    "g": "710281356005256006326110207",
    "h": "800180006005356006255130307",
    "i": "636463522456575315662411136",
    "j": "803370014042248000426200115",
    "k": "721070036245237005535110308",
    "l": "732574227236416201445310517",
    "m": "844070017012516402325000406",
    "n": "714672526241165002554200438",
    "o": "344554444236574407655541337",
    "p": "801173066026117507345000206",
    "q": "520000003000000000009500005",
    "r": "734572427244446204455210437",
    "s": "626070056144326411675220347",
    "t": "702070067123226006465120437",
    "u": "445574535146572407763332235",
    "v": "801080008024016004203000205",
    "w": "802170058023146004413000516",
    "x": "804260027001114600260034208",
    "y": "634450213245464304543330119",
    "z": "734470307144346212146040637",
}

_DIGIT = "0"
_SEPARATOR = "."
_AS_ONE = str.maketrans({**dict.fromkeys("123456789", _DIGIT), "-": _SEPARATOR, "_": _SEPARATOR})
"""All digits count alike, and all separators."""

_MAX_LENGTH = 64
"""RFC 5321 section 4.5.3.1.1"""
_MIN_LENGTH = 6
_MIN_LETTERS = 5
_DIGIT_INSIDE = -4
"""bits where a letter follows a digit: a quarter of all steps if drawn at random, rare in what people choose"""
_SEPARATED = 3
"""bits for a dot or hyphen before a letter: people write `first.last`, generators seldom do"""
_WORST_END = -2
"""Abbreviations (`praxis.dr`) end as words do not."""


def _steps() -> dict[str, int]:
    bits: dict[str, int] = {}
    for first, row in _FOLLOWS.items():
        for second, digit in zip(_LETTERS + _END, row, strict=True):
            bits[first + second] = int(digit) - 5
        bits[first + _END] = bits[first + _SEPARATOR] = max(bits[first + _END], _WORST_END)
        bits[first + _DIGIT] = 0
        bits[_DIGIT + first] = _DIGIT_INSIDE
        bits[_SEPARATOR + first] = _SEPARATED
    return bits


_BITS = _steps()


def bare(local_part: str) -> str:
    """The mailbox behind a detail (`anna+shop`), lower case. Bounce tags are taken off in `walk.victim` already."""
    return local_part.lower().partition("+")[0]


@lru_cache(maxsize=8192)
def looks_random(local_part: str) -> bool:
    """True if the local part was probably made up by a program (see the module's known errors)."""
    name = bare(local_part[:_MAX_LENGTH]).translate(_AS_ONE)
    digits = name.count(_DIGIT)
    letters = len(name) - digits - name.count(_SEPARATOR)
    if letters + digits < _MIN_LENGTH:
        return False
    if letters < _MIN_LETTERS and not name.rstrip(_DIGIT).count(_DIGIT):
        return False  # `fc1908`: nothing but an abbreviation before the number
    steps = map(str.__add__, name, name[1:] + _END)
    return sum([_BITS.get(step, 0) for step in steps]) < 0
