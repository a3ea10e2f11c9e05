"""Lines of Google: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.google import FAMILY

HITS = [
    (
        (
            "from mx.sender.example (mx.sender.example. [198.51.100.9]) by mx.google.com with ESMTPS id "
            "hf9si20527599wib.54.2026.11.24 for <you@gmail.example> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384"
            " bits=256/256); Tue, 24 Nov 2026 03:50:59 -0700 (PDT)"
        ),
        {
            "family": "google",
            "by": "mx.google.com",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "hf9si20527599wib.54.2026.11.24",
            "for_addr": "you@gmail.example",
            "date": "2026-11-24T03:50:59-07:00",
            "tls": "TLS1_3",
        },
    ),
    (
        (
            "from [192.168.178.30] (dsl-7.pool.example. [203.0.113.7]) by smtp.gmail.com with ESMTPSA id "
            "y23sm23699905pfn.101 for <friend@other.example> (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 "
            "bits=128/128); Tue, 24 Nov 2026 03:50:59 -0700 (PDT)"
        ),
        {
            "family": "google",
            "by": "smtp.gmail.com",
            "from_helo": "[192.168.178.30]",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "y23sm23699905pfn.101",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T03:50:59-07:00",
            "tls": "TLS1_3",
        },
    ),
    (
        (
            "from ?192.168.178.30? ( [203.0.113.7]) by mx.google.com with ESMTPS id e1sm10709566ugf.71 "
            "(version=TLSv1/SSLv3 cipher=RC4-MD5); Tue, 06 May 2008 22:54:14 -0700 (PDT)"
        ),
        {
            "family": "google",
            "by": "mx.google.com",
            "from_helo": "?192.168.178.30?",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPS",
            "id": "e1sm10709566ugf.71",
            "date": "2008-05-06T22:54:14-07:00",
            "tls": "TLSv1/SSLv3",
        },
    ),
    (
        "from mx.sender.example (198.51.100.9) by mx.google.com with ESMTPS id e1",
        {
            "family": "google",
            "by": "mx.google.com",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "e1",
        },
    ),
    (
        (
            "from mail-sor-f69.google.com (mail-sor-f69.google.com. [209.85.220.69]) by mx.google.com with SMTPS "
            "id q4sor122.16 for <you@gmail.example> (Google Transport Security); Thu, 26 Feb 2023 18:30:56 -0800 "
            "(PST)"
        ),
        {
            "family": "google",
            "by": "mx.google.com",
            "from_helo": "mail-sor-f69.google.com",
            "from_rdns": "mail-sor-f69.google.com",
            "from_ip": "209.85.220.69",
            "protocol": "SMTPS",
            "id": "q4sor122.16",
            "for_addr": "you@gmail.example",
            "date": "2023-02-26T18:30:56-08:00",
            "tls": "yes",
        },
    ),
    (
        ("by 2002:a05:6512:1785:b0:19a:50ce:a944 with SMTP id x5csp577194lqe; Thu, 26 Feb 2023 18:30:56 -0800 (PST)"),
        {
            "family": "google",
            "by": "2002:a05:6512:1785:b0:19a:50ce:a944",
            "protocol": "SMTP",
            "id": "x5csp577194lqe",
            "date": "2023-02-26T18:30:56-08:00",
            "local": True,
        },
    ),
    (
        "by 10.36.251.57 with HTTP; Mon, 28 Nov 2005 10:26:35 -0800 (PST)",
        {
            "family": "google",
            "by": "10.36.251.57",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2005-11-28T10:26:35-08:00",
        },
    ),
    (
        "by 10.190.4.196 with POP3 id 4mf308372yxp.131; Thu, 29 Apr 2010 23:34:45 +0900 (JST)",
        {
            "family": "google",
            "by": "10.190.4.196",
            "protocol": "POP3",
            "id": "4mf308372yxp.131",
            "date": "2010-04-29T23:34:45+09:00",
            "retrieval": True,
        },
    ),
    (
        ("from 1062605505694 named unknown by gmailapi.google.com with HTTPREST; Tue, 24 Nov 2026 03:50:59 -0700"),
        {
            "family": "google",
            "by": "gmailapi.google.com",
            "protocol": "HTTPREST",
            "auth": "HTTP",
            "date": "2026-11-24T03:50:59-07:00",
        },
    ),
]

NEAR_MISSES = [
    "from a (b.sender.example. [198.51.100.9]) by mx.notgoogle.com with ESMTPS id x for <a@b.example>",
    "by 203.0.113.7 with SMTP id c132csp2233567itc",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
