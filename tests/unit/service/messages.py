"""Messages for the tests of the use cases, typed."""

from __future__ import annotations

BOUNCE = b"""\
Return-Path: <>
Delivered-To: info@victim.example
Received: from mx.remote.test (mx.remote.test [198.51.100.25])
\tby mail.victim.example (Postfix) with ESMTPS id 4AAA11111A1
\tfor <info@victim.example>; Tue, 24 Nov 2026 09:00:05 +0000 (UTC)
Received: by mx.remote.test (Postfix)
\tid 4BBB22222B2; Tue, 24 Nov 2026 09:00:04 +0000 (UTC)
Date: Tue, 24 Nov 2026 09:00:04 +0000 (UTC)
From: MAILER-DAEMON@mx.remote.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: info@victim.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4BBB22222B2/mx.remote.test"
Message-ID: <20261124090004.4BBB22222B2@mx.remote.test>

--4BBB22222B2/mx.remote.test
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.remote.test.

<nobody@remote.test>: host store.remote.test[198.51.100.26] said: 550 5.1.1
    <nobody@remote.test>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

--4BBB22222B2/mx.remote.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.remote.test
X-Postfix-Queue-ID: 4BBB22222B2
X-Postfix-Sender: rfc822; info@victim.example
Arrival-Date: Tue, 24 Nov 2026 09:00:01 +0000 (UTC)

Final-Recipient: rfc822; nobody@remote.test
Original-Recipient: rfc822;nobody@remote.test
Action: failed
Status: 5.1.1
Remote-MTA: dns; store.remote.test
Diagnostic-Code: smtp; 550 5.1.1 <nobody@remote.test>: Recipient address
    rejected: User unknown

--4BBB22222B2/mx.remote.test
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <info@victim.example>
Received: from FROM_HELO (FROM_HELO [FROM_IP])
\tby mx.remote.test (Postfix) with ESMTP id 4BBB22222B2
\tfor <nobody@remote.test>; Tue, 24 Nov 2026 09:00:01 +0000 (UTC)
From: "Info" <info@victim.example>
To: nobody@remote.test
Subject: Cheap watches
Message-ID: <spam.1@victim.example>
Date: Tue, 24 Nov 2026 08:59:59 +0000

Buy now.

--4BBB22222B2/mx.remote.test--
"""


def bounce(helo: str = "dyn-9.pool.test", ip: str = "203.0.113.9") -> bytes:
    """A bounce of a message that `ip` handed to the system that bounced it."""
    return BOUNCE.replace(b"FROM_HELO", helo.encode()).replace(b"FROM_IP", ip.encode())


LETTER = b"""\
Received: from mail.friend.test (mail.friend.test [198.51.100.80])
\tby mail.victim.example (Postfix) with ESMTPS id 4CCC33333C3
\tfor <info@victim.example>; Tue, 24 Nov 2026 10:00:00 +0000 (UTC)
From: friend@friend.test
To: info@victim.example
Subject: Hello
Message-ID: <letter@friend.test>
Date: Tue, 24 Nov 2026 10:00:00 +0000

How are you?
"""
