"""Dovecot 2.3: logins to read mail, and what its auth process says of wrong passwords (lab, logs/hostera)."""

from __future__ import annotations

from datetime import datetime

from tests.worlds.letter import Client
from tests.worlds.moments import exim, syslog
from tests.worlds.paper import Paper


def reads(paper: Paper, host: str, login: str, client: Client, moment: datetime, service: str = "imap") -> None:
    """Somebody logs in to IMAP or POP3."""
    paper.write(moment, f"{syslog(moment)} {host} dovecot: {service}-login: Login: user=<{login}>, method=PLAIN, "
                        f"rip={client.ip}, lip=192.0.2.10, mpid=275, TLS, session=<048d0fxg88vGM2RN>")  # fmt: skip


def wrong(paper: Paper, host: str, login: str, client: Client, moment: datetime, times: int = 1) -> None:
    """Somebody tries to send with a wrong password: Postfix says so."""
    for _ in range(times):
        paper.write(moment, f"{syslog(moment)} {host} postfix/submission/smtpd[254]: warning: {client.shown}: SASL "
                            f"LOGIN authentication failed: (reason unavailable), sasl_username={login}")  # fmt: skip


def wrong_at_exim(paper: Paper, login: str, client: Client, moment: datetime, times: int = 1) -> None:
    """The same at Exim (smtp_in.c, host_and_ident() in host.c, with incoming_port and incoming_interface)."""
    host = f"{client.name} ({client.helo})" if client.name else f"({client.helo})"
    for _ in range(times):
        paper.write(moment, f"{exim(moment)} plain_server authenticator failed for {host} [{client.ip}]:40117 "
                            f"I=[192.0.2.70]:587: 535 Incorrect authentication data (set_id={login})")  # fmt: skip
