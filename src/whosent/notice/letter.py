"""Mail that a person or a list wrote, whatever it quotes: asked before the readers that go by wording.

People discuss bounces, answer to them and forward them; newsletters and phishing use their words. None of that is a
notice. It takes a sign of a person *and* the absence of every sign of a mail system.
"""

from __future__ import annotations

from whosent.notice.signs import auto_submitted, mail_program, null_sender, reply_subject, system_sender, through_list
from whosent.notice.view import View


def is_letter(view: View) -> bool:
    """A person or a list wrote this, no mail system."""
    if view.groups or view.report_type or auto_submitted(view) or b"x-failed-recipients" in view.names:
        return False
    if not (through_list(view) or mail_program(view) or _answers(view)):
        return False
    return not (null_sender(view) or system_sender(view))


def _answers(view: View) -> bool:
    return reply_subject(view) and (b"in-reply-to" in view.names or b"references" in view.names)
