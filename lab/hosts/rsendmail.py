"""A receiver with Sendmail.

sternwarte.test refuses unknown users at RCPT. alt.sternwarte.test takes everything and finds out when it delivers.
"""

from __future__ import annotations

from lab.receiver import Receiver

PROGRAM = "/usr/libexec/sendmail/sendmail"
MACROS = """\
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
VERSIONID(`lab')dnl
OSTYPE(`debian')dnl
DOMAIN(`debian-mta')dnl
undefine(`confHOST_STATUS_DIRECTORY')dnl
define(`confDOMAIN_NAME', `mx.sternwarte.test')dnl
FEATURE(`use_cw_file')dnl
FEATURE(`virtusertable', `hash /etc/mail/virtusertable')dnl
FEATURE(`no_default_msa')dnl
DAEMON_OPTIONS(`Family=inet, Name=MTA, Port=smtp')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl

LOCAL_RULESETS
HSubject: $>CheckSubject

SCheckSubject
R$* Potenzmittel $*\t$#error $@ 5.7.1 $: "550 This message looks like spam"
"""
SUBMIT = """\
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
VERSIONID(`lab')dnl
OSTYPE(`debian')dnl
DOMAIN(`debian-msp')dnl
FEATURE(`msp', `[127.0.0.1]', `25')dnl
"""
ALIASES = """\
postmaster: willkommen
MAILER-DAEMON: willkommen
full: "|/usr/local/bin/later 73"
nobodyhere: "|/usr/local/bin/later 67"
"""
LATER = """\
#!/bin/sh
# A delivery agent that fails: sysexits(3).
cat > /dev/null
exit $1
"""


class ReceiverSendmail(Receiver):
    """willkommen@ is there; voll@alt. is over its quota; a subject with "Potenzmittel" is refused after DATA."""

    name = "rsendmail"
    packages = ("sendmail-bin", "sensible-mda")
    programs = ("sendmail",)
    mta = "sendmail"
    full = "voll@alt.sternwarte.test"

    def configure(self) -> None:
        """What the installation of the packages does; the configuration from m4, as sendmailconfig(8) makes it."""
        for user in ("smmta", "smmsp"):
            self.add_user(user, "/var/lib/sendmail")
        self.exec(["install", "-d", "-o", "smmta", "-g", "smmsp", "-m", "2755", "/run/sendmail", "/run/sendmail/mta"])
        self.exec(["install", "-d", "-o", "smmta", "-g", "smmsp", "-m", "2750", "/var/spool/mqueue"])
        self.exec(["install", "-d", "-o", "smmsp", "-g", "smmsp", "-m", "2770", "/var/spool/mqueue-client"])
        self.exec(["chgrp", "smmsp", PROGRAM])
        self.exec(["chmod", "2755", PROGRAM])
        self.exec(["ln", "-sf", PROGRAM, "/usr/sbin/sendmail"])
        self.write("/usr/local/bin/later", LATER, 0o755)
        self.write("/etc/mail/local-host-names", "sternwarte.test\nalt.sternwarte.test\n")
        self.write("/etc/mail/virtusertable", "voll@alt.sternwarte.test full\n@alt.sternwarte.test nobodyhere\n")
        self.write("/etc/mail/aliases", ALIASES)
        self.add_user("willkommen", "/home/willkommen")
        self.exec(["ln", "-sf", "/usr/libexec/sendmail/mail.local", "/etc/mail/smrsh/mail.local"])
        self.write("/etc/mail/sendmail.mc", MACROS)
        self.write("/etc/mail/submit.mc", SUBMIT)
        self.make()
        self.exec(["makemap", "hash", "/etc/mail/virtusertable"], input=self.read("/etc/mail/virtusertable"))
        self.exec([PROGRAM, "-bi"])

    def start(self) -> None:
        """Daemonised by itself, the queue is run every ten seconds."""
        self.exec([PROGRAM, "-bd", "-q10s"])

    def make(self) -> None:
        """sendmail.cf from sendmail.mc, submit.cf from submit.mc; a running daemon wants `reload`."""
        for name in ("sendmail", "submit"):
            self.write(f"/etc/mail/{name}.cf", self.exec(["m4", f"/etc/mail/{name}.mc"]).stdout)

    def reload(self) -> None:
        """The daemon runs itself anew."""
        self.kill("sendmail", "HUP")

    def delivered(self) -> list[bytes]:
        """From the mbox of the user."""
        box = self.path("/var/mail/willkommen")
        return [b"From " + one for one in (b"\n" + box.read_bytes()).split(b"\nFrom ")[1:]] if box.exists() else []
