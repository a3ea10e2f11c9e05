"""The guard at work: what mail servers ask, answered with the settings and the keys of the moment, and counted.

Signing fails closed: mail that cannot be tagged has to wait, for what leaves untagged cannot bounce any more. Verifying
fails open: on any trouble of ours the mail arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple, Protocol

from whosent.auth import batv
from whosent.auth.days import written
from whosent.auth.keyring import Keyring
from whosent.guard.counts import Counts, decided
from whosent.guard.guesses import Guesses
from whosent.guard.judging import Worth, bears_tag, judge
from whosent.guard.settings import Settings
from whosent.guard.tagging import Signing, sign, unsign
from whosent.guard.transaction import Transactions, refused

DAY = 86_400
"""Seconds."""
HEADER = "X-Whosent-Guard"
"""Says in mail that arrives what is only observed."""
NO_KEY = "no key signs: whosent batv keys use NUMBER"
STRANGE = "this tag was not made with our keys: have all servers the same?"
DUNNO = "DUNNO"
"""The action that decides nothing (access(5))."""
WAIT = "450 4.7.1 Too many addresses with false tags came from your side; try again in an hour"
_MAX_ADDRESS = 100
_MOST_TAGGED = 10_000
"""Senders whose tag of the day is remembered; then it begins anew."""


class Found(NamedTuple):
    """The answer to a lookup. `temp`: ask again later. `perm`: the question is wrong."""

    status: Literal["ok", "not-found", "temp", "perm"]
    text: str = ""


class Tell(Protocol):
    """Whoever writes down what happened: an event and its particulars. Addresses of people are not among them."""

    def __call__(self, event: str, **particulars: object) -> None: ...


class Guard:
    """Of one server. `clock`: seconds since 1970."""

    def __init__(self, settings: Settings, ring: Keyring, clock: Callable[[], float], tell: Tell) -> None:
        self.settings = settings
        self.ring = ring
        self.counts = Counts()
        self.tell = tell
        self.guesses = Guesses()
        self._clock = clock
        self._transactions = Transactions()
        self._tagged: dict[tuple[str, int], Signing] = {}
        """(sender, day) -> with its tag, for who sends once sends again."""

    def renew(self, settings: Settings, ring: Keyring) -> None:
        """From now on these hold."""
        self.settings, self.ring = settings, ring
        self._tagged.clear()

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    @property
    def today(self) -> int:
        """Days since 1970 (UTC)."""
        return int(self._clock()) // DAY

    @property
    def refuses_from(self) -> int | None:
        """The first day on which something is refused, None where it is only observed."""
        return first_day(self.settings, self.ring)

    @property
    def refuses(self) -> bool:
        """Is anything refused today?"""
        day = self.refuses_from
        return day is not None and self.today >= day

    def count(self, decision: str) -> None:
        """It was decided so."""
        self.counts.add(decision, self.today)

    # --- maps ---------------------------------------------------------------------------------------------------------

    def lookup(self, table: str, key: str) -> Found:
        """`sign` an envelope sender, `unsign` a recipient, or how the guard is (`health`)."""
        try:
            if table == "sign":
                return self._sign(key)
            if table == "unsign":
                return self._unsign(key)
            return Found("ok", self.health()) if table == "health" else Found("perm", "there are sign, unsign, health")
        except Exception as trouble:
            self.fault("map", trouble)
            return Found("temp", "whosent guard has a fault: see its log")

    def _sign(self, sender: str) -> Found:
        made = self.signing(sender)
        if made.address is not None:
            self.count("signed")
            return Found("ok", made.address)
        if made.why != "no-key":
            return Found("not-found")
        self.count("unsignable")
        self.tell("unsignable", why=NO_KEY)
        return Found("temp", NO_KEY)

    def _unsign(self, recipient: str) -> Found:
        address = unsign(recipient, self.ring, self.today)
        if address is not None:
            self.count("unsigned")
            return Found("ok", address)
        # What is not found is refused by the mail server, which is not to happen yet. Nor can the tag be taken off: any
        # address behind it would be accepted, and its bounce go to whoever stands there as the sender.
        tag = batv.read_prvs(recipient)
        if tag is None or self.refuses or not self.settings.owns(tag.address):
            return Found("not-found")
        self.tell("strange-tag", key=tag.key)
        return Found("temp", STRANGE)

    def health(self) -> str:
        """One line of name=value for `whosent guard check`."""
        key, first = self.ring.signing, self.refuses_from
        said = {
            "mode": self.settings.mode,
            "refuses": "yes" if self.refuses else "no",
            "refuses_from": written(first) if first is not None else "-",
            "key": key.number if key is not None else "-",
            "keys": ",".join(str(key.number) for key in self.ring.keys),
            "state": self._print(),
        }
        return " ".join(f"{name}={value}" for name, value in said.items())

    def _print(self) -> str:
        """Whether two have the same settings and keys is seen by it. Of a key it has no more than every tag shows."""
        settings = [f"{name}: {_sorted(getattr(self.settings, name))}" for name in self.settings.__struct_fields__]
        tags = [batv.sign("a@b.example", key.number, key.secret.encode(), key.lifetime) for key in self.ring.keys]
        return sha256("\n".join(settings + tags).encode()).hexdigest()[:12]

    # --- policy -------------------------------------------------------------------------------------------------------

    def policy(self, asked: Mapping[str, str]) -> str:
        """The action (access(5)) for a request with these attributes (Postfix's SMTPD_POLICY_README)."""
        try:
            state = asked.get("protocol_state")
            if state == "RCPT":
                return self._recipient(asked)
            if state == "VRFY":
                return self._verified(asked)
            return self._data(asked) if state == "DATA" and not asked.get("sender") else DUNNO
        except Exception as trouble:
            self.fault("policy", trouble)
            return DUNNO

    def _recipient(self, asked: Mapping[str, str]) -> str:
        client, recipient = asked.get("client_address", ""), asked.get("recipient", "")
        null = not asked.get("sender")
        if not (null or bears_tag(recipient, self.settings)) or self.exempts(client, asked.get("sasl_username", "")):
            return DUNNO
        instance = asked.get("instance") if null else None
        if instance and self._transactions.repeats(instance, recipient) and bears_tag(recipient, self.settings):
            return DUNNO
        worth = self.weigh(recipient, client)
        if worth is None:
            return WAIT
        if not instance or not self._transactions.recipient(instance, worth, self.now, recipient):
            return DUNNO
        return f"550 5.7.1 {refusal(recipient)}" if self.decide(worth, client) else DUNNO

    def _verified(self, asked: Mapping[str, str]) -> str:
        """VRFY tells a good tag from a false one as well."""
        client, recipient = asked.get("client_address", ""), asked.get("recipient", "")
        if not bears_tag(recipient, self.settings) or self.exempts(client, asked.get("sasl_username", "")):
            return DUNNO
        return WAIT if self.weigh(recipient, client) is None else DUNNO

    def _data(self, asked: Mapping[str, str]) -> str:
        client, recipient = asked.get("client_address", ""), asked.get("recipient", "")
        if self.exempts(client, asked.get("sasl_username", "")):
            self.count("client")
            return DUNNO
        worths = self._transactions.data(asked.get("instance", ""))
        if recipient:  # there is one only, whatever is remembered
            worths = (judge(recipient, self.settings, self.ring, self.today),)
        bad = refused(worths)
        if bad is None:
            self.arrives(worths)
            return DUNNO
        if self.decide(bad, client, asked.get("queue_id", "")):
            return f"550 5.7.1 {refusal(recipient)}"
        return f"PREPEND {HEADER}: {observed(bad)}"

    # --- for every front end ------------------------------------------------------------------------------------------

    def signing(self, sender: str) -> Signing:
        """What becomes of a sender today."""
        today = self.today
        known = self._tagged.get((sender, today))
        if known is not None:
            return known
        made = sign(sender, self.settings, self.ring, today)
        if made.address is not None:  # no others: what is tagged is short
            if len(self._tagged) >= _MOST_TAGGED:
                self._tagged.clear()
            self._tagged[sender, today] = made
        return made

    def exempts(self, client: str, login: str) -> bool:
        """Null-sender mail from there is not looked at."""
        return bool(login) or self.settings.trusts(client)

    def weigh(self, recipient: str, client: str) -> Worth | None:
        """What the recipient is worth; None where the client has guessed too often and has to wait."""
        worth = judge(recipient, self.settings, self.ring, self.today)
        if worth == "false":
            self.guesses.wrong(client, self.now)
        if not self.refuses or not self.guesses.is_blocked(client, self.now):
            return worth
        self.count("guessing")
        self.tell("guessing", client=client)
        return None

    def decide(self, bad: Worth, client: str, queue_id: str = "") -> bool:
        """Is it refused? It is counted and told as that, or as what would be."""
        outcome: Literal["refused", "would-refuse"] = "refused" if self.refuses else "would-refuse"
        self.count(decided(outcome, bad))
        self.tell(outcome, tag=bad, client=client, queue_id=queue_id)
        return outcome == "refused"

    def arrives(self, worths: tuple[Worth, ...]) -> None:
        """It is let through for one of these."""
        good = [worth for worth in worths if refused((worth,)) is None]
        if good:
            self.count(decided("arrived", good[0]))

    def fault(self, front: str, trouble: Exception) -> None:
        """A fault of our own."""
        self.count("error")
        self.tell("error", front=front, fault=type(trouble).__name__)


def _sorted(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset | tuple) else value


def first_day(settings: Settings, ring: Keyring | None) -> int | None:
    """On which something is refused, None where it is only observed. Without the keys, their tags are taken to be good
    as long as usual."""
    return settings.refuses_from(max(ring.lifetimes.values()) if ring is not None else batv.LIFETIME)


def refusal(recipient: str) -> str:
    """Why it is refused, for whoever sent it: one line of ASCII."""
    inner = batv.unwrap_prvs(recipient) or recipient
    plain = inner.isascii() and inner.isprintable() and not set("<> ") & set(inner) and len(inner) <= _MAX_ADDRESS
    who = f"<{inner}>" if inner and plain else "its recipient"
    return (
        f"This bounce is about mail that {who} did not send: it bears no valid tag of ours (BATV). "
        "If you send something else with an empty sender, please set one."
    )


def observed(bad: Worth) -> str:
    """What stands in the header of mail that would be refused."""
    return f"would be refused: the recipient's tag is {bad}" if bad != "untagged" else "would be refused: no tag"
