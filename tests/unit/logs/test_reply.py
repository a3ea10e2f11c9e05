from __future__ import annotations

import pytest

from whosent.logs.reply import next_id_of, status_of


@pytest.mark.parametrize(
    ("reply", "next_id"),
    [
        ("250 2.0.0 Ok: queued as 96FF52546E8", "96FF52546E8"),
        ("250 2.0.0 Ok: 743 bytes queued as 4jYS744lHqzLNxk", "4jYS744lHqzLNxk"),
        ("250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 78E362544DD", "78E362544DD"),
        ("250 OK id=1xVgey-00001A-0k", "1xVgey-00001A-0k"),
        ("250 OK id=1xVqVi-00000001p7a-0abC", "1xVqVi-00000001p7a-0abC"),
        ("250- 1125 byte chunk, total 1125\\n250 OK id=1xVgf3-00001N-35", "1xVgf3-00001N-35"),
        ("250 2.0.0 6AO2raGd000075 Message accepted for delivery", "6AO2raGd000075"),
        ("6AOD6jxg000197 Message accepted for delivery", "6AOD6jxg000197"),
        ("250 2.0.0: 7f0fbbc4 Message accepted for delivery", "7f0fbbc4"),
        ("250 Ok. 000000006B04FC31.000000AF", "000000006B04FC31.000000AF"),
        ("250 2.0.0 OK 1763952816 a640c23a62f3a-x.123 - gsmtp", None),
        ("250 2.6.0 <a@b.example> [InternalId=1] Queued mail for delivery", None),
        ("250 2.0.0 <anna@kunde.example> hQtbLTD8BGsWAQAA2WlBCA Saved", None),
        ("250 2.0.0 Ok: queued as 96FF52546E8 and more", None),
        ("250 2.0.0 Message accepted for delivery", None),
        ("", None),
    ],
)
def test_the_id_at_the_other_end(reply, next_id):
    assert next_id_of(reply) == next_id


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("250 2.0.0 Ok", "2.0.0"),
        ("550-5.7.26 no", "5.7.26"),
        ("SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 5.1.1 no", "5.1.1"),
        ("250- 5 byte chunk, total 5\\n250 2.0.0 OK", "2.0.0"),
        ("550 no such user", None),
        ("550 no: 5.1.1", None),
        ("550 5.1.1.1 no", None),
        ('550 x" stat="250 2.0.0 Ok', None),
    ],
)
def test_the_status(reply, status):
    assert status_of(reply) == status
