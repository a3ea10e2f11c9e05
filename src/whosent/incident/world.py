"""What the world saw: all reports of a run, summed by the domain they are about, in one pass and flat memory.

A message that nothing confirmed need not be forged. Sources that we operate are told apart (a signature is missing
there), and so are forwarders that the receiver knows; what is left was forged, or comes from a forgotten service.
"""

from __future__ import annotations

from hashlib import blake2b

from whosent.incident.clock import DAY, rfc3339, seconds
from whosent.incident.sketch import Distinct, Sample, note
from whosent.model.case import Case
from whosent.model.feedback import Feedback, Policy, Record, Sender, Trouble, Whose, World

MAX_DOMAINS = 500
OTHERS = "…"
"""The name under which reports about more domains than that are summed."""
MAX_SOURCES = 500
"""Source addresses of a domain that are held; the smallest are forgotten first."""
MAX_DAYS = 1_000
MAX_PERIOD = 31 * DAY
"""A report about a longer time says nothing about its days."""
_ONE_DAY = 26 * 3_600
MAX_KNOWN = 100_000
"""Reports that are recognised if they come twice."""
SENDERS = 10
_REPORTERS = 20
_VOUCHERS = 100
_TOP_VOUCHERS = 5


class Worlds:
    """Cases in, what their reports come to out."""

    __slots__ = ("_domains", "_known", "unread")

    def __init__(self) -> None:
        self._domains: dict[str, _Domain] = {}
        self._known: set[bytes] = set()
        self.unread: dict[Trouble, int] = {}
        """why how many reports were not read, or not to their end"""

    def add(self, case: Case) -> None:
        """Count the reports of a case that are about us, each once however often it came."""
        for report in case.feedback:
            if not report.about_us or self._came_before(report):
                continue
            if report.trouble is not None:
                self.unread[report.trouble] = self.unread.get(report.trouble, 0) + 1
            if report.domain:
                self._domain(report.domain).add(report, case.date)

    def all(self) -> tuple[World, ...]:
        """What is known of each domain, the most forged first."""
        found = [domain.world(name) for name, domain in self._domains.items()]
        return tuple(sorted(found, key=lambda world: (-world.failed, -world.singles, -world.messages, world.domain)))

    def _came_before(self, report: Feedback) -> bool:
        """Copies of reports go to several addresses, and into several folders."""
        if report.report_id is None:
            return False
        parts = (report.form, report.reporter or "", report.report_id, report.domain or "", report.begin or "")
        key = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in self._known:
            return True
        if len(self._known) < MAX_KNOWN:
            self._known.add(key)
        return False

    def _domain(self, name: str) -> _Domain:
        if name not in self._domains and len(self._domains) >= MAX_DOMAINS:
            name = OTHERS
        return self._domains.setdefault(name, _Domain())


class _Source:
    """One address: how many messages, from when to when."""

    __slots__ = ("first", "last", "messages", "vouched_by", "whose")

    def __init__(self, whose: Whose) -> None:
        self.messages = 0
        self.first: int | None = None
        self.last: int | None = None
        self.vouched_by: str | None = None
        self.whose = whose

    def sender(self, ip: str) -> Sender:
        return Sender(ip, self.messages, _date(self.first), _date(self.last), self.vouched_by, self.whose)


