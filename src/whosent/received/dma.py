r"""DragonFly Mail Agent: local submission and its bounces; no relay.

from USER (uid 33) (envelope-from sender@host) id 3f2.5a by HOST (DragonFly Mail Agent v0.13)
from MAILER-DAEMON id e0720 by HOST (DragonFly Mail Agent v0.13)
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, compiled, mailbox

_LINE = compiled(
    rf"from ({WORD})(?: \(uid (\d{{1,10}})\))?(?: \(envelope-from ({MAILBOX})\))? id ({WORD}) by ({WORD}) "
    rf"\(DragonFly Mail Agent[^()]*+\)"
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    user, uid, sender, queue_id, by = match.groups()
    return Hop(
        by=by, local_user=user if uid else None, local_uid=int(uid) if uid else None, id=queue_id,
        envelope_from=mailbox(sender), date=date, family="dma", local=True,
    )  # fmt: skip


FAMILY = Family("dma", "(DragonFly ", ("DragonFly",), parse)
