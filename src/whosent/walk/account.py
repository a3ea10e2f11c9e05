"""Local accounts that hand messages in: the mail system's own, the web server's, anybody else's."""

from __future__ import annotations

from whosent.model.hop import Hop

# Accounts that web servers run under: Debian 33, RHEL and Fedora 48, SUSE 30, FreeBSD 80, nobody 65534 and 99.
_WEB_UIDS = frozenset({33, 48, 30, 80, 81, 99, 65534})
_WEB_USERS = frozenset({"www-data", "apache", "httpd", "nginx", "wwwrun", "www", "nobody", "http", "lighttpd", "caddy",
                        "web", "webserver", "php-fpm", "apache2", "daemon"})  # fmt: skip
# root, and accounts that Debian (base-passwd), RHEL (setup) and FreeBSD give to services, web servers left out.
_SYSTEM_UIDS = frozenset({0, 2, 5, 6, 7, 8, 9, 10, 13, 34, 38, 39, 41, 91})
_SYSTEM_USERS = frozenset({"root", "toor", "bin", "news", "uucp", "proxy", "backup", "list", "mailman", "majordomo",
                           "sympa", "mlmmj", "vmail", "virtual", "dovecot", "cyrus", "amavis", "clamav", "spamd",
                           "debian-spamd", "spamfilter", "filter", "nagios", "icinga", "zabbix", "munin", "logcheck",
                           "logwatch", "cron", "fail2ban", "git", "postgres", "mysql", "vacation"})  # fmt: skip
_MAIL_SYSTEM = frozenset({"debian-exim", "exim", "exim4", "_exim", "mail", "mailnull", "mailer-daemon", "postmaster",
                          "courier", "smmsp", "qmails", "qmailq", "_smtpq", "_smtpd", "postfix"})  # fmt: skip


def stranger(hop: Hop) -> str | None:
    """The account of a local submission, None if it is the mail system's own. Exim submits its bounces as its own user;
    Postfix writes a number only for messages that came through sendmail(1)."""
    if hop.local_uid is not None:
        return str(hop.local_uid)
    user = hop.local_user
    return user if user and user.lower() not in _MAIL_SYSTEM else None


def is_system_account(hop: Hop) -> bool:
    """root, or the account of a service: reports of the machine, cron, monitoring, filters, list software."""
    return hop.local_uid in _SYSTEM_UIDS or (hop.local_user or "").lower() in _SYSTEM_USERS


def is_system_name(account: str | None) -> bool:
    """The same for an account as a log prints it, by name or number."""
    return _is_one(account, _SYSTEM_UIDS, _SYSTEM_USERS)


def is_web_name(account: str | None) -> bool:
    """Is it an account that web servers run under, by name or number?"""
    return _is_one(account, _WEB_UIDS, _WEB_USERS)


def _is_one(account: str | None, uids: frozenset[int], users: frozenset[str]) -> bool:
    if account is None:
        return False
    return int(account) in uids if account.isascii() and account.isdigit() else account.lower() in users


_PASSES_ON = frozenset({"nobody", "daemon", "99", "65534"})
"""Accounts of web servers that filters and list programs use too."""


def may_pass_on(hop: Hop) -> bool:
    """May this account have handed in again what the mail system gave it: a content filter, procmail, a Sieve redirect,
    list software? The accounts of web servers alone run nothing of that kind."""
    return not is_web_account(hop) or str(hop.local_user or hop.local_uid).lower() in _PASSES_ON


def is_web_account(hop: Hop) -> bool:
    """Was it handed in by an account that web servers run under?"""
    return hop.local_uid in _WEB_UIDS or (hop.local_user or "").lower() in _WEB_USERS
