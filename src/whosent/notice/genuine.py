"""Positive signs that no mail system wrote a notice. Precision is everything: a genuine bounce must show none.

What is known of the real writers (measured on more than 1,100 genuine notices):

Postfix   bounce(8), bounce_notify_util.c, since 2.3 (2006): text "This is the mail system at host …", boundary
          `QUEUEID.time/host`; the per-message group always has X-Postfix-Queue-ID, X-Postfix-Sender ("Postfix" is
          mail_name) and Arrival-Date; a diagnostic of type smtp always has a Remote-MTA. Templates change the text and
          nothing of this.
Exim      moan.c, deliver.c: local Received line "with local (Exim", X-Failed-Recipients (not in warnings); since 4.85
          (2015) a boundary with "eximdsn" wherever there is a delivery-status part.
Sendmail  savemail.c: boundary `ID.time/host`, "The original message was received at"; Arrival-Date in the per-message
          group, Last-Attempt-Date with every recipient.
qmail     qmail-send.c: "This is the qmail-send program"; Received "(qmail N invoked for bounce)".
None of them writes a link of its own, HTML, or an attachment. Links do occur in what remote servers said (diagnostics),
in templates of hosters, and in what virus scanners add below.

The signs, each with its known false positives:

odd-not-this-mta     at least two things are missing that the mail system it claims to be always writes.
                     False: notices edited by hand (redacted before they were sent in). A changed mail_name is known:
                     any X-…-Queue-ID counts.
odd-link             a link in the words of a mail system that writes none, to a domain that has nothing to do with it,
                     in a notice whose structure does not show that mail system's hand.
                     False: a hoster's template on qmail or Exim, pasted without its Received lines.
odd-attachment       a program or script; where there is a proper report, also a web page, archive or office document
                     beside it. False: gateways that hand back the attachment they refused as a file of its own.
odd-call-to-action   wants the reader to sign in, confirm, release, keep a password, and offers a link or a file for it.
                     False: none known; mailbox-full notices speak of the recipient's mailbox, not of "your" password.
odd-not-system-sender  From names a mail system but gives a person's address, the envelope sender is not empty, and
                     there is a link to somewhere else. False: home-made notices of providers that link to a partner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from whosent.mail.address import all_addresses, domain_of
from whosent.mail.decode import link_targets
from whosent.mail.domain import same_organisation
from whosent.mail.pattern import pattern
from whosent.model.notice import Notice, Oddity
from whosent.notice.quoted import own_words
from whosent.notice.reports import file_names
from whosent.notice.signs import mail_program, null_sender, system_address, system_name
from whosent.notice.view import View
from whosent.notice.words import Phrases, phrases


def oddities(view: View, notice: Notice) -> tuple[Oddity, ...]:
    """What is odd about a notice, () where nothing is or it is no delivery report."""
    if notice.kind not in ("bounce", "delay", "delivered"):
        return ()
    found: list[Oddity] = []
    for check in _CHECKS:
        found.extend(check(view, notice))
    return tuple(found)


# --- The mail system that it claims to be


class Claim(NamedTuple):
    """A mail system, by its words in the notice (lower case), and what its notices never lack.

    proves: the structure shows its hand, a template may have changed the words. missing: what is not there."""

    words: str
    proves: Callable[[View], bool]
    missing: Callable[[View], list[str]]


def _group(view: View, suffix: str) -> bool:
    return any(name.startswith("x-") and name.endswith(suffix) for name in view.groups[0])


def _received(view: View, words: str) -> bool:
    return any(words in value for value in view.head.all(b"received"))


def _remote_unnamed(view: View) -> bool:
    """A remote server is quoted and not named."""
    return any(group.get("diagnostic-code", "").lower().startswith("smtp;") and "remote-mta" not in group
               for group in view.groups[1:])  # fmt: skip


def _postfix_missing(view: View) -> list[str]:
    if not view.groups or "/" not in (view.mail.param("boundary") or ""):
        return []
    lacks = {
        "X-Postfix-Queue-ID": not _group(view, "-queue-id"),
        "X-Postfix-Sender": not _group(view, "-sender"),
        "Arrival-Date": "arrival-date" not in view.groups[0],
        "Remote-MTA": _remote_unnamed(view),
        "no X-Mailer": mail_program(view),
    }
    return [name for name, lacking in lacks.items() if lacking]


def _exim_missing(view: View) -> list[str]:
    if not view.groups or not _received(view, "(Exim "):
        return []
    lacks = {
        "eximdsn": "eximdsn" not in (view.mail.param("boundary") or ""),
        "X-Failed-Recipients": b"x-failed-recipients" not in view.names and "failed" in view.subject_l,
        "Auto-Submitted": b"auto-submitted" not in view.names,
        "Remote-MTA": _remote_unnamed(view),
        "no X-Mailer": mail_program(view),
    }
    return [name for name, lacking in lacks.items() if lacking]


def _sendmail_missing(view: View) -> list[str]:
    if not view.groups or "/" not in (view.mail.param("boundary") or ""):
        return []
    lacks = {
        "Arrival-Date": "arrival-date" not in view.groups[0],
        "Last-Attempt-Date": not any("last-attempt-date" in group for group in view.groups[1:]),
        "no X-Mailer": mail_program(view),
    }
    return [name for name, lacking in lacks.items() if lacking]


_CLAIMS = (
    Claim("this is the mail system at host", lambda v: bool(v.groups) and _group(v, "-queue-id"), _postfix_missing),
    Claim("this message was created automatically by mail delivery software",
          lambda v: b"x-failed-recipients" in v.names or _received(v, "with local (Exim"), _exim_missing),
    Claim("the original message was received at",
          lambda v: bool(v.groups) and "arrival-date" in v.groups[0], _sendmail_missing),
    Claim("this is the qmail-send program", lambda v: _received(v, "invoked for bounce"), lambda v: []),
)  # fmt: skip
_WORDS_AT = 1_500
"""Characters within which a mail system says who it is."""


def _claim(view: View) -> Claim | None:
    opening = view.lower[:_WORDS_AT]
    for claim in _CLAIMS:
        if claim.words in opening:
            return claim
    return None


def _claimed(view: View, notice: Notice) -> Iterator[Oddity]:
    """It claims to be of a mail system, and is not as that writes."""
    claim = _claim(view)
    if claim is None:
        return
    missing = claim.missing(view)
    if len(missing) > 1:
        yield Oddity("odd-not-this-mta", ", ".join(missing))
    if not claim.proves(view):
        for host in islice(_foreign_hosts(view, notice), 1):
            yield Oddity("odd-link", host)


# --- Links

_LINK = pattern(r"https?://([a-z0-9.\-\u00a1-\uffff]{4,253}+)[^\s<>\"']{0,500}", re.IGNORECASE)
_FOOTER = pattern(r"^[ \t]{0,8}(?:[_*=-]{5,}|-- ?$)", re.MULTILINE)
"""Below such a line stands what a virus scanner or a gateway added."""
_SAID = pattern(r"(?:^|[^\d.])[45]\d\d[ -]|said:|error|reason|#[45]\.\d\.\d|(?:^|\s)[45]\.\d{1,3}\.\d", re.IGNORECASE)
_MAX_LINKS = 20


def _foreign_hosts(view: View, notice: Notice) -> Iterator[str]:
    """Where links in the notice's own words lead, if that has nothing to do with it. Paragraphs that quote a remote
    server do not count, nor what stands below a footer line."""
    text = "\n\n".join([own_words(view), *_targets(view)])
    related = _related(view, notice)
    said = (recipient.diagnostic or "" for recipient in notice.recipients[:50])
    diagnostics = " ".join(words for words in said if _SAID.search(words))
    footer = _FOOTER.search(text, min(len(text), 200))
    text = text[: footer.start()] if footer else text
    for found in islice(_LINK.finditer(text), _MAX_LINKS):
        if found[0].rstrip(".,;:)]") in diagnostics or _SAID.search(_paragraph_before(text, found.start())):
            continue
        if not any(same_organisation(found[1], name) for name in related):
            yield found[1]


def _targets(view: View) -> Iterator[str]:
    """Where the links of HTML parts lead."""
    for part in view.human:
        if part.content_type == "text/html":
            for target in link_targets(part.payload(64 * 1024)):
                yield target.decode("latin-1")


def _paragraph_before(text: str, at: int) -> str:
    return text[max(0, text.rfind("\n\n", 0, at)) : at][-600:]


def _related(view: View, notice: Notice) -> set[str]:
    names = {domain_of(recipient.address) for recipient in notice.recipients[:50]}
    names |= {domain_of(view.from_addr), notice.reporting_mta}
    names.add(domain_of((view.head.get(b"message-id") or "").strip("<> ")))
    for field in (b"to", b"delivered-to", b"x-original-to"):
        names |= {domain_of(address) for address in all_addresses(view.head.get(field) or "", 5)}
    return {name for name in names if name}


# --- Attachments

_PROGRAMS = phrases(".exe|.scr|.com|.pif|.bat|.cmd|.js|.jse|.vbs|.vbe|.wsf|.hta|.lnk|.ps1|.jar|.msi|.cpl")
_FILES = phrases("""
    .htm | .html | .shtml | .xhtml | .svg | .zip | .rar | .7z | .gz | .ace | .arj | .cab | .iso | .img | .vhd
    .doc | .docm | .docx | .xls | .xlsm | .xlsx | .ppt | .pptm | .rtf | .one | .pdf
