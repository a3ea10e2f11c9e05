"""Wordings whose mail system does not name itself, and those of single providers. One form per line; each is more
exact than the generic reader, which knows no layout."""

from __future__ import annotations

from whosent.notice.prose import ALONE, LEADING, Form, line, prose

DIALECT = prose(
    "unnamed",
    "notices that name no program",
    (
        "---the following addresses had delivery errors---",
        "recipients failed permanently:",
        "recipients was aborted after",
        "the following recipients returned permanent errors:",
        "failed addresses follow:",
        "user's mailbox is full: <",
        "undeliverable address:",
        "intended recipient:",
        "delivery of email to this address",
        "did not reach the following recipient:",
        "(phquery",
        "the following message, addressed to '",
        "the email below could not be delivered to the following user",
        "was automatically rejected:",
        "your message was not delivered to:",
        "your mail item could not be delivered",
        "receiver not found:",
    ),
    # `user@example.org [User unknown]`: a gateway seen in Japan ("Mail Deliver System")
    Form(LEADING, after=("---the following addresses had delivery errors---",)),
    # `   * user@example.org`: boundary I305M09060309060P, seen at Amen and its customers (France, Italy, Spain)
    Form(
        line(r"[ \t]{0,8}\*[ \t]{1,4}"),
        after=("recipients failed permanently:", "recipients was aborted after"),
        until=("\n=====",),
        because=("technical details:",),
    ),
    # boundary _MIMEBOUNDARY_, subject "There was an error sending your mail"
    Form(line(r"the following recipients returned (?:permanent|temporary) errors:[ ]", r"\.?[ ]reason:")),
    # smail 3, seen at airmail.net and T-Online
    Form(LEADING, after=("failed addresses follow: ---------------------|",), copy=("message text follows:",)),
    # Prodigy
    Form(line(r"user's mailbox is full:[ ]<", r">"), heading=True),
    # HotPOP
    Form(line(r"undeliverable address:[ ]"), because=("reason:",)),
    # USA.NET
    Form(line(r"intended recipient:[ ]"), copy=("--------returned mail follows--------",)),
    # Interland, Affinity (mxservers.net): the address in quotes, the reason below
    Form(
        line(r"[ \t]{0,4}\"", r"\"[ \t]*$"),
        after=("delivery of email to this address",),
        copy=("of your original message follow",),
    ),
    # SpamLion, a filter
    Form(line(r"did not reach the following recipient:[ ]")),
    # phquery, the University of Illinois' name server
    Form(
        line(r"[ \t]{0,16}"),
        after=("message not delivered to the following addresses:",),
        copy=("--------unsent message below",),
        until=("--------error detail",),
        because=("--------error detail",),
    ),
    # Demon Internet
    Form(line(r"the following message, addressed to '", r"'"), copy=("start of returned message",)),
    # scripts on Microsoft's CDO
    Form(
        line(r"(?:\"[^\"\n]{0,320}\"[ ])?<", r">"),
        after=("could not be delivered to the following user:",),
        copy=("old message:",),
    ),
    # Dovecot's deliver and Pigeonhole: refused after acceptance, in the form of a read receipt
    Form(line(r"your message to <", r"> was automatically rejected:")),
    # ISODE PP and its descendants, with an X.400 part
    Form(
        ALONE,
        after=("your message was not delivered to:",),
        until=("for the following reason:",),
        copy=("the original message follows:",),
        because=("for the following reason:",),
    ),
    # IBM VM SMTP: reason, arrow, address
    Form(line(r"[^\n@]{1,200}--->[ ]?<?"), after=("could not be delivered to the following users",)),
    # CompuServe
    Form(line(r"receiver not found:[ \t]{0,4}<?"), because=("receiver not found",)),
)
