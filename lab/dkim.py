"""OpenDKIM at the hoster, switched on for a domain where a play or a measurement wants it."""

from __future__ import annotations

import re

from lab.hosts.dns import Dns
from lab.hosts.hoster import Hoster
from lab.wait import wait_until

SELECTOR = "lab2026"
SOCKET = "/var/spool/postfix/opendkim/sock"
CONFIG = f"""\
Syslog yes
Mode sv
Canonicalization relaxed/simple
KeyFile /etc/dkimkeys/lab.key
Selector {SELECTOR}
Socket local:{SOCKET}
UserID opendkim
UMask 007
InternalHosts 127.0.0.1
PidFile /run/opendkim.pid
"""


def sign(hoster: Hoster, dns: Dns, *domains: str) -> None:
    """From now on mail of these domains leaves with a signature, and the name server knows the key."""
    hoster.add_user("opendkim")
    hoster.exec(["usermod", "--append", "--groups", "opendkim", "postfix"])
    hoster.exec(["install", "-d", "-o", "opendkim", "-g", "postfix", "-m", "750", "/var/spool/postfix/opendkim"])
    hoster.exec(["install", "-d", "-o", "opendkim", "-m", "700", "/etc/dkimkeys"])
    hoster.exec(["openssl", "genrsa", "-out", "/etc/dkimkeys/lab.key", "2048"])
    hoster.exec(["chown", "opendkim", "/etc/dkimkeys/lab.key"])
    hoster.write("/etc/opendkim.conf", f"{CONFIG}Domain {','.join(domains)}\n")
    public = hoster.exec(["openssl", "rsa", "-in", "/etc/dkimkeys/lab.key", "-pubout"]).stdout
    key = re.sub(r"-----[A-Z ]+-----|\s", "", public)
    for domain in domains:
        dns.set(f"TXT {SELECTOR}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={key}")
    hoster.exec(["opendkim", "-x", "/etc/opendkim.conf"])
    wait_until(lambda: hoster.path(SOCKET).exists(), "opendkim's socket")
    hoster.set(smtpd_milters="unix:opendkim/sock", non_smtpd_milters="unix:opendkim/sock")
    hoster.reload()