""")
_RENAMED = pattern(r"att\d{4,6}\.html?$", re.IGNORECASE)
"""What Exchange calls body parts that have no name, footers of lists and scanners among them."""


def _attachment(view: View, notice: Notice) -> Iterator[Oddity]:
    if not view.mail.parts:
        return
    # without a report the message's own attachments may have been returned beside the text
    suspects = _PROGRAMS + _FILES if view.groups or view.returned is not None else _PROGRAMS
    for leaf in view.parts:
        if leaf.content_type.startswith("message/"):
            continue
        for name in file_names(leaf):
            if name.lower().endswith(suspects) and not _RENAMED.match(name):
                yield Oddity("odd-attachment", name)
                return


# --- What it wants

_WANTS = Phrases(phrases("""
    release message | release your message | release your mail | release pending | release all | release the message
    retrieve your message | retrieve pending | retrieve your pending | recover your message | recover message
    restore your message | review pending | review your pending | allow messages | deliver your pending
    keep same password | keep the same password | keep your password | keep current password | keep my password
    your password will expire | your password expires | password has expired | password expiry | password expiration
    confirm your account | verify your account | validate your account | update your account | confirm your mailbox
    verify your mailbox | validate your mailbox | upgrade your mailbox | update your mailbox | upgrade your quota
    increase your storage | upgrade storage | avoid suspension | avoid deactivation | avoid account | account suspension
    account will be deactivated | mailbox will be deactivated | account will be suspended | mailbox will be suspended
    account will be closed | mailbox will be closed | sign in to continue | login to continue | log in to continue
    sign in to view | log in to view | login to view | click here to view | click below to view | confirm your identity
    re-validate | revalidate | re-activate your | reactivate your
    nachrichten freigeben | nachricht freigeben | e-mails freigeben | nachrichten abrufen | konto bestätigen
    konto verifizieren | postfach bestätigen | passwort beibehalten | passwort behalten | ihr passwort läuft
    kennwort läuft ab | konto wird gesperrt
    postfach wird gesperrt | konto wird deaktiviert | postfach wird deaktiviert
    konto wird gelöscht | speicher erweitern | melden sie sich an, um | jetzt bestätigen | jetzt anmelden
    confirmer votre compte | vérifier votre compte | valider votre compte | libérer les messages | libérer vos messages
    récupérer vos messages | votre compte sera | votre boîte sera | conserver votre mot de passe | mot de passe expire
    confirme su cuenta | verifique su cuenta | liberar mensajes | liberar los mensajes | recuperar mensajes
    su cuenta será | su buzón será | mantener la contraseña | contraseña caduca | contraseña expira
    conferma il tuo account | verifica il tuo account | conferma la tua casella | rilasciare i messaggi
    recuperare i messaggi | il tuo account sarà | la tua casella sarà | mantieni la password | password scade
