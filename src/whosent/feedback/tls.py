"""SMTP TLS reports (RFC 8460 section 4): JSON about the connections of other mail systems to ours. They say nothing
about forged mail; but they lie in the same mailbox, and whoever watches over a domain wants them counted."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from whosent.feedback import values
from whosent.feedback.unpack import RefusedError
from whosent.mail.date import rfc3339
from whosent.model.feedback import Feedback, Sessions

MAX_JSON = 2 * 1024 * 1024
"""Bytes. Reports have some kilobytes, however large the reporter; `[{},{},…` would become fifty times as much."""
MAX_POLICIES = 100
MAX_REASONS = 10


class _Summary(Struct, frozen=True, rename="kebab", gc=False):
    total_successful_session_count: int = 0
    total_failure_session_count: int = 0


class _Failure(Struct, frozen=True, rename="kebab", gc=False):
    result_type: str | None = None


class _PolicyOf(Struct, frozen=True, rename="kebab", gc=False):
    policy_domain: str | None = None


class _Policy(Struct, frozen=True, rename="kebab", gc=False):
    policy: _PolicyOf = _PolicyOf()
    summary: _Summary = _Summary()
    failure_details: list[_Failure] | None = None


class _Range(Struct, frozen=True, rename="kebab", gc=False):
    start_datetime: str | None = None
    end_datetime: str | None = None


class _Report(Struct, frozen=True, rename="kebab", gc=False):
    organization_name: str | None = None
    contact_info: str | None = None
    report_id: str | None = None
    date_range: _Range = _Range()
    policies: list[_Policy] = []


def read(pieces: Iterator[bytes]) -> Iterator[Feedback]:
    """The report in these pieces of JSON, once for each domain it speaks about."""
    try:
        report = msgspec.json.decode(_joined(pieces), type=_Report, strict=False)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as trouble:
        if isinstance(trouble, RefusedError):
            raise
        raise RefusedError("damaged") from None
    if not report.policies:
        raise RefusedError("no-report")
    sums: dict[str | None, Sessions] = {}
    for policy in report.policies[:MAX_POLICIES]:
        name = values.domain(policy.policy.policy_domain)
        sums[name] = _added(sums.get(name, Sessions()), policy)
    for name, sessions in sums.items():
        yield Feedback(
            form="tls",
            reporter=values.name(report.organization_name),
            contact=values.name(report.contact_info),
            report_id=values.name(report.report_id),
            domain=name,
            begin=rfc3339(report.date_range.start_datetime or ""),
            end=rfc3339(report.date_range.end_datetime or ""),
            sessions=sessions,
        )


def _joined(pieces: Iterator[bytes]) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > MAX_JSON:
            raise RefusedError("too-large")
    return bytes(found.removeprefix(b"\xef\xbb\xbf"))


def _added(before: Sessions, policy: _Policy) -> Sessions:
    named = (values.word(failure.result_type) for failure in (policy.failure_details or [])[:MAX_POLICIES])
    reasons = dict.fromkeys((*before.reasons, *filter(None, named)))
    return Sessions(
        before.succeeded + _bounded(policy.summary.total_successful_session_count),
        before.failed + _bounded(policy.summary.total_failure_session_count),
        tuple(reasons)[:MAX_REASONS],
    )


def _bounded(number: int) -> int:
    return max(0, min(number, values.MAX_COUNT))
