"""L-Soft LISTSERV and LSMTP: fields made for list managers, in the text."""

from __future__ import annotations

from whosent.notice.prose import Form, line, prose

DIALECT = prose(
    "lsoft",
    "L-Soft LSMTP, LISTSERV Maestro: '--> Error description:'",
    ("error-for:",),
    Form(line(r"[ \t]{0,8}error-for:[ \t]{0,8}<?", r">?"), until=("error-end:",),
         copy=("------------------------------ original message",), paragraphs=3),
    header=('from: "lsmtp for windows',),
)  # fmt: skip
