r"""ZMailer (vger.kernel.org and large providers).

    from NAME ([ip]:port "EHLO helo" smtp-auth: "login" rhost-flags-OK-OK-OK-OK) by HOST with ESMTP id S123 (ORCPT ...)
    (user@HOST) by HOST via listexpand id S123

NAME is what the resolver found, HELO stands in quotes; the address before it.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import COMMENT, NAME, WORD, Family, address, auth_word, compiled, known, upper

_REMOTE = compiled(
    rf"from (\[[^\] ]*\]|{NAME}) \(\[([^\] ]++)\](?::\d+)? \"(?:EHLO|HELO) ([^ \"()]*)\"([^()]*+)\)"
    rf" by ({WORD}) with ({WORD})(?: id ({WORD}))?(?: {COMMENT})?"
)
_LOCAL = compiled(rf"\(([^ ()@]+)@[^ ()]+\) by ({WORD})(?: via \w+)? id ({WORD})(?: [\w\-]+ [\w\-]+)?(?: {COMMENT})?")
_LOGIN = compiled(r"smtp-auth: \"?([^ \"]+)")


def parse(head: str, date: str | None) -> Hop | None:
    if '"' in head and (match := _REMOTE.fullmatch(head)):
        name, ip, helo, notes, by, protocol, queue_id = match.groups()
        login = _LOGIN.search(notes)
        protocol = upper(protocol)
        return Hop(
            by=by, from_helo=helo or None, from_rdns=None if name.startswith("[") else known(name),
            from_ip=address(ip), protocol=protocol, auth=login[1] if login else auth_word(protocol),
            login=login[1] if login else None, id=queue_id, date=date, family="zmailer",
        )  # fmt: skip
    if head[0] == "(" and (match := _LOCAL.fullmatch(head)):
        user, by, queue_id = match.groups()
        return Hop(by=by, local_user=user, id=queue_id, date=date, family="zmailer", local=True)
    return None


FAMILY = Family("zmailer", "", ("EHLO", "HELO", "listexpand"), parse)