class _Domain:
    """The sums of one domain."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(
            ("reports", "delivered", "messages", "passed", "own", "forwarded", "failed", "rejected", "quarantined",
             "singles", "complaints", "tls_reports", "tls_sessions", "tls_failed"), 0,
        )  # fmt: skip
        self._reporters: Sample = {}
        self._reporters_seen = Distinct()
        self._days: dict[int, int] = {}
        self._single_days: dict[int, int] = {}
        self._sources: dict[str, _Source] = {}
        self._sources_seen = Distinct()
        self._own: dict[str, _Source] = {}
        self._vouchers: dict[str, int] = {}
        self._policy: tuple[int, Policy] | None = None

    def add(self, report: Feedback, received: str | None) -> None:
        """Count a report; `received` is its date where it names no other."""
        counts = self._counts
        if report.form == "tls":
            counts["tls_reports"] += 1
            if report.sessions is not None:
                counts["tls_sessions"] += report.sessions.succeeded + report.sessions.failed
                counts["tls_failed"] += report.sessions.failed
            return
        begin = seconds(report.begin) or seconds(report.end) or seconds(received)
        end = max(begin, seconds(report.end) or begin) if begin is not None else None
        if report.form == "dmarc":
            self._add_aggregate(report, begin, end)
            return
        counts["singles" if report.form == "failure" else "complaints"] += report.totals.messages
        if report.form == "failure" and begin is not None:
            _count_days(self._single_days, report.totals.failed, begin, begin)

    def _add_aggregate(self, report: Feedback, begin: int | None, end: int | None) -> None:
        counts, totals = self._counts, report.totals
        counts["reports"] += 1
        counts["delivered"] += report.standing == "reported"
        if report.reporter:
            note(self._reporters, report.reporter, counts["reports"], _REPORTERS)
            self._reporters_seen.add(report.reporter.lower())
        if report.policy is not None and (self._policy is None or (end or 0) >= self._policy[0]):
            self._policy = (end or 0, report.policy)
        counts["messages"] += totals.messages
        counts["passed"] += totals.passed
        failed = totals.failed
        for record in report.records:
            if record.failed and (record.forwarded or record.whose == "own"):
                self._add_explained(record, begin, end)
                failed -= record.count
            elif record.failed:
                self._add_failed(record, begin, end)
        counts["failed"] += failed
        if failed and begin is not None and end is not None:
            _count_days(self._days, failed, begin, end)

    def _add_explained(self, record: Record, begin: int | None, end: int | None) -> None:
        if record.whose != "own":
            self._counts["forwarded"] += record.count
            return
        self._counts["own"] += record.count
        _count_source(self._own, record, begin, end)

    def _add_failed(self, record: Record, begin: int | None, end: int | None) -> None:
        if record.disposition == "reject":
            self._counts["rejected"] += record.count
        elif record.disposition == "quarantine":
            self._counts["quarantined"] += record.count
        if record.source_ip is not None:
            self._sources_seen.add(record.source_ip)
            _count_source(self._sources, record, begin, end)
        if record.vouched_by is not None:
            before = self._vouchers.get(record.vouched_by, 0)
            if before or len(self._vouchers) < _VOUCHERS:
                self._vouchers[record.vouched_by] = before + record.count

    def world(self, name: str) -> World:
        """The value."""
        days = {day: max(self._days.get(day, 0), self._single_days.get(day, 0))
                for day in sorted(self._days.keys() | self._single_days.keys())}  # fmt: skip
        policy = self._policy[1] if self._policy is not None else Policy()
        vouchers = sorted(self._vouchers.items(), key=lambda item: (-item[1], item[0]))
        return World(
            domain=name,
            **self._counts,
            reporters=tuple(self._reporters),
            reporter_count=self._reporters_seen.count(),
            first=_date(min(days) * DAY) if days else None,
            last=_date(max(days) * DAY) if days else None,
            days=tuple((rfc3339(day * DAY), count) for day, count in days.items()),
            senders=_largest(self._sources),
            sender_count=self._sources_seen.count(),
            own_senders=_largest(self._own),
            vouchers=tuple(vouchers[:_TOP_VOUCHERS]),
            policy=policy.p,
            testing=policy.testing,
        )


def _count_source(sources: dict[str, _Source], record: Record, begin: int | None, end: int | None) -> None:
    ip = record.source_ip or "?"
    source = sources.get(ip)
    if source is None:
        if len(sources) >= MAX_SOURCES:
            for small in sorted(sources, key=lambda one: sources[one].messages)[: MAX_SOURCES // 2]:
                del sources[small]
        source = sources[ip] = _Source(record.whose)
    source.messages += record.count
    source.vouched_by = source.vouched_by or record.vouched_by
    if begin is not None:
        source.first = begin if source.first is None else min(source.first, begin)
        last = max(begin, (end or begin) - 1)  # some end with the first second of the next day
        source.last = last if source.last is None else max(source.last, last)


def _count_days(days: dict[int, int], count: int, begin: int, end: int) -> None:
    """A report about a day counts for the day in which its middle lies, whatever time zone it keeps; one about several
    days in equal parts for each."""
    if end - begin > MAX_PERIOD:
        return
    if end - begin <= _ONE_DAY:
        shares = {(begin + end) // 2 // DAY: count}
    else:
        covered = range(begin // DAY, max(begin, end - 1) // DAY + 1)
        each, rest = divmod(count, len(covered))
        shares = {day: each + (number < rest) for number, day in enumerate(covered)}
    for day, share in shares.items():
        if share and (day in days or len(days) < MAX_DAYS):
            days[day] = days.get(day, 0) + share


def _largest(sources: dict[str, _Source]) -> tuple[Sender, ...]:
    chosen = sorted(sources, key=lambda ip: (-sources[ip].messages, ip))[:SENDERS]
    return tuple([sources[ip].sender(ip) for ip in chosen])


def _date(value: int | None) -> str | None:
    return None if value is None else rfc3339(value)
