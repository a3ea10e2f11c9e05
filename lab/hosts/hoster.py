"""The hoster: Postfix with Dovecot (passwords, store), submission, PHP; a domain with catch-all, aliases, forwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from lab import dovecot, send, web, world
from lab.cell import Cell
from lab.postfix import PostfixHost
from lab.wait import wait_until

SUBMISSION = (
    "{name} inet n - y - - smtpd -o syslog_name=postfix/{name} -o {tls} -o smtpd_sasl_auth_enable=yes"
    " -o smtpd_relay_restrictions= -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject"
)
SERVICES = {
    "submission/inet": SUBMISSION.format(name="submission", tls="smtpd_tls_security_level=encrypt"),
    "submissions/inet": SUBMISSION.format(name="submissions", tls="smtpd_tls_wrappermode=yes"),
}
SETTINGS = {
    "mydestination": "$myhostname, localhost",
    "virtual_mailbox_domains": ", ".join(world.PLACES["hoster"].domains),
    "virtual_mailbox_maps": "texthash:/etc/postfix/mailboxes",
    "virtual_alias_maps": "texthash:/etc/postfix/virtual",
    "virtual_transport": "lmtp:unix:private/dovecot-lmtp",
    "smtpd_sasl_type": "dovecot",
    "smtpd_sasl_path": "private/auth",
    "smtpd_tls_cert_file": "/etc/ssl/lab.pem",
    "smtpd_tls_key_file": "/etc/ssl/lab.key",
    "smtpd_tls_security_level": "may",
    "smtp_tls_security_level": "may",
    "message_size_limit": "20480000",
    "queue_run_delay": "10s",
    "minimal_backoff_time": "10s",
}


class Hoster(PostfixHost):
    """Its customers' mail, in and out."""

    name = "hoster"
    packages: tuple[str, ...] = (
        "postfix", "dovecot-core", "dovecot-imapd", "dovecot-lmtpd", "dovecot-sieve", "openssl", "opendkim",
        "apache2", "libapache2-mod-php8.2", "php8.2-cli", "tzdata", "libfaketime",
    )  # fmt: skip
    programs = ("master", "dovecot", "apache2")
    listens: tuple[int, ...] = (25, 587, 465, 143, 80)

    def configure(self) -> None:
        """Everything as a technician would have it before a guard is set up."""
        self._certify()
        self._tables()
        self.base(SETTINGS, SERVICES)
        self._dovecot()
        self._web()

    def start(self) -> None:
        """Dovecot's sockets lie in Postfix's spool, which `postfix check` makes."""
        self.exec(["postfix", "check"])
        self.exec(["dovecot"])
        super().start()
        self.exec(["apache2", "-f", "/etc/apache2/lab.conf", "-k", "start"])

    def submit(
        self, login: str, password: str, sender: str, recipients: Sequence[str], message: str | bytes, *,
        source: str | None = None, client: send.Client | None = None,
    ) -> send.Dialogue:  # fmt: skip
        """Send as a customer does: port 587, STARTTLS, password; from `client`, by default the hoster itself."""
        client = client or send.Client(self.cell)
        server = self.place.addresses[0]
        return client.submit(server, login, password, sender, recipients, message, source=source)

    def mail_of(self, user: str) -> list[bytes]:
        """What lies in this mailbox, oldest first."""
        maildir = self.path(dovecot.maildir(user))
        files = [file for name in ("new", "cur") for file in (maildir / name).glob("*")]
        return [file.read_bytes() for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))]

    def redirect(self, user: str, target: str) -> None:
        """Have all mail of this mailbox sent on by a sieve script, which keeps none."""
        self.write(f"{dovecot.home(user)}/.dovecot.sieve", f'redirect "{target}";\n')
        self.exec(["chown", "-R", "vmail:vmail", dovecot.STORE])

    def empty(self, user: str) -> None:
        """Delete what lies in this mailbox."""
        for name in ("new", "cur"):
            for file in (self.path(dovecot.maildir(user)) / name).glob("*"):
                file.unlink()

    def wait_for(self, user: str, words: str, seconds: float = 30) -> bytes:
        """The first message in this mailbox with these words anywhere in it."""
        wanted = words.encode()
        found = wait_until(
            lambda: [message for message in self.mail_of(user) if wanted in message], f"{words!r} for {user}", seconds
        )
        return found[0]

    def php(self, script: str, *arguments: str, user: str = "www-data") -> str:
        """Run a PHP script as a cron job does; what it printed."""
        return self.exec(["php8.2", script, *arguments], user=user).stdout

    def post(self, path: str, fields: Mapping[str, str], client: Cell, source: str, agent: str = "Mozilla/5.0") -> str:
        """Send a form to the web server from `source`, an address of `client`; the page that came back."""
        body = urlencode(fields)
        head = {"Host": "www.laden.example", "User-Agent": agent, "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)), "Connection": "close"}  # fmt: skip
        request = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items())
        with client.connect(self.place.addresses[0], 80, source) as connection:
            connection.sendall(f"{request}\r\n{body}".encode())
            with connection.makefile("rb") as answer:
                return answer.read().decode("utf-8", "replace")

    def whosent(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run this checkout's program here, with the Python that runs the lab."""
        return self.exec([sys.executable, "-m", "whosent", *arguments], check=check)

    def _certify(self) -> None:
        self.exec(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                   "-subj", f"/CN={self.place.name}", "-days", "30", "-keyout", "/etc/ssl/lab.key",
                   "-out", "/etc/ssl/lab.pem"])  # fmt: skip

    def _tables(self) -> None:
        mailboxes = [login.address for login in world.LOGINS]
        aliases = {**world.ALIASES, **world.FORWARDS}
        for domain, mailbox in world.CATCH_ALL.items():
            # Addresses that exist stand for themselves: a catch-all would take their mail too.
            aliases |= {own: own for own in mailboxes if own.endswith(f"@{domain}")} | {f"@{domain}": mailbox}
        self.write("/etc/postfix/mailboxes", "".join(f"{address} here\n" for address in mailboxes))
        self.write("/etc/postfix/virtual", "".join(f"{address} {to}\n" for address, to in aliases.items()))
        self.write(
            "/etc/aliases", "".join(f"{name}: technik@hoster.example\n" for name in ("postmaster", "root", "www-data"))
        )

    def _web(self) -> None:
        for api in ("cli", "apache2"):
            self.write(f"/etc/php/8.2/{api}/conf.d/99-lab.ini", web.PHP)
        self.write("/etc/apache2/lab.conf", web.CONFIG)
        self.write("/var/log/php_mail.log", "", 0o666)
        for path, text in web.SCRIPTS.items():
            self.write(path, text, owner="www-data:www-data")

    def _dovecot(self) -> None:
        for user in ("dovecot", "dovenull"):
            self.add_user(user)
        self.add_user("vmail", dovecot.STORE)
        self.exec(["install", "-d", "-o", "vmail", "-g", "vmail", dovecot.STORE])
        self.write("/etc/dovecot/dovecot.conf", dovecot.CONFIG)
        self.write("/etc/dovecot/users", dovecot.users(), 0o640, "root:dovecot")
