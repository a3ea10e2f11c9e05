"""The kinds of hosts, in the order in which they start."""

from __future__ import annotations

from lab.host import Host
from lab.hosts.dns import Dns
from lab.hosts.hoster import Hoster
from lab.hosts.rexim import ReceiverExim
from lab.hosts.ropensmtpd import ReceiverOpenSmtpd
from lab.hosts.rpostfix import ReceiverPostfix
from lab.hosts.rsendmail import ReceiverSendmail
from lab.hosts.spammer import Spammer

KINDS: tuple[type[Host], ...] = (
    Dns,
    Hoster,
    ReceiverPostfix,
    ReceiverExim,
    ReceiverOpenSmtpd,
    ReceiverSendmail,
    Spammer,
)