"""))  # fmt: skip


_WANTS_WITHIN = 16_000
"""Characters: who wants something of the reader says so before he tires."""


def _call_to_action(view: View, notice: Notice) -> Iterator[Oddity]:
    if not _offers(view) or not _WANTS.any_in(view.lower[:_WANTS_WITHIN]):
        return
    wanted = _WANTS.one_in(own_words(view)[:_WANTS_WITHIN].lower())
    if wanted is not None:
        yield Oddity("odd-call-to-action", wanted)


def _offers(view: View) -> bool:
    """There is something to click on, above the copy of the message."""
    link = view.lower.find("http")
    if link >= 0 and not 0 <= view.lower.find("\nreceived:") < link:  # settles most without looking for the copy
        return True
    return next(_targets(view), None) is not None


# --- Who sent it


def _not_system_sender(view: View, notice: Notice) -> Iterator[Oddity]:
    if not view.from_addr or system_address(view) or null_sender(view) or b"return-path" not in view.names:
        return
    shown = view.sender_l.replace(view.from_addr, "")
    if not system_name(shown):
        return
    if next(_foreign_hosts(view, notice), None) is not None:
        yield Oddity("odd-not-system-sender", view.sender)


_CHECKS: tuple[Callable[[View, Notice], Iterator[Oddity]], ...] = (
    _claimed,
    _attachment,
    _call_to_action,
    _not_system_sender,
)
