"""The dialects: one file per mail system, small kin of one form together in one, in one visible tuple. Order matters
only where marks overlap: the more specific first."""

from whosent.notice.mta import (
    amavis,
    apachejames,
    courier,
    dragonfly,
    exim,
    messagingserver,
    opensmtpd,
    postfix,
    qmail,
    sendmail,
    v5sendmail,
)
from whosent.notice.mta.amazon import AMAZON, SNS
from whosent.notice.mta.aol import AOL
from whosent.notice.mta.appliances import APPLIANCES
from whosent.notice.mta.chinese import CHINESE
from whosent.notice.mta.domino import DOMINO, NOTES
from whosent.notice.mta.einsundeins import EINSUNDEINS
from whosent.notice.mta.exchange import EXCHANGE
from whosent.notice.mta.exchange55 import EXCHANGE55
from whosent.notice.mta.exchange2003 import EXCHANGE2003
from whosent.notice.mta.fml import FML
from whosent.notice.mta.gmail import GMAIL, GOOGLEGROUPS
from whosent.notice.mta.groupwise import GROUPWISE
from whosent.notice.mta.imail import IMAIL
from whosent.notice.mta.japanese import JAPANESE
from whosent.notice.mta.lsoft import LSOFT
from whosent.notice.mta.mailru import MAILRU
from whosent.notice.mta.mdaemon import MDAEMON
from whosent.notice.mta.openwave import OPENWAVE
from whosent.notice.mta.pec import PEC
from whosent.notice.mta.powermta import POWERMTA
from whosent.notice.mta.senders import SENDERS
from whosent.notice.mta.trendmicro import TRENDMICRO
from whosent.notice.mta.unnamed import UNNAMED
from whosent.notice.mta.windows import WINDOWS
from whosent.notice.mta.yahoo import YAHOO
from whosent.notice.mta.zoho import ZOHO
from whosent.notice.reading import Dialect

DIALECTS: tuple[Dialect, ...] = (
    # providers and servers with wordings of their own
    GOOGLEGROUPS, GMAIL, EXCHANGE55, EXCHANGE, DOMINO, NOTES, GROUPWISE, EINSUNDEINS, MAILRU, ZOHO, SNS, AMAZON,
    POWERMTA, *SENDERS, *APPLIANCES, TRENDMICRO, MDAEMON, *WINDOWS, OPENWAVE, PEC, *JAPANESE, *CHINESE, IMAIL,
    YAHOO, AOL, LSOFT, FML, EXCHANGE2003,
    # programs whose wording others have taken over and changed
    amavis.DIALECT, apachejames.DIALECT, courier.DIALECT, dragonfly.DIALECT, messagingserver.DIALECT, opensmtpd.DIALECT,
    exim.DIALECT, postfix.DIALECT, qmail.DIALECT, sendmail.DIALECT, v5sendmail.DIALECT,
    # whatever does not name itself
    UNNAMED,
)  # fmt: skip
