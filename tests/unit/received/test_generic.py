"""Lines of the grammar for all other MTAs: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

HITS = [
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example (Some MTA 1.0) with "
            "ESMTP id 6702827002F for <info@host.example>; Fri, 3 Mar 2006 15:09:22 -0500 (EST)"
        ),
        {
            "family": "",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "6702827002F",
            "for_addr": "info@host.example",
            "date": "2006-03-03T15:09:22-05:00",
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9]) by mail.host.example (Lotus Domino Release 8.5.3) with ESMTP"
            " id 2012020914165788-77437 ; Mon, 9 Feb 2012 14:16:57 -0600"
        ),
        {
            "family": "domino",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "2012020914165788-77437",
            "date": "2012-02-09T14:16:57-06:00",
        },
    ),
    (
        "from User ([203.0.113.7]) by mail.host.example with hMailServer ; Tue, 10 Feb 2015 02:36:04 +0100",
        {
            "family": "hmailserver",
            "by": "mail.host.example",
            "from_helo": "User",
            "from_ip": "203.0.113.7",
            "date": "2015-02-10T02:36:04+01:00",
        },
    ),
    (
        "from ([203.0.113.7]) by mail.host.example with MailEnable ESMTP; Tue, 20 Feb 2007 09:26:17 -0500",
        {
            "family": "mailenable",
            "by": "mail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTP",
            "date": "2007-02-20T09:26:17-05:00",
        },
    ),
    (
        (
            "from mx.sender.example [198.51.100.9] by mail.host.example with ESMTP (SMTPD32-8.15) id A1B2C3D4; "
            "Tue, 20 Feb 2007 09:26:17 -0500"
        ),
        {
            "family": "imail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "A1B2C3D4",
            "date": "2007-02-20T09:26:17-05:00",
        },
    ),
    (
        (
            "from [198.51.100.9] by mail.host.example (NTMail 5.05.0002/CE0026.01) with ESMTP id kvqkfaaa for "
            "info@host.example; Sun, 12 Mar 2006 05:36:18 +0000"
        ),
        {
            "family": "ntmail",
            "by": "mail.host.example",
            "from_helo": "[198.51.100.9]",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "kvqkfaaa",
            "for_addr": "info@host.example",
            "date": "2006-03-12T05:36:18+00:00",
        },
    ),
    (
        (
            "from unknown [198.51.100.9] (EHLO mx.sender.example) by p02.filter.example(mxl_mta-6.9.0-2) over TLS"
            " secured channel with ESMTP id 566d6bd4.0 (envelope-from <news@sender.example>); Tue, 26 Apr 2011 "
            "08:27:51 -0600 (MDT)"
        ),
        {
            "family": "",
            "by": "p02.filter.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "566d6bd4.0",
            "envelope_from": "news@sender.example",
            "date": "2011-04-26T08:27:51-06:00",
        },
    ),
    (
        (
            "from pc ([203.0.113.7]) (authenticated user anna@customer.example) by mail.host.example (Kerio "
            "Connect 9.2.7) (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384) with ESMTPSA for "
            "friend@other.example; Tue, 24 Nov 2020 03:53:42 +0100"
        ),
        {
            "family": "kerio",
            "by": "mail.host.example",
            "from_helo": "pc",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "for_addr": "friend@other.example",
            "date": "2020-11-24T03:53:42+01:00",
            "tls": "TLSv1.2",
        },
    ),
    (
        (
            "from pc.customer.example (203.0.113.7) by mail.host.example (7.0.028) (authenticated as anna) id "
            "413489B100C9C1FD for friend@other.example; Tue, 28 Sep 2004 21:43:43 +0200"
        ),
        {
            "family": "critical-path",
            "by": "mail.host.example",
            "from_helo": "pc.customer.example",
            "from_rdns": "pc.customer.example",
            "from_ip": "203.0.113.7",
            "auth": "anna",
            "login": "anna",
            "id": "413489B100C9C1FD",
            "for_addr": "friend@other.example",
            "date": "2004-09-28T21:43:43+02:00",
        },
    ),
    (
        (
            "from pc (203.0.113.7:51200) by mail.host.example (KumoMTA 10.0.0.5) with ESMTPSA id 1a2b3c4d; Tue, "
            "24 Nov 2026 03:53:42 +0100"
        ),
        {
            "family": "kumomta",
            "by": "mail.host.example",
            "from_helo": "pc",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "1a2b3c4d",
            "date": "2026-11-24T03:53:42+01:00",
        },
    ),
    (
        "from 203.0.113.7 by www001.provider.example with HTTP; Wed, 28 Nov 2012 00:57:41 +0100 (CET)",
        {
            "family": "",
            "by": "www001.provider.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2012-11-28T00:57:41+01:00",
        },
    ),
    (
        (
            "from (203.0.113.7) by mail.host.example (PowerMTA(TM) v3.5r16) id hehvng0ik18p for "
            "<friend@other.example>; Thu, 29 Apr 2012 23:34:45 +0200 (envelope-from <bounce-1@host.example>)"
        ),
        {
            "family": "powermta",
            "by": "mail.host.example",
            "from_ip": "203.0.113.7",
            "id": "hehvng0ik18p",
            "for_addr": "friend@other.example",
            "envelope_from": "bounce-1@host.example",
            "date": "2012-04-29T23:34:45+02:00",
        },
    ),
    (
        (
            "from MTEzNzYxNg (unknown [198.51.100.14]) by ismtpd0007p1las1.sendgrid.net (SG) with HTTP id "
            "oguVx1AxQayV5Sv2nYK for <friend@other.example>; Fri, 28 Sep 2018 08:48:36.716 +0000 (UTC)"
        ),
        {
            "family": "sendgrid",
            "by": "ismtpd0007p1las1.sendgrid.net",
            "from_helo": "MTEzNzYxNg",
            "from_ip": "198.51.100.14",
            "protocol": "HTTP",
            "auth": "HTTP",
            "id": "oguVx1AxQayV5Sv2nYK",
            "for_addr": "friend@other.example",
            "date": "2018-09-28T08:48:36+00:00",
        },
    ),
    (
        (
            "(from PC7 [203.0.113.7]) by mail.host.example (NAVGW 2.5.2.12) with SMTP id M2006040415284308595 for"
            " <info@host.example>; Tue, 04 Apr 2006 15:28:45 +0100"
        ),
        {
            "family": "navgw",
            "by": "mail.host.example",
            "from_helo": "PC7",
            "from_ip": "203.0.113.7",
            "protocol": "SMTP",
            "id": "M2006040415284308595",
            "for_addr": "info@host.example",
            "date": "2006-04-04T15:28:45+01:00",
        },
    ),
    (
        (
            "FROM mx.sender.example (mx.sender.example [198.51.100.9]) BY mail.host.example ID 434B508E.174A6 ; "
            "11 Oct 2005 01:41:34 -0400"
        ),
        {
            "family": "",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "id": "434B508E.174A6",
            "date": "2005-10-11T01:41:34-04:00",
        },
    ),
    (
        (
            "from mx.sender.example (something.sender.example [198.51.100.9]) at just after 10pm by "
            "mail.host.example on a Friday (CrazyMTA) (envelope-from <news@sender.example>) with TFTP"
        ),
        {
            "family": "",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "something.sender.example",
            "from_ip": "198.51.100.9",
            "envelope_from": "news@sender.example",
        },
    ),
    (
        (
            "by filter1356p1.sendgrid.net with SMTP id filter1356p1-30359-5BADEAE4-E 2018-09-28 "
            "08:48:36.858842501 +0000 UTC m=+1856335.516585242"
        ),
        {
            "family": "",
            "by": "filter1356p1.sendgrid.net",
            "protocol": "SMTP",
            "id": "filter1356p1-30359-5BADEAE4-E",
            "date": "2018-09-28T08:48:36+00:00",
        },
    ),
    (
        (
            "from CNN by CNN.example (LISTSERV-TCP/IP release 1.8d) with spool id 35469828 for list@cnn.example; "
            "Tue, 23 May 2006 11:01:27 -0400"
        ),
        {
            "family": "",
            "by": "CNN.example",
            "from_helo": "CNN",
            "id": "35469828",
            "for_addr": "list@cnn.example",
            "date": "2006-05-23T11:01:27-04:00",
        },
    ),
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected
