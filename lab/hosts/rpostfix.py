"""A receiver with Postfix.

buecherei.example refuses unknown users at RCPT. alt.buecherei.example takes everything and finds out when it delivers.
"""

from __future__ import annotations

from lab.postfix import PostfixHost
from lab.receiver import Receiver

CUSTOMERS = "203.0.113.112/29"
REFUSES, ACCEPTS = "buecherei.example", "alt.buecherei.example"

SETTINGS = {
    "mydestination": f"$myhostname, localhost, {ACCEPTS}",
    "local_recipient_maps": "",
    # An access provider's smarthost: these lines may send through it.
    "mynetworks": f"127.0.0.0/8 [::1]/128 {CUSTOMERS}",
    "virtual_mailbox_domains": REFUSES,
    "virtual_mailbox_base": "/var/mail",
    "virtual_mailbox_maps": "texthash:/etc/postfix/mailboxes",
    "virtual_minimum_uid": "8",
    "virtual_uid_maps": "static:8",
    "virtual_gid_maps": "static:8",
    "header_checks": "regexp:/etc/postfix/header_checks",
}
FULL = """\
#!/bin/sh
echo "5.2.2 The mailbox is over its quota"
exit 77
"""


class ReceiverPostfix(PostfixHost, Receiver):
    """willkommen@ is there; voll@alt. is over its quota; a subject with "Potenzmittel" is refused after DATA."""

    name = "rpostfix"
    mta = "postfix"
    full = f"voll@{ACCEPTS}"

    def configure(self) -> None:
        """Debian's configuration, two domains."""
        self.write("/etc/postfix/mailboxes", f"willkommen@{REFUSES} box/\n")
        self.write("/etc/postfix/header_checks", "/^Subject:.*Potenzmittel/ REJECT This message looks like spam\n")
        self.write("/usr/local/bin/full", FULL, 0o755)
        self.write("/etc/aliases", 'postmaster: root\nwillkommen: root\nvoll: "|/usr/local/bin/full"\n')
        self.exec(["install", "-d", "-o", "mail", "-g", "mail", "/var/mail/box"])
        self.base(SETTINGS, {})
