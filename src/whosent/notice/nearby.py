"""Failed recipients in prose of unknown make: addresses near the words that say so."""

from __future__ import annotations

from functools import cached_property

from whosent.mail.address import ADDR_SPEC, tidy
from whosent.mail.pattern import pattern
from whosent.notice.failwords import FAILED
from whosent.notice.reading import Found
from whosent.notice.words import any_in

_MAX_LINES = 600
_MAX_SAID = 12
"""Lines of what is said about one recipient."""
_MAX_BEFORE = 160
"""Characters in front of an address that are looked at."""
_MAX_ADDRESSES = 2_000

_ADDRESS = pattern(ADDR_SPEC)
# What may stand before an address that begins its line: bullets, numbers, brackets.
_DECORATION = pattern(
    r"[\s>*\-\u2022\u00b7(<\[\"'#|=.:]{0,40}(?:\d{1,3}[.)]\s{0,8})?[<\[(\"' ]{0,4}(?:mailto:|smtp:|rfc822;)?\s{0,3}"
)
# "Recipient: ", "Intended recipient: ", "Destinataire(s) : ", "To: Name <", "Final-Recipient: rfc822;"
_LABEL = pattern(
    r"[\s>*\-(]{0,40}(?:[^\s:]{1,20} ){0,4}"
    r"(?:final-recipient|original-recipient|recipients?|rcpt to|to|address(?:es)?|user|user-?id|mailbox|account|for"
    r"|addressee|destination|e-?mail|an|empf[äa]nger(?:adresse)?|adresse|destinataires?|à|destinatarios?|destinatari|para"
    r"|destinatários?|aan|geadresseerden?|ontvangers?|adresat|odbiorca|кому|получатель|收件人|收信人|宛先|受信者|送信先)"
    r"(?:\(s\))?\s{0,8}(?:[:;=]|is\b)\s{0,8}(?:rfc822;)?[^@\s<]{0,40}[<\[(\"' ]{0,4}(?:mailto:)?"
)
# "your message to ", "addressed to ", "Ihre Nachricht an ", "user "
_TOWARDS = pattern(
    r"(?:addressed(?: to)?|mail to|message to|deliver(?:ed|y)? to|sent to|for user|user|mailbox|account|address"
    r"|nachricht an|mail an|empfänger|adresse|message à|mail à|mensaje a|correo a|messaggio a|mensagem para|bericht aan"
    r"|сообщение для|письмо для)[\s,:'\"<(\[«]{1,6}$"
)
# In front of an address that did not fail: whom to ask, who sent, what the message's header says.
_NOT_FAILED = pattern(
    r"(?<!\w)(?:contact|please send|send (?:an? )?e?-?mail|write to|help|support|questions?|assistance|administrator"
    r"|report|kontakt|wenden sie|administrateur|contacter|contacte|contattare"
    r"|from ?[:<]|sender|reply-to|return-path|message-id|mail from|sent by|received:|absender|von ?:|de ?:|expéditeur"
    r"|remitente|mittente|remetente|afzender|van:|nadawca|отправитель|发件人|寄件人|差出人|cc:|references:|in-reply-to|subject|if)(?!\w)"
    r"|(?:original|your|returned) message from"
)
_DESK = pattern(
    r"(?:postmaster|mailer-daemon|hostmaster|webmaster|abuse|support|help|helpdesk|servicedesk|kundenservice)@"
)
"""Whom notices tell to write to; believed to have failed only where the place leaves no doubt."""
_NAMED = pattern(rf"[\"' ]{{0,3}}<(?={ADDR_SPEC}>)")
"""An address that only serves as the name in front of another: `"a@b.example" <c@d.example>`."""
_CODE = pattern(r"(?:^|\s)#?[45](?:\d\d[ -]|\.\d\.\d)")
_PUNCTUATION = " \t>:;,.)]}*'\"-"

Place = tuple[str, int, str]
"""An address, the number of its line, and what stands behind it there."""


