"""Microsoft Exchange 4.0-5.5: the Internet Mail Service, whose notices carry no status codes but MAPI's own."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.model.notice import Reason
from whosent.notice.prose import Form, kind_of, listed, named
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

# "user@example.org on Thu, 29 Apr 1999 12:00:00 -0500" in the language of the server ("am Do, 29 Apr ..."); for a
# recipient of another directory an X.400 address: "c=US;a= ;p=Org;o=Site;dda:SMTP=user@example.org; on Fri, ..."
_LINE = pattern(
    rf"^[ \t]{{0,8}}(?:c=[^\n]{{0,200}}SMTP=)?'?({ADDR_SPEC})'?;?[ \t]+\w{{2,5}}[ \t]+"
    r"(?=\w{2,10}\.?,?[ \t]+\d)[^\n]{0,80}\n",
    re.MULTILINE | re.IGNORECASE,
)
_FORM = Form(_LINE, until=("\n------_=_nextpart", "transcript of session follows"), paragraphs=3)
_NOT_REACHED = "did not reach the following recipient(s)"
_CODES: dict[str, Reason] = {
    # MAPI diagnostic and reason codes in the last line (MSEXCH:IMS:org:site:server 0 (000C05A6) ...),
    # Microsoft knowledge base article 190166 and kin
    "000C05A6": "user-unknown", "000C0595": "user-unknown", "00120270": "loop", "000D06B5": "system",
    "00010256": "policy", "000B0981": "policy", "000B09AA": "relay-denied", "00050311": "content-rejected",
    "000502CC": "content-rejected",
}  # fmt: skip
_CODE = pattern(r"\(([0-9A-F]{8})\)")
_PROGRAM = "internet mail service (5."


def _read(view: View) -> Reading | None:
    """The reading; a recipient may be a display name alone, which is none."""
    if _NOT_REACHED not in view.lower and "msexch" not in view.lower:
        return named(view) if any(_PROGRAM in view.signed(name) for name in (b"x-mailer", b"received")) else None
    recipients = listed(view.text, 0, len(view.text), _FORM)
    for found in recipients:
        code = _CODE.search(found.diagnostic)
        found.reason = _CODES.get(code[1]) if code else None
    return Reading(kind=kind_of(view, len(view.lower)), recipients=recipients)


DIALECT = Dialect(
    name="exchange55",
    source="Microsoft Exchange Internet Mail Service 4.0-5.5 (X-Mailer: Internet Mail Service)",
    marks=(_NOT_REACHED, "msexch:"),
    read=_read,
    header=(f"x-mailer: {_PROGRAM}", f"received: {_PROGRAM}"),
)
