"""Reports as several systems write them, put together from the schemas of RFC 7489 appendix C, RFC 9990 and RFC 8460.
All names and numbers are made up."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from typing import NamedTuple

BEGIN, END = 1_795_132_800, 1_795_219_199
"""20 November 2026, the whole day (UTC)."""
DAY = 86_400
DOMAIN = "blumenhaus.example"


class Row(NamedTuple):
    """A `record`. `auth`: what stands in auth_results, ready-made."""

    ip: str
    count: int
    dkim: str = "fail"
    spf: str = "fail"
    disposition: str = "none"
    reason: str = ""
    auth: str = ""
    header_from: str = DOMAIN


BOT = Row("203.0.113.77", 312, disposition="reject")
OWN = Row("192.0.2.10", 40, "pass", "pass")
ROWS = (BOT, OWN)


def dkim(domain: str, result: str = "pass", selector: str = "s1") -> str:
    return f"<dkim><domain>{domain}</domain><selector>{selector}</selector><result>{result}</result></dkim>"


def spf(domain: str, result: str = "pass") -> str:
    return f"<spf><domain>{domain}</domain><result>{result}</result></spf>"


def record(row: Row, envelope: str = "") -> str:
    reason = f"<reason><type>{row.reason}</type><comment/></reason>" if row.reason else ""
    return (
        f"<record><row><source_ip>{row.ip}</source_ip><count>{row.count}</count><policy_evaluated>"
        f"<disposition>{row.disposition}</disposition><dkim>{row.dkim}</dkim><spf>{row.spf}</spf>{reason}"
        f"</policy_evaluated></row><identifiers>{envelope}<header_from>{row.header_from}</header_from></identifiers>"
        f"<auth_results>{row.auth or spf(row.header_from, 'softfail')}</auth_results></record>"
    )


def metadata(org: str, email: str, ident: str, begin: int = BEGIN, end: int = END) -> str:
    return (
        f"<report_metadata><org_name>{org}</org_name><email>{email}</email><report_id>{ident}</report_id>"
        f"<date_range><begin>{begin}</begin><end>{end}</end></date_range></report_metadata>"
    )


def policy(domain: str = DOMAIN, p: str = "none", more: str = "<pct>100</pct>") -> str:
    return (
        f"<policy_published><domain>{domain}</domain><adkim>r</adkim><aspf>r</aspf><p>{p}</p>{more}</policy_published>"
    )


def plain(*rows: Row, org: str = "post.example", ident: str = "1", begin: int = BEGIN, end: int = END,
          domain: str = DOMAIN, p: str = "none") -> bytes:  # fmt: skip
    """The bare schema."""
    head = metadata(org, f"dmarc@{org}", ident, begin, end)
    text = f"<feedback>{head}{policy(domain, p)}{''.join(map(record, rows or ROWS))}</feedback>"
    return text.encode()


def google(*rows: Row) -> bytes:
    """As Google does: a version, everything indented by two blanks."""
    head = metadata("suche.example", "noreply-dmarc@suche.example", "8471112233445566778")
    text = "".join(map(record, rows or ROWS))
    body = f"<feedback><version>1.0</version>{head}{policy()}{text}</feedback>".replace("><", ">\n  <")
    return ('<?xml version="1.0" encoding="UTF-8" ?>\n' + body + "\n").encode()


def microsoft(*rows: Row) -> bytes:
    """As Microsoft does: with schema namespaces that are not used, the envelope's domains, all in one line."""
    head = metadata("Office Mail", "dmarcreport@office.example", "0f3e5a6b7c8d4e9fa0b1c2d3e4f5a6b7")
    spaces = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    envelope = "<envelope_to>empfang.test</envelope_to><envelope_from>bounce.shop.test</envelope_from>"
    text = "".join(record(row, envelope) for row in rows or ROWS)
    return f'<?xml version="1.0"?><feedback {spaces}><version>1.0</version>{head}{policy()}{text}</feedback>'.encode()


def yahoo(*rows: Row) -> bytes:
    """As Yahoo does: tabs before the line ends, no version, an id with a dot."""
    body = f"<feedback>{metadata('Portal', 'dmarchelp@portal.example', '1795219300.123456')}{policy()}"
    body += "".join(map(record, rows or ROWS)) + "</feedback>"
    return ('<?xml version="1.0"?>\t\n' + body.replace("><", ">\t\n<")).encode()


