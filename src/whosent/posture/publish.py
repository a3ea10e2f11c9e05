"""The records to publish: what is there, improved; never less than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from whosent.auth.dmarc.record import Record
from whosent.auth.spf.record import records, terms
from whosent.posture.facts import Part, Spf, Transport

RecordType = Literal["TXT", "MX"]
When = Literal["now", "later", "then"]

MAX_TERMS = 60
"""Of a suggested SPF record."""
MAX_LOOKUPS = 10
"""RFC 7208 section 4.6.4"""
MAX_ADDRESSES = 6
"""Written in place of one name."""

TAGS = ("p", "sp", "np", "psd", "t", "adkim", "aspf", "rua", "ruf")
"""The order in which people write them."""

# What providers publish for their customers, by the end of their MX hosts' names; from each provider's own help pages.
PROVIDERS: tuple[tuple[str, str], ...] = (
    ("google.com", "include:_spf.google.com"),
    ("googlemail.com", "include:_spf.google.com"),
    ("mail.protection.outlook.com", "include:spf.protection.outlook.com"),
    ("messagingengine.com", "include:spf.messagingengine.com"),
    ("protonmail.ch", "include:_spf.protonmail.ch"),
    ("icloud.com", "include:icloud.com"),
    ("mailbox.org", "include:mailbox.org"),
    ("kundenserver.de", "include:_spf.kundenserver.de"),
    ("zoho.eu", "include:zohomail.eu"),
    ("zoho.com", "include:zohomail.com"),
    ("mail.ovh.net", "include:mx.ovh.com"),
    ("gandi.net", "include:_mailcust.gandi.net"),
)


class Publish(Struct, frozen=True):
    """A record as a name server's operator enters it. `later`: once reports show that all of one's own mail
    passes; `then`: after what the step says."""

    name: str
    type: RecordType
    value: str
    when: When = "now"


def spf(words: Iterable[str], final: str) -> str:
    """A record of these terms, each once. Where `redirect=` says how it ends, `final` is left out."""
    kept = [word for word in dict.fromkeys(words) if not _is_all(word)]
    if any(word.lower().startswith("redirect=") for word in kept):
        return " ".join(["v=spf1", *kept[:MAX_TERMS]])
    return " ".join(["v=spf1", *kept[:MAX_TERMS], final])


def new_spf(transport: Transport, final: str) -> str:
    """A first record: the mail hosts, or the provider whose they are."""
    found = (include for host in transport.mx for ending, include in PROVIDERS if f".{host}".endswith(f".{ending}"))
    sender = next(found, "mx" if transport.mx else "a" if transport.addresses else "")
    return spf(filter(None, [sender]), final)


def merged_spf(texts: Iterable[str]) -> str:
    """Several records as one: whoever was permitted stays so."""
    words = [term for text in records(texts) for term in terms(text)]
    ends = {term.qualifier for term in words if term.name == "all" and not term.modifier}
    kept = (term.text for term in words if term.known and not (term.modifier and term.name == "redirect"))
    return spf(kept, "-all" if ends == {"-"} else "~all")


def improved_spf(found: Spf, final: str | None = None, *, neutral: bool = False) -> str:
    """The record without what nobody understands, without names that do not exist and without what lets everybody in,
    with addresses in place of names where it needs more than ten lookups. `final` stands in place of its `all`;
    `neutral`: other organisations' permission is no `pass` any more, and mail through them has to be signed."""
    kept = _kept(found)
    over = sum(part.lookups for part in kept) - MAX_LOOKUPS
    words: list[str] = []
    for part in kept:
        if over > 0 and 0 < len(part.addresses) <= MAX_ADDRESSES:
            over -= part.lookups
            words += _addresses(part)
        else:
            words.append(f"?{part.text.lstrip('+')}" if neutral and _is_service(part) else part.text)
    return spf(words, final or _final(found))


def fits(found: Spf) -> bool:
    """Does the improved record do with ten lookups?"""
    return sum(part.lookups for part in _kept(found) if not 0 < len(part.addresses) <= MAX_ADDRESSES) <= MAX_LOOKUPS


def _addresses(part: Part) -> list[str]:
    """A name's addresses, with its qualifier."""
    sign = part.text[0] if part.text[0] in "-~?" else ""
    return [f"{sign}{'ip6' if ':' in address else 'ip4'}:{address}" for address in part.addresses]


def _kept(found: Spf) -> list[Part]:
    return [part for part in found.parts if not _is_harmful(found, part)]


def _is_harmful(found: Spf, part: Part) -> bool:
    return part.invalid or part.text in found.everybody or _is_dead(part) or _name(part) == "ptr"


def _final(found: Spf) -> str:
    ends = (part.text for part in found.parts if _is_all(part.text) and part.text not in found.everybody)
    return next(ends, "~all")


def dmarc(found: Record | None, domain: str, changes: Mapping[str, str]) -> str:
    """The policy record with some tags changed ("" removes one). Reports go where they went, else to an address of the
    domain that has to be made."""
    tags = {"p": "none", "rua": f"mailto:dmarc-reports@{domain}"} | _tags(found) | dict(changes)
    return "; ".join(["v=DMARC1", *(f"{name}={tags[name]}" for name in TAGS if tags.get(name))])


def _tags(found: Record | None) -> dict[str, str]:
    """The tags that stand in a record and mean something, in the usual order."""
    if found is None:
        return {}
    tags = {
        "p": found.p, "sp": found.sp, "np": found.np, "adkim": _strict(found.adkim), "aspf": _strict(found.aspf),
        "psd": found.psd if found.psd == "n" else None, "t": "y" if found.testing else None,
        "rua": ",".join(found.rua), "ruf": ",".join(found.ruf),
    }  # fmt: skip
    return {name: value for name, value in tags.items() if value}


def _strict(mode: str) -> str | None:
    return mode if mode == "s" else None


def _is_all(word: str) -> bool:
    return word.lower().lstrip("+-~?") == "all"


def _is_dead(part: Part) -> bool:
    """Its own target does not exist (not only something deep inside it)."""
    target = terms(f"v=spf1 {part.text}")[0].target.lower()
    return bool(part.dead) and (target in part.dead or not target)


def _name(part: Part) -> str:
    return terms(f"v=spf1 {part.text}")[0].name


def _is_service(part: Part) -> bool:
    return bool(part.services) and part.text.lower().lstrip("+").startswith("include:")
