"""Challenge/response: a filter asks the sender to prove that he is a human being, before it delivers.

The message was accepted and waits; that is no failure. Each row names the product and what it writes.
"""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View
from whosent.notice.words import any_in, phrases

_PRODUCTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("tmda", ("x-delivery-agent: tmda", "x-tmda-"), ()),
    ("earthlink", ("spamblocker-challenge@",), ("i now allow incoming messages only from senders i",)),
    ("boxtrapper", ("your email requires verification verify",), ("real live human being and not a spam source",)),
    ("spamarrest", ("@spamarrest.com", "x-spamarrest"), ("spamarrest.com/a2",)),
    ("ask", ("x-ask-",), ("active spam killer",)),
    ("choicemail", ("x-choicemail",), ("choicemail",)),
    ("mailblocks", ("@mailblocks.com",), ("mailblocks challenge",)),
    ("vanquish", ("@vanquish.com",), ("vanquish.com/",)),
    ("uol-antispam", ("antispam uol", "antispamuol"), ("antispam uol", "antispam.uol.com.br")),
    ("boxbe", ("@boxbe.com", "x-boxbe"), ("boxbe.com/crs", "boxbe guest list")),
    ("mailinblack", ("@mailinblack.com", "x-mailinblack"), ("mailinblack",)),
    ("sendio", ("x-sendio", "[sendio]"), ("sendio verification",)),
    ("spamlion", ("x-spamlion",), ("spamlion.com",)),
    ("knowspam", (), ("knowspam.net",)),
    ("bluebottle", ("@bluebottle.com",), ("bluebottle.com/verif",)),
    ("qconfirm", ("x-qconfirm",), ("qconfirm",)),
)
"""(product, literals in the header block, literals in the text): one of them is enough where the text also asks."""

# What every challenge does, whoever wrote it: ask ...
_ASKS = phrases("""
    reply to this message | reply to this e-mail | reply to this email | simply reply | just reply | by replying
    click the link | click on the link | click here | clicking | follow this link
    following link
    please confirm | confirm that you | confirm your message | confirm your e | verify that you | verify your e
    visit the
    bestätigen | klicken sie | antworten sie | haga clic | pulse | confirme | clicca
    clique
""")
# ... and tell why.
_BECAUSE = phrases("""
    human being | real person | not a spammer | not spam | junk mail | unsolicited | approved sender
    whitelist | white list | will be delivered once | before your message | before it can be delivered | held until
    zum schutz vor spam | kein spam | spamschutz | anti-spam | antispam | pourriel | correo no deseado | indesejad
""")
_SUBJECTS = phrases("""
    please confirm | confirm your message | confirm your e | confirmation required | verification required
    verify your message | sender verification | verify your e | your message is being held | authentication required
    challenge | bestätigung erforderlich | bitte bestätigen | demande d'authentification
""")
_OPENING = 4_000


def read(view: View) -> Reading | None:
    """The reading of a challenge, None where there is none."""
    product = _product(view)
    return Reading(kind="challenge", dialect=product) if product is not None else None


def _product(view: View) -> str | None:
    if view.groups or view.report_type:
        return None
    text = view.lower[:_OPENING]
    if not any_in(_ASKS, text):
        return None
    for name, in_header, in_text in _PRODUCTS:
        if any_in(in_header, view.header_lower) or any_in(in_text, text):
            return name
    return "challenge" if any_in(_SUBJECTS, view.subject_l) and any_in(_BECAUSE, text) else None
