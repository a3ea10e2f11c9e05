"""A receiver with Exim.

werkstatt.example refuses unknown users at RCPT. alt.werkstatt.example takes everything and finds out when it routes.
"""

from __future__ import annotations

from lab.receiver import Receiver

CONFIG = """\
primary_hostname = mx.werkstatt.example
domainlist ours = werkstatt.example : alt.werkstatt.example
host_lookup = *
acl_smtp_rcpt = rcpt
acl_smtp_data = data
tls_advertise_hosts =
keep_environment =
spool_directory = /var/spool/exim4
log_file_path = /var/log/exim4/%slog

begin acl

rcpt:
  accept  hosts = : 127.0.0.1
  deny    message = relay not permitted
          domains = !+ours
  accept  domains = alt.werkstatt.example
  require message = Unrouteable address
          verify = recipient
  accept

data:
  deny    message = This message looks like spam
          condition = ${if match{$h_subject:}{Potenzmittel}}
  accept

begin routers

outside:
  driver = dnslookup
  domains = !+ours
  transport = remote
  no_more

# Somebody who moved.
moved:
  driver = redirect
  local_parts = umgezogen
  data = frueher@alt.buecherei.example

full:
  driver = accept
  local_parts = voll
  transport = full

known:
  driver = accept
  local_parts = willkommen : postmaster
  transport = box

begin transports

remote:
  driver = smtp

box:
  driver = appendfile
  directory = /var/mail/box
  maildir_format
  return_path_add
  user = mail
  group = mail

full:
  driver = appendfile
  directory = /var/mail/full
  maildir_format
  user = mail
  group = mail
  quota = 1

begin retry

# Without a rule for quota it fails at once.
* refused F,2h,10s
* timeout F,2h,10s
* lost_connection F,2h,10s
* rcpt_4xx F,2h,10s
"""


class ReceiverExim(Receiver):
    """willkommen@ is there; voll@ is full; a subject with "Potenzmittel" is refused after DATA; 127.0.0.1 sends out."""

    name = "rexim"
    packages = ("exim4-daemon-light", "libfaketime")
    mta = "exim"
    full = "voll@werkstatt.example"
    programs = ("exim4",)
    log_file = "/var/log/exim4/mainlog"

    def configure(self) -> None:
        """One file; Debian's many would only hide it."""
        self.add_user("Debian-exim", "/var/spool/exim4")
        for folder in ("/var/spool/exim4", "/var/log/exim4"):
            self.exec(["install", "-d", "-o", "Debian-exim", "-g", "Debian-exim", "-m", "750", folder])
        self.exec(["install", "-d", "-o", "mail", "-g", "mail", "/var/mail/box", "/var/mail/full"])
        self.exec(["chmod", "4755", "/usr/sbin/exim4"])
        self.write("/etc/exim4/exim4.conf", CONFIG)

    def start(self) -> None:
        """Daemonised by itself, the queue is run every ten seconds."""
        self.exec(["exim4", "-bd", "-q10s"])

    def reload(self) -> None:
        """The daemon runs itself anew."""
        self.kill("exim4", "HUP")
