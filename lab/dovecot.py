"""The hoster's Dovecot: passwords for submission, LMTP into Maildirs, IMAP."""

from __future__ import annotations

from lab import world

STORE = "/var/vmail"

CONFIG = f"""\
protocols = imap lmtp
mail_location = maildir:{STORE}/%d/%n/Maildir
first_valid_uid = 100
ssl = yes
ssl_cert = </etc/ssl/lab.pem
ssl_key = </etc/ssl/lab.key
auth_mechanisms = plain login
# Whoever guesses passwords has to wait, longer each time; and so would we.
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = username_format=%u /etc/dovecot/users
}}
userdb {{
  driver = static
  args = uid=vmail gid=vmail home={STORE}/%d/%n
}}
service lmtp {{
  unix_listener /var/spool/postfix/private/dovecot-lmtp {{
    mode = 0600
    user = postfix
    group = postfix
  }}
}}
service auth {{
  unix_listener /var/spool/postfix/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@hoster.example
  mail_plugins = sieve
}}
"""


def users() -> str:
    """The passwd-file."""
    return "".join(f"{login.address}:{{PLAIN}}{login.password}\n" for login in world.LOGINS)


def home(address: str) -> str:
    """The folder of a mailbox."""
    local, _, domain = address.partition("@")
    return f"{STORE}/{domain}/{local}"


def maildir(address: str) -> str:
    """Where the mail of an address lies."""
    return f"{home(address)}/Maildir"
