r"""Exim 3 and 4: host.c (`host_build_sender_fullhost`), globals.c (`received_header_text`).

    from [ip] (port=N helo=HELO ident=IDENT) by HOST with esmtpsa (TLS1.3) tls CIPHER (Exim 4.96)
        (envelope-from <sender>) id EXIM-ID for rcpt
    from verified-name ([ip]:port helo=HELO ident=IDENT) by ...
    from verified-name ([ip]) by ...          HELO is the same name (or the literal of the address, or absent)
    from name (HELO) [ip] by ...              sender_fullhost, in site-made texts
    from www-data by HOST with local (Exim 4.96) ...

A host name is printed only if it resolves forward. HELO has letters, digits, "-", ".", "_" or is a literal, unless
`helo_accept_junk_hosts` lets anything through, and an RFC 1413 answer may hold any printable character. The
address stands before both, and the line counts only if all after `by HOST` is a tail that Exim writes: text that
a client made up to look like a tail is followed by the true one, and then it is read from its end.
Site-made texts move or drop parts of the tail and change "(Exim V)"; the message id gives Exim away.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    COMMENT,
    MAILBOX,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    envelope,
    mailbox,
    upper,
)

_IP = r"\[([^\] ]++)\](?::\d+)?"
_VALUE = r"[^ ()]+"
_NO_NAME = compiled(rf"from {_IP}(?: \((?:port=\d+)?(?: ?helo=({_VALUE}))?(?: ?ident=({_VALUE}))?\))? by ({WORD})")
_WITH_NAME = compiled(rf"from ({NAME}) \({_IP}(?: helo=({_VALUE}))?(?: ident=({_VALUE}))?\) by ({WORD})")
_FULLHOST = compiled(rf"from (?:({NAME}) )?\(({_VALUE})\) {_IP} by ({WORD})")
_JUNK = compiled(rf"from (?:({NAME}) \({_IP} |{_IP} \((?:port=\d+ )?)(?=helo=|ident=)")
_JUNK_TRIES = 8
_ESCAPED = compiled(r"\\.")
_BY = compiled(rf"\) by ({WORD})")
_LOCAL = compiled(rf"(?:from ({MAILBOX})(?: \(helo=({_VALUE})\))? )?by ({WORD})")

_PROTOCOLS = (
    "local", "smtp", "smtps", "esmtp", "esmtps", "esmtpa", "esmtpsa", "asmtp", "utf8esmtp", "utf8esmtps",
    "utf8esmtpa", "utf8esmtpsa", "spam", "esmtpS",
)  # fmt: skip

_MESSAGE_ID = compiled(r"[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}")
_TAIL = compiled(
    rf"(?: with ({WORD}))?(?: \(((?:TLS|SSL)[^()]*+)\))?(?: tls ({WORD}))?(?: (\(Exim[^()]*+(?:\([^()]*+\))?\)))?"
    rf"(?: \(envelope-from ({MAILBOX})\))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)
_ANY_ORDER = compiled(rf"(?: (?:(?:with|tls|id|for) (?:{MAILBOX})|{COMMENT}),?)++")
_PART = compiled(rf" (?:(with|tls|id|for) ({MAILBOX})|({COMMENT})),?")


def parse(head: str, date: str | None) -> Hop | None:
    name = helo = ident = None
    if head[5:6] == "[":
        if match := _NO_NAME.match(head):
            ip, helo, ident, by = match.groups()
    elif match := _WITH_NAME.match(head):
        name, ip, helo, ident, by = match.groups()
    elif match := _FULLHOST.match(head):
        name, helo, ip, by = match.groups()
    if match and (tail := _tail(head[match.end() :])):
        return _hop(name, ip, helo, ident, by, tail, date)
    return _local(head, date) or _junk(head, date)


def _hop(
    name: str | None, ip: str, helo: str | None, ident: str | None, by: str, tail: _Tail, date: str | None
) -> Hop | None:
    client = address(ip)
    if client is None:
        return None
    protocol, tls, sender, queue_id, recipient = tail
    return Hop(
        by=by, from_helo=helo or name or f"[{ip}]", from_rdns=name, from_ip=client, protocol=protocol,
        auth=auth_word(protocol), ident=ident, id=queue_id, for_addr=recipient, envelope_from=sender, date=date,
        tls=tls, family="exim", rdns_confirmed=True if name else None,
    )  # fmt: skip


_Tail = tuple[str | None, str | None, str | None, str | None, str | None]
"""protocol, TLS, envelope sender, id, recipient"""


def _tail(text: str) -> _Tail | None:
    """What stands after `by HOST`; None where Exim would not have written it."""
    match = _TAIL.fullmatch(text)
    if match is None:
        return _any_order(text)
    protocol, tls, cipher, product, sender, queue_id, recipient = match.groups()
    if product is None and not (queue_id and _MESSAGE_ID.fullmatch(queue_id)):
        return None
    return upper(protocol), _version(tls) or cipher, mailbox(sender), queue_id, mailbox(recipient)


def _any_order(text: str) -> _Tail | None:
    if not _ANY_ORDER.fullmatch(text):
        return None
    words: dict[str, str] = {}
    ours = False
    tls = sender = None
    for word, value, comment in _PART.findall(text):
        if word:
            words.setdefault(word, value)
        elif comment.startswith("(Exim"):
            ours = True
        elif comment.startswith("(envelope-from"):
            sender = sender or envelope(comment)
        elif comment.startswith(("(TLS", "(SSL")):
            tls = comment[1:-1]
    queue_id = words.get("id")
    if not ours and not (queue_id and _MESSAGE_ID.fullmatch(queue_id)):
        return None
    return upper(words.get("with")), _version(tls) or words.get("tls"), sender, queue_id, mailbox(words.get("for"))


def _version(text: str | None) -> str | None:
    return text.partition(":")[0] if text else None


def _junk(head: str, date: str | None) -> Hop | None:
    """HELO or ident with blanks and parentheses: the last `) by` with a tail behind it is Exim's own, unless it stands
    inside a quoted local part of the tail: then its closing quote is left over."""
    client = _JUNK.match(head)
    if client is None:
        return None
    name, ip, other_ip = client.groups()
    end = len(head)
    for _ in range(_JUNK_TRIES):
        end = head.rfind(") by ", client.end(), end)
        if end < 0:
            return None
        by = _BY.match(head, end)
        tail = by and _closed(head[by.end() :]) and _tail(head[by.end() :])
        if by and tail:
            notes = head[client.end() : end]
            return _hop(name, ip or other_ip, notes[5:] if notes.startswith("helo=") else None, None, by[1], tail, date)
    return None


def _closed(text: str) -> bool:
    """Does every quoted string that ends in `text` also begin in it? Quotes inside a quoted string are escaped."""
    return _ESCAPED.sub("", text).count('"') % 2 == 0


def _local(head: str, date: str | None) -> Hop | None:
    match = _LOCAL.match(head)
    tail = match and _tail(head[match.end() :])
    if not match or not tail:
        return None
    user, helo, by = match.groups()
    protocol, tls, sender, queue_id, recipient = tail
    # A client that is left out on purpose has an SMTP protocol; "local-smtp" is sendmail -bs.
    local = protocol is not None and ("LOCAL" in protocol or "SMTP" not in protocol)
    return Hop(
        by=by, from_helo=helo if local else user, protocol=protocol, auth=auth_word(protocol),
        local_user=user.strip('"') if local and user else None, id=queue_id, for_addr=recipient,
        envelope_from=sender, date=date, tls=tls, family="exim", local=local,
    )  # fmt: skip


FAMILY = Family("exim", "(Exim ", ("Exim", *_PROTOCOLS), parse)