def fastmail(*rows: Row) -> bytes:
    """As Fastmail does: several signatures in a row, an empty selector, results in words, a scope for SPF."""
    scoped = "<spf><domain>bounce.versand.test</domain><scope>mfrom</scope><result>pass</result></spf>"
    auth = dkim("liste.test", "fail", "") + dkim("versand.test") + scoped
    text = "".join(record(row._replace(auth=auth)) for row in rows or ROWS)
    head = metadata("Fastmail Pty Ltd", "reports@schnell.example", "77")
    return f'<?xml version="1.0"?>\n<feedback>{head}{policy()}{text}</feedback>'.encode()


def recent(*rows: Row) -> bytes:
    """RFC 9990: a namespace, discovery_method, testing, an extension, the generator."""
    head = metadata("neu.example", "reports@neu.example", "r-1").replace(
        "</report_metadata>", "<generator>Rapporteur 3</generator></report_metadata>"
    )
    more = "<np>reject</np><testing>n</testing><discovery_method>treewalk</discovery_method>"
    extension = '<extension><x:seen xmlns:x="urn:x"><x:domain>other.test</x:domain></x:seen></extension>'
    text = f'<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"><version>1.0</version>{head}'
    text += policy(p="reject", more=more) + extension + "".join(map(record, rows or ROWS)) + "</feedback>"
    return text.encode()


def zipped(*files: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for number, data in enumerate(files):
            archive.writestr(f"report{number}.xml", data)
    return raw.getvalue()


def mail(data: bytes, name: str = "", kind: str = "application/gzip", *, org: str = "post.example", alone: bool = False,
         head: str = "") -> bytes:  # fmt: skip
    """A message with `data` attached, or made of it alone."""
    name = name or f"{org}!{DOMAIN}!{BEGIN}!{END}.xml.gz"
    encoded = base64.encodebytes(data).decode()
    attached = (
        f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n{encoded}'
    )
    top = (
        f"{head}From: DMARC reports <dmarc@{org}>\nTo: reports@{DOMAIN}\nMessage-ID: <{name[:30]}@{org}>\n"
        f"Subject: Report Domain: {DOMAIN} Submitter: {org} Report-ID: <1>\n"
        "Date: Sat, 21 Nov 2026 01:00:00 +0000\nMIME-Version: 1.0\n"
    )
    if alone:
        return (top + attached).encode()
    text = "Content-Type: text/plain\n\nThis is an aggregate report.\n"
    html = "Content-Type: text/html\n\n<html><body>A report</body></html>\n"
    parts = "".join(f"--b\n{part}\n" for part in (text, html, attached))
    return f'{top}Content-Type: multipart/mixed; boundary="b"\n\n{parts}--b--\n'.encode()


def tls_json(domain: str = DOMAIN, succeeded: int = 1_200, failed: int = 3) -> bytes:
    policy = {
        "policy": {"policy-type": "sts", "policy-domain": domain, "mx-host": ["*.anbieter.example"]},
        "summary": {"total-successful-session-count": succeeded, "total-failure-session-count": failed},
        "failure-details": [{"result-type": "certificate-expired", "failed-session-count": failed}] if failed else [],
    }
    return json.dumps({
        "organization-name": "Post", "contact-info": "tls@post.example", "report-id": "t1",
        "date-range": {"start-datetime": "2026-11-20T00:00:00Z", "end-datetime": "2026-11-20T23:59:59Z"},
        "policies": [policy],
    }).encode()  # fmt: skip


def tls_mail(data: bytes) -> bytes:
    name = f"post.example!{DOMAIN}!{BEGIN}!{END}.json.gz"
    return mail(gzip.compress(data), name, "application/tlsrpt+gzip")


FAILURE = """\
From: DMARC <noreply@post.example>
To: ruf@blumenhaus.example
Subject: FW: Ihre Lieferung wartet
Date: Sat, 21 Nov 2026 09:20:00 +0100
Message-ID: <f1@post.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

This is an email authentication failure report.
--b
Content-Type: message/feedback-report

Feedback-Type: auth-failure
User-Agent: Rapporteur/1.0
Version: 1
Original-Mail-From: <x1@bot.test>
Arrival-Date: Sat, 21 Nov 2026 09:14:00 +0100
Source-IP: 203.0.113.77
Reported-Domain: blumenhaus.example
Auth-Failure: dmarc
Delivery-Result: reject
Identity-Alignment: none
Reporting-MTA: dns; mx.post.example
Incidents: 3

--b
Content-Type: text/rfc822-headers

From: Anna Winter <anna.winter@blumenhaus.example>
To: otto@post.example
Subject: Ihre Lieferung wartet
Message-ID: <spam1@bot.test>

--b--
"""
