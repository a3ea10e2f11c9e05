"""Whole messages: what in them is a report, and what becomes of those that are none."""

from __future__ import annotations

import gzip

import pytest
from tests.unit.feedback import reports
from tests.unit.feedback.reports import DOMAIN, mail, plain, tls_json, tls_mail, zipped

from whosent.feedback import read_feedback
from whosent.mail import parse
from whosent.model.feedback import Feedback
from whosent.notice import recognise


def read(data: bytes) -> tuple[Feedback, ...]:
    parsed = parse(data)
    return read_feedback(parsed, recognise(parsed))


@pytest.mark.parametrize(
    "data",
    [
        mail(zipped(reports.google()), f"google.com!{DOMAIN}!1795132800!1795219199.zip", "application/zip", alone=True),
        mail(gzip.compress(reports.microsoft(), mtime=0)),
        mail(gzip.compress(reports.yahoo(), mtime=0), kind="application/x-gzip"),
        mail(gzip.compress(reports.fastmail(), mtime=0), kind="application/octet-stream"),
        mail(reports.recent(), f"neu.example!{DOMAIN}!1795132800!1795219199!r-1.xml", "text/xml"),
        mail(gzip.compress(plain(), mtime=0), "report", "application/zip"),  # the label lies
    ],
    ids=["google", "microsoft", "yahoo", "fastmail", "rfc9990", "wrong-label"],
)
def test_aggregate_reports_as_they_come(data: bytes) -> None:
    (found,) = read(data)
    assert (found.form, found.domain, found.totals.failed, found.trouble) == ("dmarc", DOMAIN, 312, None)


def test_tls_reports_as_they_come() -> None:
    (found,) = read(tls_mail(tls_json()))
    assert (found.form, found.domain) == ("tls", DOMAIN)


def test_several_reports_in_one_archive() -> None:
    found = read(mail(zipped(plain(), plain(ident="2"), tls_json()), "r.zip", "application/zip"))
    assert [(one.form, one.report_id) for one in found] == [("dmarc", "1"), ("dmarc", "2"), ("tls", "t1")]


def test_what_stands_before_a_bad_file_counts() -> None:
    found = read(mail(zipped(plain(), zipped(plain()), plain(ident="3")), "r.zip", "application/zip"))
    assert [(one.report_id, one.trouble) for one in found] == [("1", None), (None, "nested")]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (gzip.compress(b"<html>sorry</html>", mtime=0), "no-report"),
        (gzip.compress(b"just text", mtime=0), "no-report"),
        (gzip.compress(b"", mtime=0), "no-report"),
        (gzip.compress(b"<feedback>" + b" " * 30_000_000, mtime=0), "bomb"),
        (b"\x1f\x8b\x08broken", "damaged"),
        (b"%PDF-1.4", "no-report"),
        (b"", "no-report"),
        (gzip.compress(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><feedback/>', mtime=0), "doctype"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, trouble: str) -> None:
    (found,) = read(mail(data))
    assert (found.trouble, found.records, found.domain) == (trouble, (), None)


def test_a_report_whose_end_was_cut_off() -> None:
    rows = [reports.Row(f"203.0.113.{number}", number + 1) for number in range(200)]
    whole = mail(gzip.compress(plain(*rows), 1, mtime=0))
    (found,) = read(whole[: len(whole) * 3 // 4])
    assert found.trouble == "damaged"
    assert 0 < found.totals.records < 200


def test_other_messages_are_no_feedback() -> None:
    assert read(b"From: a@b.test\nSubject: hello\n\n<feedback/>\n") == ()


def test_only_so_many_attachments_are_opened() -> None:
    part = "--b\nContent-Type: application/xml\n\n<feedback/>\n"
    text = f"Subject: Report Domain: x.test\nContent-Type: multipart/mixed; boundary=b\n\n{part * 50}--b--\n"
    assert len(read(text.encode())) == 10
