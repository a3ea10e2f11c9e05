"""Automatic replies: vacation notes, ticket confirmations, "I no longer work here" (RFC 3834, and what came before it).

RFC 3834 section 5 gives the keyword `auto-replied`, which bounces carry too (Postfix, Exim): so a failure report of a
mail system is none of these. `auto-generated` is no reply (reports, newsletters, cron).
"""

from __future__ import annotations

from whosent.mail.pattern import pattern
from whosent.notice.failwords import FAILED, SUBJECTS
from whosent.notice.reading import Found, Reading
from whosent.notice.signs import auto_submitted, system_sender
from whosent.notice.view import View
from whosent.notice.words import any_in, phrases

# Written by autoresponders and by nothing else: Gmail and procmail recipes (X-Autoreply), Exim/cPanel (X-Autorespond),
# Plesk and Confixx (X-Mail-Autoreply), Lotus (X-AutoReply-From), ticket systems.
_FIELDS = frozenset({b"x-autoreply", b"x-autorespond", b"x-mail-autoreply", b"x-autoreply-from", b"x-autoreply-domain",
                     b"x-autoresponder", b"x-auto-reply", b"x-auto-respond", b"x-vacation"})  # fmt: skip
_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "auto_respond"})

# Subject prefixes of Outlook/Exchange ("Automatic reply: ", localised; older "Out of Office AutoReply: "), vacation(1)
# ("away from my mail"), GMX/web.de/T-Online/Strato/IONOS, Yahoo, cPanel and ticket systems.
_SUBJECTS = phrases("""
    automatic reply | automatic response | automated reply | automated response | auto reply | auto-reply | autoreply
    auto response | auto-response | autoresponse | out of office | out of the office | out-of-office | away from my mail
    vacation | on vacation | ooo:
    automatische antwort | autoantwort | auto-antwort | abwesenheit | abwesend | urlaub | nicht im büro | nicht im haus
    eingangsbestätigung | réponse auto | absence du bureau | absent du bureau
    absent(e) du bureau
    notification d'absence | message d'absence | gestionnaire d'absence
    risposta automatica | fuori sede | fuori ufficio | assente dall'ufficio | assenza dall'ufficio
    respuesta automática | respuesta automatica | fuera de la oficina | fuera de oficina | ausente de la oficina
    resposta automática | resposta automatica | fora do escritório | ausência temporária
    automatisch antwoord | automatische antwoord | afwezigheid | niet aanwezig
    odpowiedź automatyczna | automatyczna odpowiedź | autoodpowiedź | poza biurem | nieobecność
    automatisk svar | automatiskt svar | autosvar | frånvaro | fravær | ikke til stede | automaattinen vastaus
    poissaolo
    automatická odpověď | automatické odpovědi | mimo kancelář | automatikus válasz | automatski odgovor
    automatiska atbilde | automatinis atsak | automaatvastus | răspuns automat | otomatik yanıt | αυτόματη απάντηση
    автоматический ответ | автоответ | автоматична відповідь | отсутствие на рабочем
    自动回复 | 自動回覆 | 自动答复 | 自動返信 | 自動応答 | 不在 | 外出中 | 자동 회신 | 부재중
    תשובה אוטומטית | رد تلقائي
""")
_IN_SUBJECT = phrases("""
    is out of the office | is out of office | out of office autoreply | autoreply: | auto-reply: | automatiska atbilde
    est absent | ist abwesend | ist nicht im büro | ist nicht im haus | im urlaub | auf urlaub | away until
    on holiday until
    (auto reply) | (autoreply) | [auto reply] | [autoreply] | [auto-reply]
""")

# In the first lines of the text, for responders that keep the subject ("Re: ..."): a phrase of absence ...
_ABSENT = pattern(
    r"\b(?:i am|i'm|i will be|we are) (?:currently |now |presently )?"
    r"(?:out of (?:the )?office|away (?:from|on)|on (?:annual )?(?:vacation|holiday|leave))"
    r"|this is an auto(?:mated|matic|-)[ -]?(?:reply|response|generated reply)"
    r"|dies ist eine automatische? (?:antwort|generierte antwort)"
    r"|ich bin [^\n]{0,60}(?:nicht im (?:büro|haus)|abwesend|im urlaub|nicht erreichbar)"
    r"|je suis (?:actuellement )?(?:absente?|en congés?)|ceci est une réponse automatique"
    r"|estoy fuera de la oficina|esta es una respuesta automática"
    r"|sono (?:attualmente )?(?:fuori (?:sede|ufficio)|assente)"
    r"|ik ben (?:momenteel )?(?:niet aanwezig|afwezig)|estou (?:de férias|ausente|fora do escritório)"
)
# ... and one of what such notes also say: thanks, a date of return, a deputy. A letter rarely has both.
_COURTESY = phrases("""
    thank you for your | thanks for your | will be back | i will return | returning | upon my return | urgent
    vielen dank für ihre | wird nicht weitergeleitet | wieder da | wieder erreichbar | wieder im büro | wieder für sie
    vertretung | merci de | merci pour | de retour | cas d'urgence | gracias por | regres
    caso de urgencia | grazie per | rientr | per urgenze | bedankt voor | dringende | obrigad | retorn
""")
_OPENING = 800
_FAILURE_WINDOW = 8_000


def read(view: View) -> Reading | None:
    """The reading of an automatic reply, None where it is none or a mail system reports a failure by it."""
    if view.groups or view.report_type or b"x-failed-recipients" in view.names:
        return None
    if not (_by_field(view) or _by_subject(view) or _by_text(view)) or _reports_failure(view):
        return None
    found = [Found(view.from_addr, action="delivered")] if view.from_addr else []
    return Reading(kind="auto-reply", dialect="rfc3834", recipients=found)


def _reports_failure(view: View) -> bool:
    return system_sender(view) and (
        FAILED.any_in(view.subject_l) or any_in(SUBJECTS, view.subject_l) or FAILED.any_in(view.lower[:_FAILURE_WINDOW])
    )


def _by_field(view: View) -> bool:
    if auto_submitted(view).startswith("auto-repl") or not view.names.isdisjoint(_FIELDS):
        return True
    for name in (b"precedence", b"x-precedence"):
        if name in view.names and (view.head.get(name) or "").strip().lower() in _PRECEDENCE:
            return True
    return (view.head.get(b"x-autogenerated") or "").strip().lower() == "reply"


def _by_subject(view: View) -> bool:
    return view.subject_l.startswith(_SUBJECTS) or any_in(_IN_SUBJECT, view.subject_l)


def _by_text(view: View) -> bool:
    opening = view.lower[:_OPENING]
    return _ABSENT.search(opening) is not None and any_in(_COURTESY, opening)
