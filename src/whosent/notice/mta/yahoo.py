"""Yahoo (and AOL, which moved to the same machines in 2018): qmail's paragraphs under a sentence of their own."""

from __future__ import annotations

from whosent.notice.prose import ANGLE, Form, line, prose

_COPY = ("--- below this line is a copy of the message", "--- original message follows",
         "--- enclosed are the original headers of the message")  # fmt: skip

DIALECT = prose(
    "yahoo",
    "Yahoo Mail, Yahoo Japan, SBC Global: 'Failure Notice', 'Delivery failure'",
    ("sorry, we were unable to deliver your message to the following address",
     "unable to deliver message to the following", "i'm afraid i wasn't able to deliver the following message"),
    Form(ANGLE, after=("unable to deliver your message to the following address", "to the following address(es)"),
         copy=_COPY, paragraphs=2),
    # HTML, of 2017: subject and recipient of the message, and no reason
    Form(line(r"to:[ ]{0,4}<?"), after=("able to deliver the following message",), copy=("---below this line",)),
)  # fmt: skip
