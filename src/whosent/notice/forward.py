"""Bounces that somebody forwarded or pasted as text: the words are still there, the trace is lost.

Mail programs copy From, Date, To and Subject in the user's language and leave the Received lines behind. So recipients
and reasons can be read, and nothing else: the report asks for the bounce as an attachment.
"""

from __future__ import annotations

from whosent.mail.part import parse
from whosent.mail.pattern import pattern
from whosent.notice.signs import null_sender, system_name, system_sender
from whosent.notice.view import View

# "> From: ", "*Von:* ", "De : ", as Apple Mail, Outlook, Thunderbird, Gmail and webmailers write them.
_LABELS = {
    label: name
    for name, labels in {
        "From": "from|von|de|da|van|od|от|från|fra|expéditeur|发件人|寄件者|差出人",
        "Subject": "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|ämne|emne|主题|主旨|件名",
        "To": "to|an|à|para|a|aan|do|кому|till|til|收件人|宛先",
        "Date": "date|sent|datum|gesendet|envoyé|enviado|inviato|data|fecha|verzonden|wysłano|дата|日期|日時",
    }.items()
    for label in labels.split("|")
}
_LABEL = pattern(r"\*?([^\W\d_]{1,12})\*?[ \u00a0]{0,2}[:：]\*?[ \t]{0,12}(.{0,500})")
_QUOTE = pattern(r"[ \t]{0,8}(?:>[ \t]?){0,4}")
_MAX_LINES = 400
_HEADER_LINES = 8


def forwarded_notice(view: View) -> View | None:
    """The notice that a letter carries as text, with the header fields that the mail program copied; None if there is
    none. Only a sender that is a mail system counts: people forward letters, too."""
    if null_sender(view) or system_sender(view) or not system_name(view.lower):
        return None
    lines = [_QUOTE.sub("", line, 1) for line in view.text.split("\n", _MAX_LINES)]
    for number, line in enumerate(lines[:_MAX_LINES]):
        found = _LABEL.match(line)
        if found is None or _LABELS.get(found[1].lower()) is None:
            continue
        fields, after = _read_header(lines, number)
        if len(fields) > 1 and system_name(fields.get("From", "").lower()):
            return _view(fields, lines[after:])
    return None


def _read_header(lines: list[str], number: int) -> tuple[dict[str, str], int]:
    """The fields from line `number` on, and the line after the block. Fields may be folded (Thunderbird: long To)."""
    fields: dict[str, str] = {}
    last = number
    for at in range(number, min(number + _HEADER_LINES, len(lines))):
        found = _LABEL.match(lines[at])
        name = _LABELS.get(found[1].lower()) if found else None
        if found and name:
            fields.setdefault(name, found[2].strip())
            last = at
        elif not lines[at].strip():
            break
    return fields, last + 1


def _view(fields: dict[str, str], body: list[str]) -> View:
    head = [f"{name}: {value}" for name, value in fields.items()]
    head.append("Content-Type: text/plain; charset=utf-8")
    return View(parse("\n".join([*head, "", *body]).encode("utf-8", "surrogateescape")))