_WIDE = str.maketrans("：；，。、（）＜＞「」【】", ':;,.,()<>""[]')
_CJK = r"\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"
_GLUED = pattern(rf"(?<=[{_CJK}])(?=[!-\-/-?A-~])|(?<=[!-\-/-?A-~])(?=[{_CJK}])")
"""Chinese and Japanese put no blanks around an address; no blank goes to where "@" or "." joins an address in them."""


class _Prose:
    """The lines of a text, and which of them say that something failed."""

    def __init__(self, text: str) -> None:
        if not text.isascii():
            text = _GLUED.sub(" ", text.translate(_WIDE))
        self.lines = text.split("\n", _MAX_LINES)[:_MAX_LINES]
        self.lower = [line.lower() for line in self.lines]

    @cached_property
    def failing(self) -> list[bool]:
        occurring = tuple(FAILED.all_in("\n".join(self.lower)))
        return [any_in(occurring, line) for line in self.lower]

    @cached_property
    def first(self) -> int:
        """The first line that says so, 0 if none does."""
        return next((number for number, fails in enumerate(self.failing) if fails), 0)

    def near_failure(self, number: int) -> bool:
        """The line, or the one next to it, says so."""
        return any(self.failing[max(0, number - 1) : number + 2])


def recipients_nearby(text: str, own: frozenset[str]) -> list[Found]:
    """The recipients that `text` says failed; `own` are addresses (lower case) that are never meant."""
    prose = _Prose(text)
    places = _places(prose, own)
    taken = {number for _, number, _ in places}
    return [Found(address, _said(prose.lines, number, rest, taken)) for address, number, rest in places]


def _places(prose: _Prose, own: frozenset[str]) -> list[Place]:
    """The addresses in the strongest kind of place that has any."""
    by_kind: dict[str, dict[str, Place]] = {"leading": {}, "sentence": {}, "labelled": {}, "elsewhere": {}}
    seen = 0
    for number, line in enumerate(prose.lines):
        if "@" not in line or seen > _MAX_ADDRESSES:
            continue
        begin = -1
        for found in _ADDRESS.finditer(line, 0, 2_000):
            begin = found.start() if begin < 0 else begin
            rest = line[found.end() :]
            if _NAMED.match(rest):
                continue
            address = tidy(found[0])
            kind = _kind(prose, number, prose.lower[number][max(0, begin - _MAX_BEFORE) : begin], address)
            begin = -1
            seen += 1
            if kind and address.lower() not in own:
                by_kind[kind].setdefault(address.lower(), (address, number, rest))
    elsewhere = by_kind["elsewhere"] if len(by_kind["elsewhere"]) == 1 else {}
    return list((by_kind["leading"] or by_kind["sentence"] or by_kind["labelled"] or elsewhere).values())


def _kind(prose: _Prose, number: int, before: str, address: str) -> str:
    """What kind of place an address stands in, `before` being the end of what stands in front of it in its line; "" is
    no place for a failed recipient."""
    if len(before) < _MAX_BEFORE and _DECORATION.fullmatch(before):
        above = prose.lower[number - 1].rstrip() if number else ""
        asks = _NOT_FAILED.search(above) is not None and not above.endswith(":")
        return "" if asks or number < prose.first - 3 else "leading"
    if _NOT_FAILED.search(before):
        return ""
    if _LABEL.fullmatch(before):
        return "labelled"
    if _DESK.match(address.lower()):
        return ""
    return "sentence" if prose.near_failure(number) or _TOWARDS.search(before) else "elsewhere"


def _said(lines: list[str], number: int, rest: str, taken: set[int]) -> str:
    """What is said about a recipient: behind the address, else in the lines below up to a blank one or the next
    recipient, else wherever a reply code stands."""
    said = [rest.strip(_PUNCTUATION)] if rest.strip(_PUNCTUATION) else []
    for below in range(number + 1, min(number + _MAX_SAID, len(lines))):
        line = lines[below].strip()
        if below in taken or (not line and said):
            break
        if line:
            said.append(line)
    text = " ".join(said)
    if _CODE.search(text) or FAILED.any_in(text.lower()):
        return text
    coded = next((line.strip() for line in lines if _CODE.search(line)), "")
    return coded or text
