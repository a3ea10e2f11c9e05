"""A receiver with OpenSMTPD.

gaertnerei.test refuses unknown users at RCPT. alt.gaertnerei.test takes everything and finds out when it delivers.
"""

from __future__ import annotations

from lab.receiver import Receiver

CONFIG = """\
table people { "willkommen@gaertnerei.test" = "mail", "postmaster@gaertnerei.test" = "mail" }
table anybody { "@" = "mail" }

listen on 198.51.100.30 hostname mx.gaertnerei.test

action "box" maildir "/var/mail/box" virtual <people>
action "later" mda "/usr/local/bin/later %{rcpt.user}" virtual <anybody>
action "out" relay helo mx.gaertnerei.test

match from any for domain "gaertnerei.test" action "box"
match from any for domain "alt.gaertnerei.test" action "later"
match from local for any action "out"
"""
LATER = """\
#!/bin/sh
# What a delivery agent says: sysexits(3).
case "$1" in
voll) echo "mailbox of $1 is full" >&2; exit 73 ;;
*) echo "no such mailbox: $1" >&2; exit 67 ;;
esac
"""


class ReceiverOpenSmtpd(Receiver):
    """willkommen@ is there; voll@alt. is over its quota."""

    name = "ropensmtpd"
    packages = ("opensmtpd",)
    programs = ("smtpd",)
    mta = "opensmtpd"
    full = "voll@alt.gaertnerei.test"

    def configure(self) -> None:
        """What the installation of the package does, then one file."""
        for user in ("opensmtpd", "opensmtpq"):
            self.add_user(user, "/var/lib/opensmtpd/empty")
        self.exec(["install", "-d", "-m", "711", "/var/spool/smtpd", "/var/lib/opensmtpd/empty"])
        self.exec(["chgrp", "opensmtpq", "/usr/sbin/smtpctl"])
        self.exec(["chmod", "2755", "/usr/sbin/smtpctl"])
        self.write("/usr/local/bin/later", LATER, 0o755)
        self.write("/etc/smtpd.conf", CONFIG)
        self.exec(["install", "-d", "-o", "mail", "-g", "mail", "/var/mail/box"])

    def start(self) -> None:
        """Daemonised by itself."""
        self.exec(["smtpd"])

    def reload(self) -> None:
        """It knows no reload."""
        self.restart()
