"""Mail that a person or a list wrote, whatever it quotes: asked before the readers that go by wording.

People discuss bounces, answer to them and forward them; newsletters and phishing use their words. None of that is a
notice. It takes a sign of a person *and* the absence of every sign of a mail system.
"""

from __future__ import annotations

from whosent.mail.pattern import pattern
from whosent.notice.failwords import FAILED
from whosent.notice.signs import auto_submitted, mail_program, null_sender, reply_subject, system_sender, through_list
from whosent.notice.view import View


def is_letter(view: View) -> bool:
    """A person or a list wrote this, no mail system."""
    if view.groups or view.report_type or auto_submitted(view) or b"x-failed-recipients" in view.names:
        return False
    if not (_list_post(view) or mail_program(view) or _answers(view) or _person(view)):
        return False
    return not (null_sender(view) or system_sender(view))


def _answers(view: View) -> bool:
    return reply_subject(view) and (b"in-reply-to" in view.names or b"references" in view.names)


# Parts of the local parts that machines have which are not called mail systems outright: filters, gateways, robots.
_ROLE = pattern(
    r"repl[yi]|notif|admin|system|server|mail|smtp|imss|gate|gw|virus|spam|filter|secur|scan|amavis|bounce|daemon|post|service"
    r"|alert|robot|auto|report|support|exchange"
)


def _list_post(view: View) -> bool:
    """Through a list, and not a nameless machine's failure report to the list's owner: some lists send that through
    the same alias, which adds the fields."""
    return through_list(view) and (_has_name(view) or not FAILED.any_in(view.subject_l))


def _person(view: View) -> bool:
    """From has a name and an address, as mail programs on the web write it, and the address is nobody's function."""
    return _has_name(view) and _ROLE.search(view.from_addr.rpartition("@")[0]) is None


def _has_name(view: View) -> bool:
    return bool(view.sender.partition("<")[0].strip(" \t\"'")) and "<" in view.sender
