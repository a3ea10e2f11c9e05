"""`--redact`: names, addresses, subjects and ids of people become aliases before anything is written.

The same value gets the same alias within one report (a keyed hash; the key is made for the run and thrown away), so
that the report still shows what belongs together. It works on the case, so text, HTML and JSON agree.

Kept: host names of mail servers, the network part of addresses, queue ids, dates, file names of scripts: without them
nobody could follow up. The domains in people's addresses are replaced, in host names as well, but for those of `keep`.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from msgspec.structs import replace

from whosent.mail.address import ADDR_SPEC
from whosent.mail.domain import organisational_domain
from whosent.model.case import Case
from whosent.model.evidence import Evidence
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.report.rewrite import Change, rewrite
from whosent.report.swap import Swap

_ROLES = frozenset({
    # RFC 2142, and the accounts of mail systems and web servers: they name no person
    "abuse", "hostmaster", "info", "mailer-daemon", "marketing", "noc", "postmaster", "root", "sales", "security",
    "support",
    "webmaster", "www", "ftp", "news", "usenet", "uucp", "mail", "noreply", "no-reply", "www-data", "apache", "httpd",
    "nginx", "wwwrun", "nobody", "http", "daemon", "exim", "postfix", "debian-exim", "mailnull", "bounce", "bounces",
})  # fmt: skip
_SHORTEST = 3
"""A free-standing word shorter than this is replaced only where a field holds nothing else."""

_ADDRESS = re.compile(ADDR_SPEC)
_V4 = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{1,3}\.){3}\d{1,3}(?!\d)")
_V6 = re.compile(r"(?:(?<=IPv6:)|(?<![\w:.]))[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])")
_QUERY = re.compile(r"(https?://[^\s?<>\"]{1,300})\?[^\s<>\"]{1,500}")
_ENCODED = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{0,400}\?=")
_HOME = re.compile(r"(/(?:home\d?|Users|var/spool/mail|var/mail)/)([^/\s\"']{1,64})")
_SUBJECT_LINE = re.compile(r"(?is)^((?:subject|from|to|cc|reply-to|thread-topic):\s*+).+$")
_EXTENSION = re.compile(r"(\.[A-Za-z]{1,5})?(#[^#/]{1,20})?$")
_ALIAS = re.compile(r"(?:user|id|host|subject|text|domain|ip|file)-[0-9a-f]{6}")
_LOGIN_PARAMS = frozenset({"login", "by", "address", "accepted_for", "failed", "account"})


class Redactor:
    """`salt`: secret bytes of this run. `keep`: domains (ours) whose names stay; local parts never do."""

    def __init__(self, salt: bytes, keep: Iterable[str] = ()) -> None:
        self._salt = salt
        self._keep = frozenset(name.lower() for name in keep)

    def case(self, case: Case) -> Case:
        """The case with aliases."""
        change = self._change(dict(self._tokens(case)))
        changed = rewrite(replace(case, lines={key: self._line(text) for key, text in case.lines.items()}), change)
        return replace(changed, source=self._source(case.source))

    def incident(self, incident: Incident) -> Incident:
        """The incident with the same aliases as its cases."""
        return replace(
            incident,
            sources=tuple(map(self._source, incident.sources)),
            addresses=tuple(map(self._victim, incident.addresses)),
            origins=tuple(map(self._origin, incident.origins)),
        )

    def unreadable(self, item: Unreadable) -> Unreadable:
        """What could not be read, likewise."""
        change = self._change({item.source.lower(): self._source(item.source)})
        return Unreadable(self._source(item.source), change(item.error))

    def _alias(self, kind: str, value: str) -> str:
        digest = hmac.new(self._salt, f"{kind}:{value.lower()}".encode("utf-8", "surrogatepass"), sha256)
        return f"{kind}-{digest.hexdigest()[:6]}"

    def _tokens(self, case: Case) -> Iterator[tuple[str, str]]:
        """Values that are secret wherever they stand in this case, lower case, with their aliases."""
        original = case.notice.original
        for message_id in (case.message_id, original.message_id):
            if message_id and (bare := message_id.strip("<> ")):
                yield bare.lower(), self._alias("id", bare) + "@message.invalid"
        for subject in (case.subject, original.subject):
            if subject:
                yield subject.lower(), self._alias("subject", subject)
        for name in self._people(case):
            yield from self._person(name)
        for domain in _reported_domains(case):
            yield from self._domain_tokens(domain)
        for traced in case.hops:
            helo = traced.hop.from_helo
            if helo and "." not in helo and ":" not in helo and helo.lower() != "localhost":
                yield helo.lower(), self._alias("host", helo)  # a computer's name, often its owner's
            if traced.hop.from_ip:
                yield from self._spellings(traced.hop.from_ip)

    def _people(self, case: Case) -> Iterator[str]:
        notice, verdict = case.notice, case.verdict
        found = [case.victim, case.addressee, notice.original.from_addr, notice.original.envelope_from]
        for recipient in notice.recipients:
            found += [recipient.address, recipient.original_address]
        for traced in case.hops:
            hop = traced.hop
            found += [hop.login, hop.local_user, hop.ident, hop.for_addr, hop.envelope_from]
        evidence: tuple[Evidence, ...] = ()
        if verdict is not None:
            evidence = (*verdict.evidence_for, *verdict.evidence_against, *verdict.evidence_neutral)
            found += [verdict.origin.mailbox, verdict.subject.address]
        for item in evidence:
            for name, value in item.params.items():
                if name in _LOGIN_PARAMS or item.kind == "login-marker-claimed":
                    found += value.split(", ")
        yield from (name.strip("<> ") for name in found if name)

    def _person(self, name: str) -> Iterator[tuple[str, str]]:
        local, at, domain = name.rpartition("@")
        if not at:
            local = name
        elif domain:
            yield from self._domain_tokens(domain)
        local = local.strip("\"'")
        if local and not local.isdigit() and local.lower() not in _ROLES:
            yield local.lower(), self._alias("user", local)

    def _domain_tokens(self, domain: str) -> Iterator[tuple[str, str]]:
        domain = domain.lower().rstrip(".")
        if domain in self._keep or "." not in domain or domain.startswith("["):
            return
        owner = organisational_domain(domain)
        if owner not in self._keep and "." in owner:
            yield owner, self._domain(owner)

    def _domain(self, domain: str) -> str:
        """The alias of a domain; subdomains share that of the organisation."""
        lower = domain.lower().rstrip(".")
        if lower in self._keep or lower.startswith("[") or lower.endswith(".invalid"):
            return domain
        owner = organisational_domain(lower)
        return domain if owner in self._keep else self._alias("domain", owner) + ".invalid"

    def _spellings(self, ip: str) -> Iterator[tuple[str, str]]:
        """How providers write an address into host names: dashed, reversed, in hexadecimal."""
        octets = ip.split(".")
        if len(octets) != 4 or not all(octet.isdigit() for octet in octets) or octets[0] == "127":
            return
        alias = self._alias("ip", ip)
        for parts in (octets, octets[::-1]):
            yield "-".join(parts), alias
            if parts is not octets:
                yield ".".join(parts), alias
            yield "".join(f"{int(part):02x}" for part in parts), alias
            yield "-".join(part.zfill(3) for part in parts), alias

    def _change(self, tokens: dict[str, str]) -> Change:
        """What replaces `tokens` and whatever has the form of an address. Ids and subjects go first, since they contain
        addresses and words; single words last, since addresses contain them."""
        usable = {token: alias for token, alias in tokens.items() if len(token) >= _SHORTEST}
        phrases = Swap({token: alias for token, alias in usable.items() if "@" in token or " " in token}, _ALIAS)
        words = Swap({token: alias for token, alias in usable.items() if "@" not in token and " " not in token}, _ALIAS)

        def change(text: str) -> str:
            bare = text.strip("<> ")
            exact = tokens.get(bare.lower())
            if exact is not None:
                return text.replace(bare, exact)
            text = phrases(_ENCODED.sub("=?…?=", _QUERY.sub(r"\1?…", text)))
            text = _ADDRESS.sub(self._address, text)
            text = _HOME.sub(lambda found: found[1] + self._person_alias(found[2]), text)
            return _V6.sub(self._v6, _V4.sub(self._v4, words(text)))

        return change

    def _address(self, found: re.Match[str]) -> str:
        local, _, domain = found[0].rpartition("@")
        if domain.endswith(".invalid") and _ALIAS.fullmatch(local):
            return found[0]
        return f"{self._person_alias(local)}@{self._domain(domain)}"

    def _person_alias(self, local: str) -> str:
        return local if _ALIAS.fullmatch(local) else self._alias("user", local.strip("\"'"))

    def _v4(self, found: re.Match[str]) -> str:
        try:
            address = ipaddress.IPv4Address(found[0])
        except ValueError:
            return found[0]
        if address.is_loopback:
            return found[0]
        return found[0].rpartition(".")[0] + ".x" + self._alias("", str(address))[1:4]

    def _v6(self, found: re.Match[str]) -> str:
        try:
            address = ipaddress.IPv6Address(found[0])
        except ValueError:
            return found[0]
        if address.is_loopback:
            return found[0]
        network = ":".join(f"{int(group, 16):x}" for group in address.exploded.split(":")[:4])
        return f"{network}:x{self._alias('', str(address))[1:4]}"

    def _line(self, text: str) -> str:
        """Header fields that hold nothing but people's words."""
        return _SUBJECT_LINE.sub(lambda found: found[1] + self._alias("text", found[0]), text)

    def _source(self, source: str) -> str:
        """A file's name often is a person's; its number in the mailbox stays."""
        ending = _EXTENSION.search(source)
        extension, number = (ending[1] or "", ending[2] or "") if ending else ("", "")
        return self._alias("file", source.removesuffix(number)) + extension + number

    def _victim(self, address: str) -> str:
        """Usually an address; where a local part is all there is, it names somebody all the same."""
        if "@" in address or address.lower() in _ROLES:
            return self._change({})(address)
        return self._alias("user", address)

    def _origin(self, origin: str) -> str:
        """An address, a login, a path or `uid 33` (incident.keys.origin_text)."""
        if "/" in origin or "@" in origin or origin.startswith("uid ") or "." in origin or ":" in origin:
            return self._change({})(origin)
        return origin if origin.lower() in _ROLES else self._alias("user", origin)


def _reported_domains(case: Case) -> set[str]:
    """The domains that reports speak about, and those that they saw beside them."""
    found: set[str | None] = set()
    for report in case.feedback:
        found.add(report.domain)
        for record in report.records:
            found.update((record.header_from, record.envelope_from, *(one.domain for one in record.auth)))
    return {domain for domain in found if domain}
