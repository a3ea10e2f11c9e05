r"""Yahoo and AOL (Oath): what differs from the qmail form.

from [ip] by web101219.mail.yahoo.com via HTTP                        web mail
from sonic.gate.mail.ne1.yahoo.com by sonic303.mail.ne1.yahoo.com with HTTP
from [ip] by n3.bullet.mail.bf1.yahoo.com with NNFMP                  inside
by kubenode558.gq1.yahoo.com (VZM Hermes SMTP Server) with ESMTPA ID 007ece6b        client left out
from ip by webprd-m12.mail.aol.com (10.74.58.176) with HTTP (WebMailUI)
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import WORD, Family, address, auth_word, compiled

_HOST = r"((?:[\w\-]+\.)+(?:yahoo(?:dns)?|aol|ymail|rocketmail)\.[\w.]+|(?:[\w\-]+\.)+yahoo\.co\.\w+)"
_WEB = compiled(rf"from ({WORD}) by {_HOST}(?: \([^()]*+\))? (?:via|with) (HTTPS?|NNFMP)(?: \([^()]*+\))?")
_HIDDEN = compiled(rf"by ({WORD}) \((?:\w+ )?Hermes SMTP Server\) with ({WORD}) ID ({WORD})")


def parse(head: str, date: str | None) -> Hop | None:
    if match := _WEB.fullmatch(head):
        client, by, protocol = match.groups()
        return Hop(
            by=by, from_ip=address(client), protocol=protocol, auth=auth_word(protocol.rstrip("S")), date=date,
            family="yahoo",
        )  # fmt: skip
    if match := _HIDDEN.fullmatch(head):
        by, protocol, queue_id = match.groups()
        return Hop(by=by, protocol=protocol, auth=auth_word(protocol), id=queue_id, date=date, family="yahoo")
    return None


FAMILY = Family("yahoo", "Hermes SMTP", ("HTTP", "HTTPS", "NNFMP", "VZM", "Oath", "Hermes"), parse)
