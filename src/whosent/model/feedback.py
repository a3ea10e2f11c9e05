"""What other mail systems report about mail with a domain as its sender: DMARC aggregate reports (RFC 9990, RFC 7489),
failure reports (RFC 9991, RFC 6591), complaints (RFC 5965) and SMTP TLS reports (RFC 8460).

Reports are claims of whoever sends them, so `standing` is never more than "reported", and no verdict rests on them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.evidence import Standing

Form = Literal["dmarc", "failure", "abuse", "tls"]
Disposition = Literal["none", "quarantine", "reject", "pass"]
"""What the receiver did with the messages of a row; `pass` (RFC 9990) says that DMARC passed."""
Aligned = Literal["pass", "fail"]
"""Did a signature or SPF confirm the domain in From (RFC 9989 section 4.4)?"""
Whose = Literal["", "own", "own-network"]
"""Is the source address one of the hosts that we operate, or in our address space?"""
Method = Literal["dkim", "spf"]
Trouble = Literal["needs-lxml", "too-large", "bomb", "nested", "locked", "damaged", "doctype", "no-report"]
"""Why a report was not read, or not to its end. needs-lxml: the extra `reports` is not installed. bomb: it unpacks to
suspiciously much. nested: an archive in an archive. locked: an encrypted archive. damaged: no valid archive, XML or
JSON, or cut off. doctype: the XML brings a DTD of its own, which no reporter writes. no-report: something else."""

FORWARDED = frozenset({"forwarded", "mailing_list", "trusted_forwarder"})
"""Policy overrides (RFC 7489 appendix C, RFC 9990) by which a receiver says that it knows who passed the message on."""


class Auth(Struct, frozen=True, gc=False):
    """One DKIM signature or SPF check and its own result (RFC 8601), whatever domain it spoke for."""

    method: Method
    domain: str | None
    result: str
    selector: str | None = None


class Record(Struct, frozen=True, gc=False):
    """Messages of one source with one outcome: a row of an aggregate report.

    source_ip      the client, normalised; None where it is no address
    count          messages
    dkim, spf      aligned with From or not; None where the report does not say
    header_from    the domain in From; `envelope_from` the domain of the envelope sender
    overrides      reasons why the policy was not applied
    """

    source_ip: str | None
    count: int
    disposition: Disposition | None = None
    dkim: Aligned | None = None
    spf: Aligned | None = None
    header_from: str | None = None
    envelope_from: str | None = None
    auth: tuple[Auth, ...] = ()
    overrides: tuple[str, ...] = ()
    whose: Whose = ""

    @property
    def passed(self) -> bool:
        """The domain was confirmed."""
        return "pass" in (self.dkim, self.spf)

    @property
    def failed(self) -> bool:
        """Nothing confirmed the domain, and the report says so."""
        return not self.passed and "fail" in (self.dkim, self.spf)

    @property
    def forwarded(self) -> bool:
        """The receiver takes the source for somebody who passes mail on."""
        return not FORWARDED.isdisjoint(self.overrides)

    @property
    def vouched_by(self) -> str | None:
        """Another domain that confirmed the messages: a service, a list or a forwarder rather than a bot."""
        return next((one.domain for one in self.auth if one.result == "pass" and one.domain), None)


class Policy(Struct, frozen=True, gc=False):
    """The DMARC policy as the reporter found it (RFC 9989 section 4.7): `p`, `sp`, `np` none, quarantine or reject;
    `testing`: t=y, or pct below 100 in the older form."""

    domain: str | None = None
    p: str | None = None
    sp: str | None = None
    np: str | None = None
    testing: bool = False


class Totals(Struct, frozen=True, gc=False):
    """Messages of all rows, those that are not kept included. `records`: rows."""

    records: int = 0
    messages: int = 0
    passed: int = 0
    failed: int = 0


class Sessions(Struct, frozen=True, gc=False):
    """TLS connections to our mail servers (RFC 8460): how many succeeded, how many failed, and for which reasons."""

    succeeded: int = 0
    failed: int = 0
    reasons: tuple[str, ...] = ()


class Feedback(Struct, frozen=True):
    """One report. Dates are RFC 3339; `begin` and `end` of what it speaks about, the same for a single message.

    reporter   who reports, as it calls itself; `contact` its address
    domain     whose mail it is about
    records    the largest rows (`totals` counts all); of a failure report or complaint one row
    """

    form: Form
    reporter: str | None = None
    contact: str | None = None
    report_id: str | None = None
    domain: str | None = None
    begin: str | None = None
    end: str | None = None
    policy: Policy | None = None
    records: tuple[Record, ...] = ()
    totals: Totals = Totals()
    sessions: Sessions | None = None
    trouble: Trouble | None = None
    standing: Standing = "claimed"
    """reported: it came demonstrably from the reporter's own mail system"""
    about_us: bool = True
    """about one of the domains whose side we are on"""


class Sender(Struct, frozen=True, gc=False):
    """A source address whose messages nothing confirmed: how many, from when to when (RFC 3339), and the other domain
    that vouched for them, if any did."""

    ip: str
    messages: int
    first: str | None = None
    last: str | None = None
    vouched_by: str | None = None
    whose: Whose = ""


class World(Struct, frozen=True):
    """What all reports of a run say about one domain, each report once. Messages are those of aggregate reports.

    reports        aggregate reports; `delivered`: those that came demonstrably from whoever reports
    reporters      some of their names, `reporter_count` all
    messages       with the domain as sender: `passed` were confirmed by DKIM or SPF; of the others, that is, those that
                   failed, `own` came from hosts that we operate, `forwarded` were passed on as the receiver knows, and
                   `failed` are the rest: forged, or sent by a service of ours that everybody forgot
    rejected, quarantined   of `failed`
    first, last    the days of the first and the last of `failed`; `days` how many on each (RFC 3339, UTC)
    senders        the largest of their sources, `sender_count` all; `own_senders` those of `own`
    vouchers       other domains that confirmed some of `failed`, and how many
    policy         p= of the DMARC record as the newest report has it; `testing`: applied to a part only
    singles        messages in failure reports, `complaints` in complaints: they may stand in aggregate reports as well
    """

    domain: str
    reports: int = 0
    delivered: int = 0
    reporters: tuple[str, ...] = ()
    reporter_count: int = 0
    messages: int = 0
    passed: int = 0
    own: int = 0
    forwarded: int = 0
    failed: int = 0
    rejected: int = 0
    quarantined: int = 0
    first: str | None = None
    last: str | None = None
    days: tuple[tuple[str, int], ...] = ()
    senders: tuple[Sender, ...] = ()
    sender_count: int = 0
    own_senders: tuple[Sender, ...] = ()
    vouchers: tuple[tuple[str, int], ...] = ()
    policy: str | None = None
    testing: bool = False
    singles: int = 0
    complaints: int = 0
    tls_reports: int = 0
    tls_sessions: int = 0
    tls_failed: int = 0
