"""What is to be set in a Postfix so that mail handed in leaves tagged, tags are taken off, and bounces are judged.

- A cleanup of its own tags: where mail is handed in (submission, pickup, and what the user names), not where strangers
  bring it. Its table of senders holds for the envelope alone, else the From would be tagged.
- `virtual_alias_maps` takes the tag off, for all recipients and for Postfix's own bounces; first in the list, before a
  catch-all in a pattern or a database takes them. Only what looks like a tag is asked for: while no guard answers, all
  other mail goes on.
- A policy server judges at RCPT and at DATA mail with an empty sender (and who tries tags with another); if it is not
  there, it decides nothing.
- Tables whose key is the sender get the plain one as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whosent.adapters.mta.postfix_config import Config, hands_in
from whosent.adapters.mta.postfix_lists import appended, at_end, for_strangers, prepended, words
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

OURS = "whosent-"
"""Names that we give begin so."""
CLASS = "whosent_guard"
"""Of restrictions: the guard is asked."""
TAGGED, UNTAGGED, PLAIN, JUDGE = "whosent-tagged", "whosent-untagged", "whosent-plain", "whosent-judge"
FILES = {
    TAGGED: "# whosent guard: recipients that look tagged are looked up\n/^(prvs=.+)$/ $1\n",
    UNTAGGED: "# whosent guard: senders without a tag are looked up\nif !/^prvs=/\n/^(.+)$/ $1\nendif\n",
    PLAIN: "# whosent guard: the sender without its tag\n/^prvs=[0-9]{4}[0-9a-f]{6}=(.+@.+)$/ $1\n",
    JUDGE: f"# whosent guard: who tries tags is counted\n/^prvs=/ {CLASS}\n",
}
"""Tables in the configuration directory."""
_BOUNCE = f"check_sender_access inline:{{<>={CLASS}}}"
SENDER_TABLES = ("sender_dependent_relayhost_maps", "sender_dependent_default_transport_maps")
"""Their key is the envelope sender, when it is tagged already. Expressions may not substitute in them."""
_EARLY = (
    "virtual_alias_maps", "always_bcc", "sender_bcc_maps", "recipient_bcc_maps", "canonical_maps",
    "recipient_canonical_maps", "masquerade_domains",
)  # fmt: skip
"""What is left to the second cleanup, where a content filter brings the mail back."""
_NO_MAPPINGS = "no_address_mappings"
_BOTH = frozenset({"envelope_sender", "header_sender"})


class Sockets(Struct, frozen=True):
    """Where the guard answers, as Postfix writes it: `unix:whosent/map` (from its queue folder), `inet:host:port`."""

    map: str = "unix:whosent/map"
    policy: str = "unix:whosent/policy"

    def sign(self, folder: str) -> str:
        """The table that tags. The result is looked up again: not here."""
        return f"pipemap:{{regexp:{folder}/{UNTAGGED},socketmap:{self.map}:sign}}"

    @property
    def unsign(self) -> str:
        """The table that takes tags off."""
        return f"socketmap:{self.map}:unsign"

    @property
    def check(self) -> str:
        """The restriction that judges."""
        return f"check_policy_service {{ {self.policy}, timeout=10s, default_action=DUNNO }}"


class Wishes(Struct, frozen=True):
    """`sign`: further services ("127.0.0.1:10027/inet") whose mail is ours. `local`: host and port at which web
    applications hand in mail without a password."""

    sign: tuple[str, ...] = ()
    local: str | None = None


def plan(config: Config, sockets: Sockets, wishes: Wishes) -> Plan:
    """The changes, in the order in which nothing is refused that is tagged."""
    maker = _Maker(config, sockets)
    notes = list(_notes(config, wishes))
    changes = [
        *maker.files(), *maker.untagging(), *maker.sender_tables(), *maker.judging(), *maker.signing(wishes, notes),
    ]  # fmt: skip
    return Plan(tuple(changes), tuple(notes))


class _Maker:
    def __init__(self, config: Config, sockets: Sockets) -> None:
        self._config = config
        self._sockets = sockets
        self._main, self._master = f"{config.folder}/main.cf", f"{config.folder}/master.cf"

    def files(self) -> Iterator[Change]:
        for name, text in FILES.items():
            if name != PLAIN or self._config.setting("sender_bcc_maps"):
                path = f"{self._config.folder}/{name}"
                yield Change(path, path, None, text, f"setup-why-{name}", lasts=name == TAGGED)

    def untagging(self) -> Iterator[Change]:
        chained = f"pipemap:{{regexp:{self._config.folder}/{TAGGED}, {self._sockets.unsign}}}"
        now = self._config.setting("virtual_alias_maps")
        if "virtual_alias_maps" not in self._config.settings and self._config.setting("virtual_maps"):
            now = "$virtual_maps"  # the default
        if self._sockets.map not in now:
            yield self._set("virtual_alias_maps", prepended(now, chained), "setup-why-unsign", lasts=True)

    def sender_tables(self) -> Iterator[Change]:
        names = list(SENDER_TABLES)
        if self._config.setting("smtp_sender_dependent_authentication") == "yes":
            names.append("smtp_sasl_password_maps")
        for name in names:
            yield from self._doubled(name, self._sockets.unsign)
        yield from self._doubled("sender_bcc_maps", f"regexp:{self._config.folder}/{PLAIN}")

    def _doubled(self, name: str, plain: str) -> Iterator[Change]:
        """Each table once more, asked for the sender without a tag."""
        now = self._config.setting(name)
        if now and plain not in now:
            more = ", ".join(f"pipemap:{{{plain}, {table}}}" for table in words(now))
            yield self._set(name, f"{now}, {more}", "setup-why-sender-table")

    def judging(self) -> Iterator[Change]:
        classes = self._config.setting("smtpd_restriction_classes")
        if CLASS not in words(classes):
            yield self._set("smtpd_restriction_classes", appended(classes, CLASS), "setup-why-class")
        if self._config.setting(CLASS) != self._sockets.check:
            yield self._set(CLASS, self._sockets.check, "setup-why-policy")
        guesses = f"check_recipient_access regexp:{self._config.folder}/{JUDGE}"
        for name, placed, restriction in (
            ("smtpd_recipient_restrictions", for_strangers, f"{_BOUNCE}, {guesses}"),
            ("smtpd_data_restrictions", at_end, _BOUNCE),
        ):  # fmt: skip
            now = self._config.setting(name)
            if CLASS not in now:
                yield self._set(name, placed(now, restriction), f"setup-why-{name.split('_')[1]}")

    def signing(self, wishes: Wishes, notes: list[Point]) -> Iterator[Change]:
        services = signers(self._config, wishes)
        cleanups: dict[tuple[str, bool], str] = {}
        for service in services:
            base = self._config.of(service, "cleanup_service_name") or "cleanup"
            early = _NO_MAPPINGS in words(self._config.of(service, "receive_override_options"))
            if not base.startswith(OURS):
                cleanups[base, early] = f"{OURS}{base}{'-first' if early else ''}"
        local = f"{wishes.local}/inet" if wishes.local and f"{wishes.local}/inet" not in self._config.lines else None
        if local:
            cleanups["cleanup", False] = f"{OURS}cleanup"
        for (base, early), name in cleanups.items():
            if f"{name}/unix" not in self._config.lines:
                yield from self._cleanup(base, name, early, notes)
        for service in services:
            base = self._config.of(service, "cleanup_service_name") or "cleanup"
            overrides = self._config.of(service, "receive_override_options")
            if _NO_MAPPINGS in words(overrides) and not base.startswith(OURS):
                rest = ",".join(word for word in words(overrides) if word != _NO_MAPPINGS)
                yield self._option(service, "receive_override_options", rest, "setup-why-overrides")
                yield self._option(service, "cleanup_service_name", cleanups[base, True], "setup-why-service")
            elif not base.startswith(OURS):
                yield self._option(service, "cleanup_service_name", cleanups[base, False], "setup-why-service")
        if local:
            line = (
                f"{wishes.local} inet n - {self._chroot('smtp/inet')} - - smtpd -o syslog_name=postfix/local-smtp"
                f" -o smtpd_client_restrictions=permit_mynetworks,reject -o mynetworks=127.0.0.0/8,[::1]/128"
                f" -o smtpd_recipient_restrictions=permit_mynetworks,reject -o smtpd_data_restrictions="
                f" -o cleanup_service_name={cleanups['cleanup', False]}"
            )
            yield self._service(local, line, "setup-why-local")

    def _cleanup(self, base: str, name: str, early: bool, notes: list[Point]) -> Iterator[Change]:
        config, service = self._config, f"{base}/unix"
        if service not in config.lines:
            notes.append(Point("setup-no-cleanup", False, {"service": base}))
            return
        added = self._table(service, early)
        if added is None:
            notes.append(Point("setup-canonical", False))
            return
        kept = {option: value for option, value in config.options.get(service, {}).items() if option not in added}
        options = "".join(f" -o {_written(option, value)}" for option, value in (kept | added).items())
        line = f"{name} unix n - {self._chroot(service)} - 0 cleanup{options}"
        yield self._service(f"{name}/unix", line, "setup-why-cleanup-first" if early else "setup-why-cleanup")

    def _table(self, service: str, early: bool) -> dict[str, str] | None:
        """Where our table stands beside those that are there: they come before it, and the header stays theirs."""
        sign = self._sockets.sign(self._config.folder)
        senders, both = (self._config.of(service, name) for name in ("sender_canonical_maps", "canonical_maps"))
        classes = set(words(self._config.of(service, "sender_canonical_classes"))) or _BOTH
        both_classes = words(self._config.of(service, "canonical_classes")) or list(_BOTH)
        tables = [
            *(words(senders) if "envelope_sender" in classes else []),
            *(words(both) if "envelope_sender" in both_classes else []),
            sign,
        ]
        envelope = {"sender_canonical_maps": ", ".join(tables), "sender_canonical_classes": "envelope_sender"}
        if early:  # the header's turn comes with the second cleanup
            return envelope | dict.fromkeys(_EARLY, "")
        if not senders or "header_sender" not in classes:
            return envelope
        if not both:
            return {"canonical_maps": sign, "canonical_classes": "envelope_sender"}
        return None

    def _chroot(self, service: str) -> str:
        columns = self._config.lines.get(service, "").split()
        return columns[4] if len(columns) > 4 else "-"

    def _set(self, name: str, value: str, why: str, *, lasts: bool = False) -> Change:
        before = self._config.settings.get(name)
        back = ("postconf", "-e", f"{name}={before}") if before is not None else ("postconf", "-X", name)
        return Change(
            name, self._main, before, value, why, ("postconf", "-e", f"{name}={value}"), back, lasts
        )  # fmt: skip

    def _option(self, service: str, name: str, value: str, why: str) -> Change:
        what = f"{service}/{name}"
        before = self._config.options.get(service, {}).get(name)
        # Blanks it does not take here, and commas do as well.
        back = ("postconf", "-PX", what) if before is None else ("postconf", "-P", f"{what}={','.join(words(before))}")
        return Change(what, self._master, before, value, why, ("postconf", "-P", f"{what}={value}"), back)

    def _service(self, service: str, line: str, why: str) -> Change:
        return Change(
            service, self._master, None, line, why, ("postconf", "-M", f"{service}={line}"),
            ("postconf", "-MX", service),
        )  # fmt: skip


def signers(config: Config, wishes: Wishes) -> list[str]:
    """The services whose mail is ours. Mail that a filter takes over in the middle of the dialogue reaches no cleanup
    here, but where the filter brings it."""
    found = [service for service in config.running("smtpd") if hands_in(service)] + config.running("pickup")
    named = [service if "/" in service else f"{service}/inet" for service in wishes.sign]
    if named:
        found = [service for service in found if not config.of(service, "smtpd_proxy_filter")]
    return list(dict.fromkeys([*found, *(service for service in named if service in config.lines)]))


def _notes(config: Config, wishes: Wishes) -> Iterator[Point]:
    if not config.is_new_enough:
        yield Point("setup-postfix-old", False, {"version": config.version})
    for service in wishes.sign:
        if service not in config.lines and f"{service}/inet" not in config.lines:
            yield Point("setup-no-service", False, {"service": service})
    for service in signers(config, wishes):
        if config.of(service, "smtpd_proxy_filter"):
            yield Point("setup-proxy", False, {"service": service})
    if wishes.local and _taken(config, wishes.local):
        yield Point("setup-local-taken", False, {"where": wishes.local})
    yield from _advice(config, wishes)


def _advice(config: Config, wishes: Wishes) -> Iterator[Point]:
    strangers = [service for service in config.running("smtpd") if not hands_in(service)]
    doors = [service for service in strangers if service.rpartition("/")[0] in ("smtp", "smtpd", "25")]
    for service in doors:
        if config.of(service, "smtpd_sasl_auth_enable") == "yes" and service not in signers(config, wishes):
            yield Point("setup-login-at-25", True, {"service": service})
        for name in ("smtpd_recipient_restrictions", "smtpd_data_restrictions"):
            if config.overrides(service, name) and "whosent" not in config.of(service, name):
                yield Point("setup-overridden", True, {"service": service, "name": name})
    networks = [network for network in words(config.setting("mynetworks")) if not _is_loopback(network)]
    if networks:
        yield Point("setup-networks", True, {"networks": ", ".join(networks)})
    for name in ("smtp_generic_maps", "masquerade_domains"):
        if config.setting(name):
            yield Point("setup-rewritten-later", True, {"name": name})
    if config.setting("soft_bounce") == "yes":
        yield Point("setup-soft-bounce", True)
    if config.setting("multi_instance_directories"):
        yield Point("setup-instances", True, {"folders": config.setting("multi_instance_directories")})


def _taken(config: Config, where: str) -> bool:
    """Does the service for strangers listen there already?"""
    host, _, port = where.rpartition(":")
    interfaces = [word.lower() for word in words(config.setting("inet_interfaces"))] or ["all"]
    wide = {"all", "loopback-only", "localhost", "127.0.0.1", host.strip("[]")} & set(interfaces)
    return port in ("25", "smtp") and bool(wide) and any(door in config.lines for door in ("smtp/inet", "25/inet"))


def _is_loopback(network: str) -> bool:
    return network.startswith(("127.", "[::1]", "[::ffff:127.", "localhost"))


def _written(option: str, value: str) -> str:
    return f"{{{option}={value}}}" if any(char.isspace() for char in value) else f"{option}={value}"
