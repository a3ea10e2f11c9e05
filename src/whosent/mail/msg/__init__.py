"""Outlook .msg bytes -> RFC 5322 bytes ([MS-OXMSG]). Total: any bytes give a message or one line that says why not."""

from __future__ import annotations

from whosent.mail.msg.compound import open_compound
from whosent.mail.msg.convert import Rebuilt, convert, open_message

__all__ = ["Rebuilt", "rebuild"]


def rebuild(data: bytes, limit: int) -> Rebuilt | str:
    """The message in an Outlook file, not longer than `limit` bytes, or one line for the user.

    Header fields are those that came over the wire, in their order. The body is put together anew, so no position
    and no signature survives.
    """
    root = open_message(data)
    if root is not None:
        return convert(root, limit)
    if open_compound(data) is not None:
        return "an Office document or other file of that kind, not an Outlook message: save the message as .msg or .eml"
    return "damaged: not readable as an Outlook message; save it again from Outlook"
