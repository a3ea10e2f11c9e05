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
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9] (AS64500 Example LLC, US)) (using TLSv1.3 "
            "with cipher TLS13_AES_256_GCM_SHA384) by mail.host.example (Stalwart SMTP) with ESMTPS id "
            "3DE517AF3D36E02; Mon, 8 Dec 2025 12:51:09 +0000"
        ),
        {
            "family": "stalwart",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "3DE517AF3D36E02",
            "date": "2025-12-08T12:51:09+00:00",
            "tls": "TLSv1.3",
        },
    ),
    (
        (
            "from [192.168.178.30] (203.0.113.7) by mail.host.example (Axigen) with (ECDHE-RSA-AES128-GCM-SHA256 "
            "encrypted) ESMTPSA id 18B45A; Thu, 26 Aug 2021 19:50:59 +0000"
        ),
        {
            "family": "axigen",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "18B45A",
            "date": "2021-08-26T19:50:59+00:00",
            "tls": "ECDHE-RSA-AES128-GCM-SHA256",
        },
    ),
    (
        (
            "from pc.localdomain ( [203.0.113.7]) by bizesmtp.provider.example (ESMTP) with id ; Tue, 23 Aug 2022"
            " 22:16:48 +0800 (CST)"
        ),
        {
            "family": "",
            "by": "bizesmtp.provider.example",
            "from_helo": "pc.localdomain",
            "from_ip": "203.0.113.7",
            "date": "2022-08-23T22:16:48+08:00",
        },
    ),
    (
        (
            "from [IPV6:2001:db8:73c:c800::1] by mail.host.example (IPv6:2001:db8::2) (MDaemon PRO v23.5.1) with "
            "ESMTPSA id md5001003764615.msg; Wed, 20 Dec 2023 08:35:58 -0500"
        ),
        {
            "family": "mdaemon",
            "by": "mail.host.example",
            "from_helo": "[IPV6:2001:db8:73c:c800::1]",
            "from_ip": "2001:db8:73c:c800::1",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "md5001003764615.msg",
            "date": "2023-12-20T08:35:58-05:00",
        },
    ),
    (
        (
            "from service-8 (10.96.153.38) by mail.host.example (KumoMTA 10.96.112.98) with ESMTPS "
            "(TLSv1_3:TLS13_AES_256_GCM_SHA384) id e3a3b8582dd3 for <you@other.example>; Wed, 1 Apr 2026 14:05:50"
            " +0000"
        ),
        {
            "family": "kumomta",
            "by": "mail.host.example",
            "from_helo": "service-8",
            "from_ip": "10.96.153.38",
            "protocol": "ESMTPS",
            "id": "e3a3b8582dd3",
            "for_addr": "you@other.example",
            "date": "2026-04-01T14:05:50+00:00",
            "tls": "TLSv1_3",
        },
    ),
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example (Halon) with ESMTPS "
            "id 33dc716e-2225-11f0-9eb3-5ba50f476ded; Sat, 26 Apr 2025 00:32:44 +0200 (CEST)"
        ),
        {
            "family": "halon",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "33dc716e-2225-11f0-9eb3-5ba50f476ded",
            "date": "2025-04-26T00:32:44+02:00",
        },
    ),
    (
        (
            "from localhost(mailfrom:anna@customer.example fp:SMTPD_---0Wio9yUM_1752458672 cluster:ay36) by "
            "smtp.provider.example(127.0.0.1); Mon, 14 Jul 2025 10:04:33 +0800"
        ),
        {
            "family": "",
            "by": "smtp.provider.example",
            "from_helo": "localhost",
            "date": "2025-07-14T10:04:33+08:00",
        },
    ),
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected
