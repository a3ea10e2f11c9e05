"""Received lines as real mail servers print them, from the parts that tests vary.

The forms are those of the sources named in `whosent.received`. `name` is what the server found in DNS for the address:
None where it found nothing. Sendmail alone tells a PTR name that does not resolve back (`forged=True`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

DATE = "Tue, 24 Nov 2026 09:00:00 +0000"
UNREADABLE = f"from [unparsable client!!] (really strange) via something by mail.victim.example; {DATE}"
"""No grammar finds a client in it."""


class Mta(NamedTuple):
    """How one family writes. `smtp` takes the client's HELO, name and address, `login` where it authenticated;
    `local` a submission through the sendmail command by `user` (`uid`), `made` a bounce that it generates itself.

    `checks`: the printed name resolves back to the address. `shows_login`: the line tells a login apart.
    """

    smtp: Callable[..., str]
    local: Callable[..., str]
    made: Callable[[str], str]
    checks: bool
    shows_login: bool = True


def _for(to: str | None) -> str:
    return f" for <{to}>" if to else ""


def postfix(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
            hidden: bool = False) -> str:  # fmt: skip
    """`hidden`: a login without smtpd_sasl_authenticated_header, and over a service that reports plain ESMTP."""
    note = f" (Authenticated sender: {login})" if login and not hidden else ""
    word = "ESMTPSA" if login and not hidden else "ESMTPS"
    return (f"from {helo} ({name or 'unknown'} [{_v6(ip)}]){note} by {by} (Postfix) with {word} id 4C96E2547B0"
            f"{_for(to)}; {DATE}")  # fmt: skip


def postfix_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"by {by} (Postfix, from userid {uid}) id 5D2F825416C; {DATE}"


def postfix_again(by: str) -> str:
    """Bounce, or an alias that goes through the queue once more."""
    return f"by {by} (Postfix) id 1C6BD254150; {DATE}"


def exim(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
         hidden: bool = False) -> str:  # fmt: skip
    word = "esmtpsa" if login and not hidden else "esmtps"
    client = f"from [{ip}] (helo={helo})" if name is None else \
        f"from {name} ([{ip}] helo={helo})" if name.lower() != helo.lower() else f"from {name} ([{ip}])"  # fmt: skip
    return (f"{client} by {by} with {word} (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96)"
            f" id 1xVgff-0000Fa-23{' for ' + to if to else ''}; {DATE}")  # fmt: skip


def exim_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"from {user} by {by} with local (Exim 4.96) (envelope-from <{user}@{by}>) id 1xVgff-0000Fa-23; {DATE}"


def exim_bounce(by: str) -> str:
    return f"from Debian-exim by {by} with local (Exim 4.96) id 1xVgfg-0000Fg-0a; {DATE}"


def sendmail(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
             hidden: bool = False, forged: bool = False) -> str:  # fmt: skip
    client = f"{name} [{_tag(ip)}]" if name else f"[{_tag(ip)}]"
    note = " (may be forged)" if forged else ""
    auth = " (authenticated bits=0)" if login and not hidden else ""
    word = "ESMTPSA" if login and not hidden else "ESMTPS"
    return (f"from {helo} ({client}{note}){auth} by {by} (8.17.1.9/8.17.1) with {word} id 3AO9000A012345"
            f" (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO){_for(to)}; {DATE}")  # fmt: skip


def sendmail_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"(from {user}@localhost) by {by} (8.17.1.9/8.17.1/Submit) id 3AO8xxZZ012300; {DATE}"


def sendmail_bounce(by: str) -> str:
    return f"from localhost (localhost) by {by} (8.17.1.9/8.17.1) id 3AO9001B012346; {DATE}"


def opensmtpd(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
              hidden: bool = False) -> str:  # fmt: skip
    word = "ESMTPSA" if login and not hidden else "ESMTP"
    auth = f" (TLSv1.3:AEAD-AES256-GCM-SHA384:256:NO) auth=yes user={login}" if login and not hidden else ""
    return (f"from {helo} ({name or '<unknown>'} [{_v6(ip)}]) by {by} (OpenSMTPD) with {word} id bdf674fa{auth}"
            f"{_for(to)}; {DATE}")  # fmt: skip


def opensmtpd_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"from {by} ({by} [local]) by {by} (OpenSMTPD) with ESMTPA id c383bb47; {DATE}"


def courier(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
            hidden: bool = False) -> str:  # fmt: skip
    auth = f"AUTH: PLAIN {login}, " if login and not hidden else ""
    word = "ESMTPSA" if login and not hidden else "ESMTPS"
    v6 = ip if ":" in ip else f"::ffff:{ip}"
    client = f"{name} [{v6}]" if name else f"[{v6}]"
    return (f"from {helo} ({client}) ({auth}TLS: TLSv1.3,256bits,TLS_AES_256_GCM_SHA384) by {by} with {word}"
            f" id 0000000000254812.000000006B04FC32.000000E8; {DATE}")  # fmt: skip


def courier_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"from {user} (uid {uid}) by {by} with local id 0000000000254812.000000006B04FC32.000000E9; {DATE}"


def courier_bounce(by: str) -> str:
    return (f"from localhost (localhost [127.0.0.1]) (ftp://ftp.isi.edu/in-notes/rfc1894.txt) by {by} with dsn"
            f" id 0000000000254813.000000006B04FC33.000000EA; {DATE}")  # fmt: skip


def qmail(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
          hidden: bool = False) -> str:  # fmt: skip
    shown = name or "unknown"
    greeting = f" (HELO {helo})" if shown.lower() != helo.lower() else ""
    word = "ESMTPSA" if login and not hidden else "SMTP"
    return f"from {shown}{greeting} ({ip}) by {by} with {word}; {DATE}"


def qmail_local(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"(qmail 4711 invoked by uid {uid}); {DATE}"


def qmail_bounce(by: str) -> str:
    return f"(qmail 4712 invoked for bounce); {DATE}"


def exchange(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
             hidden: bool = False) -> str:  # fmt: skip
    """Exchange writes the client's EHLO, its address, and no name that it looked up."""
    return (f"from {helo} ({ip}) by {by} (10.1.1.2) with Microsoft SMTP Server (version=TLS1_2,"
            f" cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.39; {DATE}")  # fmt: skip


def exchange_mapi(by: str, uid: int = 33, user: str = "www-data") -> str:
    return f"from {by} ([fe80::1%11]) by {by} ([fe80::1%11]) with mapi id 15.01.2507.039; {DATE}"


def google(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
           hidden: bool = False) -> str:  # fmt: skip
    client = f"{name}. [{ip}]" if name else f"[{ip}]"
    return (f"from {helo} ({client}) by {by} with ESMTPS id k16-20020a056402049000b005.2026.11.24.01{_for(to)}"
            f" (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); {DATE}")  # fmt: skip


def nemesis(by: str, helo: str, ip: str, name: str | None = None, to: str | None = None, *, login: str | None = None,
            hidden: bool = False) -> str:  # fmt: skip
    """GMX, WEB.DE, IONOS: the address alone."""
    word = "ESMTPSA" if login and not hidden else "ESMTPS"
    return f"from {helo} ([{ip}]) by {by} (mxgmx017 [192.0.2.9]) with {word} (Nemesis) id 1MTzSf-1qT{_for(to)}; {DATE}"


def lmtp(by: str, to: str = "info@victim.example") -> str:
    """Dovecot's delivery into the mailbox."""
    return f"from {by} by {by} with LMTP id MG3oH4D8BGszAQAA2WlBCA (envelope-from <>) for <{to}>; {DATE}"


def amavis(by: str, to: str = "x@remote.test") -> tuple[str, str]:
    """What a content filter behind the queue adds: the reinjection, and the filter's own line under it."""
    return (
        f"from localhost (localhost [127.0.0.1]) by {by} (Postfix) with ESMTP id 66BB25404B for <{to}>; {DATE}",
        (
            f"from {by} ([127.0.0.1]) by localhost ({by} [127.0.0.1]) (amavisd-new, port 10024) with ESMTP"
            f" id a8Bc1dEfGhIj for <{to}>; {DATE}"
        ),
    )


def fetched(pop: str = "pop.victim.example") -> str:
    return (f"from {pop} [192.0.2.15] by laptop.fritz.box with POP3 (fetchmail-6.4.37) for <anna@localhost>"
            f" (single-drop); {DATE}")  # fmt: skip


MTAS: dict[str, Mta] = {
    "postfix": Mta(postfix, postfix_local, postfix_again, checks=True),
    "exim": Mta(exim, exim_local, exim_bounce, checks=True),
    "sendmail": Mta(sendmail, sendmail_local, sendmail_bounce, checks=True),
    "opensmtpd": Mta(opensmtpd, opensmtpd_local, opensmtpd_local, checks=False),
    "courier": Mta(courier, courier_local, courier_bounce, checks=False),
    "qmail": Mta(qmail, qmail_local, qmail_bounce, checks=False),
    "exchange": Mta(exchange, exchange_mapi, exchange_mapi, checks=False, shows_login=False),
}


def _v6(ip: str) -> str:
    return f"IPv6:{ip}" if ":" in ip else ip


_tag = _v6
