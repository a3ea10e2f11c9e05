"""DMARC aggregate reports: the XML of RFC 9990 section 3 and of RFC 7489 appendix C, which most reporters still write.

The parser calls back for each element and builds no tree, so a report of any length takes the memory of one row. A DTD
is refused when its first word is read: without one there are no entities to expand and nothing to fetch.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import cast

from whosent.feedback import values
from whosent.feedback.unpack import RefusedError
from whosent.mail.ip import normalise_ip
from whosent.model.feedback import Aligned, Auth, Disposition, Feedback, Method, Policy, Record, Totals, Trouble

MAX_RECORDS = 50_000
MAX_KEPT = 2_000
"""Rows that are kept, the largest ones; all are counted."""
MAX_DEPTH = 30
"""The schema has five levels; extensions may bring more."""
MAX_ELEMENTS = 3_000_000
MAX_TEXT = 500
"""Characters of one element that are kept."""
MAX_AUTH = 10
MAX_OVERRIDES = 5

_DISPOSITIONS = frozenset({"none", "quarantine", "reject", "pass"})
_POLICIES = frozenset({"none", "quarantine", "reject"})
_META = frozenset({
    "report_metadata/org_name", "report_metadata/email", "report_metadata/report_id",
    "report_metadata/date_range/begin", "report_metadata/date_range/end",
    *(f"policy_published/{tag}" for tag in ("domain", "p", "sp", "np", "pct", "testing")),
})  # fmt: skip
"""Below `feedback`."""
_ROW = {
    "row/source_ip": "ip", "row/count": "count", "row/policy_evaluated/disposition": "disposition",
    "row/policy_evaluated/dkim": "dkim", "row/policy_evaluated/spf": "spf",
    "identifiers/header_from": "from", "identifiers/envelope_from": "envelope",
    "identities/header_from": "from", "identities/envelope_from": "envelope",  # drafts before RFC 7489
}  # fmt: skip
"""Below `record`."""
_OVERRIDE = "row/policy_evaluated/reason/type"
_AUTH: dict[str, Method] = {"auth_results/dkim": "dkim", "auth_results/spf": "spf"}
_AUTH_FIELDS = {f"{path}/{name}": name for path in _AUTH for name in ("domain", "selector", "result")}

Fields = dict[str, str]


def read(pieces: Iterator[bytes]) -> Feedback:
    """The report in these pieces of XML. What was read before something went wrong stands in it, with the trouble;
    `RefusedError` where that is nothing."""
    report = _Report()
    trouble = _feed(pieces, report)
    if trouble in ("bomb", "doctype", "nested") or not report.is_report:
        raise RefusedError(trouble or "no-report")
    return report.feedback(trouble)


def _feed(pieces: Iterator[bytes], report: _Report) -> Trouble | None:
    try:
        from lxml.etree import XMLParser, XMLSyntaxError  # type: ignore[import-untyped]
    except ImportError:
        return "needs-lxml"
    parser = XMLParser(
        target=report, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except RefusedError as refused:
        return refused.trouble
    except (XMLSyntaxError, LookupError, ValueError):  # not well-formed; an encoding that nobody knows
        return "damaged"
    return None


class _Report:
    """The target that the parser calls back."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._elements = 0
        self._meta: Fields = {}
        self._record: _Row | None = None
        self._rows = _Rows()
        self.is_report = False

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        """No reporter writes one."""
        raise RefusedError("doctype")

    def start(self, tag: str, attributes: object) -> None:
        """An element begins. Namespaces differ between the schemas and say nothing more."""
        self._elements += 1
        if len(self._path) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise RefusedError("too-large")
        name = tag.rpartition("}")[2]
        self._path.append(name)
        self._text.clear()
        self._length = 0
        if len(self._path) == 1:
            if name != "feedback":
                raise RefusedError("no-report")
            self.is_report = True
        elif len(self._path) == 2 and name == "record":
            self._record = _Row()

    def data(self, text: str) -> None:
        """Text of the innermost element."""
        if self._length < MAX_TEXT:
            self._text.append(text[: MAX_TEXT - self._length])
            self._length += len(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        depth = len(self._path)
        if self._record is None:
            path = "/".join(self._path[1:])
            if path in _META:
                self._meta.setdefault(path, "".join(self._text))
        elif depth == 2:
            self._rows.add(self._record.finish())
            self._record = None
        else:
            self._record.put("/".join(self._path[2:]), "".join(self._text))
        self._path.pop()
        self._text.clear()
        self._length = 0

    def close(self) -> None:
        """The document is complete."""

    def feedback(self, trouble: Trouble | None) -> Feedback:
        """What was read."""
        meta = self._meta
        return Feedback(
            form="dmarc",
            reporter=values.name(meta.get("report_metadata/org_name")),
            contact=values.name(meta.get("report_metadata/email")),
            report_id=values.name(meta.get("report_metadata/report_id")),
            domain=values.domain(meta.get("policy_published/domain")) or self._rows.first_domain,
            begin=values.moment(meta.get("report_metadata/date_range/begin")),
            end=values.moment(meta.get("report_metadata/date_range/end")),
            policy=_policy(meta),
            records=self._rows.largest(),
            totals=self._rows.totals,
            trouble=trouble,
        )


class _Row:
    """One `record` while it is read."""

    __slots__ = ("_auth", "_fields", "_one", "_overrides")

    def __init__(self) -> None:
        self._fields: Fields = {}
        self._one: Fields = {}
        self._auth: list[Auth] = []
        self._overrides: list[str] = []

    def put(self, path: str, text: str) -> None:
        """The element at `path` has ended."""
        if path in _ROW:
            self._fields.setdefault(_ROW[path], text)
        elif path in _AUTH_FIELDS:
            self._one[_AUTH_FIELDS[path]] = text
        elif path in _AUTH:
            one, self._one = self._one, {}
            if len(self._auth) < MAX_AUTH:
                result = values.word(one.get("result"))
                self._auth.append(
                    Auth(_AUTH[path], values.domain(one.get("domain")), result, values.name(one.get("selector"), 63))
                )
        elif path == _OVERRIDE and len(self._overrides) < MAX_OVERRIDES:
            self._overrides.append(values.word(text))

    def finish(self) -> Record:
        """The row as a value."""
        fields = self._fields
        disposition = values.word(fields.get("disposition"))
        return Record(
            source_ip=normalise_ip(fields.get("ip", "")),
            count=values.count(fields.get("count")),
            disposition=cast(Disposition, disposition) if disposition in _DISPOSITIONS else None,
            dkim=_aligned(fields.get("dkim")),
            spf=_aligned(fields.get("spf")),
            header_from=values.domain(fields.get("from")),
            envelope_from=values.domain(fields.get("envelope")),
            auth=tuple(self._auth),
            overrides=tuple(self._overrides),
        )


class _Rows:
    """All rows counted, the largest kept."""

    def __init__(self) -> None:
        self.totals = Totals()
        self.first_domain: str | None = None
        self._kept: list[tuple[int, int, Record]] = []

    def add(self, row: Record) -> None:
        """Count a row. Those without messages say nothing."""
        before = self.totals
        if before.records >= MAX_RECORDS:
            raise RefusedError("too-large")
        self.totals = Totals(
            before.records + 1,
            before.messages + row.count,
            before.passed + row.count * row.passed,
            before.failed + row.count * row.failed,
        )
        self.first_domain = self.first_domain or row.header_from
        if row.count:
            entry = (row.count, -before.records, row)
            keep = heapq.heappush if len(self._kept) < MAX_KEPT else heapq.heappushpop
            keep(self._kept, entry)

    def largest(self) -> tuple[Record, ...]:
        """The rows that are kept, in the order of the report."""
        return tuple([row for _, _, row in sorted(self._kept, key=lambda entry: -entry[1])])


def _aligned(text: str | None) -> Aligned | None:
    found = values.word(text)
    if found == "pass":
        return "pass"
    return "fail" if found else None


def _policy(meta: Fields) -> Policy:
    found = {tag: values.word(meta.get(f"policy_published/{tag}")) for tag in ("p", "sp", "np", "pct", "testing")}
    p, sp, np = (found[tag] if found[tag] in _POLICIES else None for tag in ("p", "sp", "np"))
    partly = found["pct"].isdigit() and int(found["pct"]) < 100
    return Policy(
        values.domain(meta.get("policy_published/domain")), p, sp, np, testing=partly or found["testing"] == "y"
    )
