"""PHP's mail.log and the access log of a web server: lab, logs/web1/php_mail.log and access.log."""

from __future__ import annotations

from datetime import datetime, tzinfo

from tests.worlds.moments import CET, access, php
from tests.worlds.paper import Paper

AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:109.0)"


def call(paper: Paper, moment: datetime, script: str, line: int, to: str, headers: str, subject: str,
         zone: tzinfo = CET) -> None:  # fmt: skip
    """mail() was called. `headers` with two blanks where the script wrote CRLF."""
    paper.write(moment, f"[{php(moment, zone)}] mail() on [{script}:{line}]: To: {to} -- Headers: {headers} "
                        f"-- Subject: {subject}")  # fmt: skip


def request(paper: Paper, moment: datetime, site: str, client: str, path: str, method: str = "POST",
            agent: str = AGENT) -> None:  # fmt: skip
    paper.write(moment, f'{site} {client} - - [{access(moment)}] "{method} {path} HTTP/1.1" 200 12 "-" "{agent}"')
