"""What reports say about mail with our domain as its sender, wherever in the world it was seen; facts, no standing.

`read_feedback(mail, notice)` is the one door. DMARC aggregate reports (`aggregate`) and SMTP TLS reports (`tls`) come
as attachments (`attached`), told apart by what is in them; `failure` reads what is about a single message. Most mail is
none of these, so what reads them is loaded with the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whosent.mail.part import Part
    from whosent.model.feedback import Feedback
    from whosent.model.notice import Notice

__all__ = ["read_feedback"]


def read_feedback(mail: Part, notice: Notice) -> tuple[Feedback, ...]:
    """The reports in a message of which `notice` says what it is; () where it is none."""
    if notice.kind == "complaint":
        from whosent.feedback import failure

        return (failure.read(mail, notice),)
    if notice.kind == "dmarc-report" or notice.kind == "tls-report":
        from whosent.feedback import attached

        return attached.read(mail, notice)
    return ()
