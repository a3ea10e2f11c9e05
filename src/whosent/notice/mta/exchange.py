"""Microsoft Exchange 2007 and later, and Exchange Online (Office 365, outlook.com).

The text is written in the language of the sender's mailbox, in two halves: for the person, and "diagnostic information
for administrators" in which an address has a line to itself and what was said stands below. Exchange Online has, since
2017, a second layout with labelled fields. The machine-readable part says all of it once more; it is missing where
Outlook forwarded the notice as text or HTML."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, all_addresses, tidy
from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, kind_of, line, listed, named, returned_behind, said, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_ADMINISTRATORS = (
    "diagnostic information for administrators", "diagnoseinformationen für administratoren",
    "informations de diagnostic pour les administrateurs", "información de diagnóstico para los administradores",
    "información de diagnóstico para administradores", "informazioni di diagnostica per gli amministratori",
    "diagnostische gegevens voor beheerders", "diagnostische informatie voor beheerders",
    "informações de diagnóstico para administradores", "informações de diagnóstico para os administradores",
    "informacje diagnostyczne dla administratorów", "diagnostické informace pro správce",
    "диагностические сведения для администраторов", "diagnostikinformation för administratörer",
    "diagnosticeringsoplysninger til administratorer", "diagnostisk information för administratörer",
    "diagnostisk information til administratorer", "diagnostisk informasjon for administratorer",
    "diagnoseinformasjon for administratorer",
    "järjestelmänvalvojille tarkoitettuja diagnostiikkatietoja", "diagnosztikai információ rendszergazdák számára",
    "yöneticiler için tanılama bilgileri", "管理者向けの診断情報", "管理员的诊断信息", "系統管理員的診斷資訊",
    "관리자용 진단 정보",
)  # fmt: skip
_HEADERS = (
    "original message headers", "ursprüngliche nachrichtenkopfzeilen", "ursprüngliche nachrichtenheader",
    "en-têtes de message d'origine", "en-têtes du message d'origine", "encabezados de mensajes originales",
    "encabezados de mensaje originales", "intestazioni originali del messaggio", "originele berichtkoppen",
    "originele berichtheaders", "cabeçalhos de mensagem originais", "cabeçalhos da mensagem original",
    "oryginalne nagłówki wiadomości", "původní záhlaví zprávy", "заголовки исходного сообщения",
    "ursprungliga meddelandehuvuden", "originale meddelelsesheadere", "opprinnelige meldingshoder",
    "元のメッセージ ヘッダー", "原始邮件标头", "原始邮件头", "原始郵件標頭", "원본 메시지 헤더", "message hops",
)  # fmt: skip
_ERROR = (
    "reported error:", "gemeldeter fehler:", "erreur signalée", "error notificado:", "error informado:",
    "errore segnalato:", "gerapporteerde fout:", "erro relatado:", "erro reportado:", "zgłoszony błąd:",
    "報告されたエラー:", "报告的错误:",
)  # fmt: skip
_RECIPIENT = (
    "recipient address", "empfängeradresse", "adresse du destinataire", "dirección del destinatario",
    "indirizzo destinatario", "indirizzo del destinatario", "adres van geadresseerde", "adres van ontvanger",
    "endereço do destinatário", "adres odbiorcy", "адрес получателя", "受信者のアドレス", "受信者アドレス",
    "收件人地址",
)  # fmt: skip
_LABELLED = pattern(rf"[ \t]?[:：]?\s{{0,4}}({ADDR_SPEC})")
# Exchange 2007 puts the refusal on the same line or the next ("#550 5.1.1 ... ##"), later ones on the next.
_DETAIL = Form(line(r"[ \t]{0,8}<?", r">?(?:<mailto:[^\s<>]{1,320}>)?(?=[ \t]*(?:#|$))"))
_MAILTO = Form(line(r"[^\n]{0,320}<mailto:", r">[ \t]*$"))
# "Remote Server returned '550 5.1.1 ...'" in any language: what was said stands between quotes behind a reply code.
_QUOTED = pattern(r"['\"‘“«„][ ]?([245]\d\d[ -][^\n]{1,1500})")
# "#550 5.1.1 ... ##", "#< #5.1.1 smtp;550 ...> #SMTP#", "mx.example #<mx.example #5.1.1 smtp;550 ...> #SMTP#"
_HASHED = pattern(r"#(?:<([\w.-]{4,255})? #)?(?=[45]\d\d[ -]|[45]\.\d)([^\n]{3,1500})")
_SERVER = pattern(r"^[ \t]*[^\n:：]{3,60}[:：][ \t]*([\w-]{1,63}\.[\w.-]{1,255})[ \t]*$", re.MULTILINE)
_OPENINGS = ("\n#550 5.", "\n#554 5.", "\n#552 5.", "\n#< #5.", " #< #5.", " #550 5.")


def _read(view: View) -> Reading | None:
    """The reading of an Exchange notice; the name alone where only the machine-readable part is of use."""
    if not _is_mine(view):
        return None
    recipients = _administrators(view) or _labelled(view) or _mailto(view)
    if not recipients:
        return named(view)
    return Reading(
        kind=kind_of(view, len(view.lower)),
        recipients=recipients,
        returned=returned_behind(view, _HEADERS),
        reporting_mta=_generating_server(view),
    )


def _generating_server(view: View) -> str | None:
    """ "Generating server: host" is the first line of the second half, in every language."""
    start, end = span(view, _ADMINISTRATORS, _HEADERS)
    found = _SERVER.search(view.text, start, end) if start >= 0 else None
    return found[1] if found else None


def _is_mine(view: View) -> bool:
    return (
        b"x-ms-exchange-message-is-ndr" in view.names
        or span(view, _ADMINISTRATORS, ())[0] >= 0
        or "reported error:" in view.lower
        or "remote server returned '" in view.lower
        or any(opening in view.lower for opening in _OPENINGS)
        or "x-display-name" in (view.groups[-1] if view.groups else ())
    )


def _administrators(view: View) -> list[Found]:
    """The second half of the text, in which every address has a line to itself. Where its heading is in a language we
    do not know, what stands below the address tells it."""
    start, end = span(view, _ADMINISTRATORS, _HEADERS)
    titled = start >= 0
    if not titled:
        start, end = span(view, (), _HEADERS)
    recipients = [found for found in listed(view.text, start, end, _DETAIL) if found.diagnostic]
    return [found for found in recipients if _tidy(found) or titled]


def _tidy(found: Found) -> bool:
    """Reduce the diagnostic to what the server said; whether it has the form in which Exchange prints that."""
    hashed = _HASHED.search(found.diagnostic)
    quoted = _QUOTED.search(found.diagnostic)
    if quoted is not None:
        before = found.diagnostic[: quoted.start()].split(" ", 1)[0]
        found.remote_mta = before if "." in before else None
        found.diagnostic = quoted[1].rstrip("'\"’”»“ ")
    elif hashed is not None:
        found.remote_mta = hashed[1]
        found.diagnostic = (hashed[2].partition("smtp;")[2] or hashed[2]).rstrip("# ").removesuffix("> #SMTP")
    return quoted is not None or hashed is not None


def _labelled(view: View) -> list[Found]:
    """The second layout: "Recipient address: ...", "Reported error: ..."."""
    label, _ = span(view, _RECIPIENT, ())
    found = _LABELLED.match(view.text, label) if label >= 0 else None
    start, end = span(view, _ERROR, _HEADERS)
    if found is None and start < 0:
        return []
    diagnostic = said(view.text[start:end]) if start >= 0 else ""
    addresses = [tidy(found[1])] if found is not None else all_addresses(view.text, limit=1)
    return [Found(address, diagnostic) for address in addresses]


def _mailto(view: View) -> list[Found]:
    return listed(view.text, 0, len(view.text), _MAILTO)


DIALECT = Dialect(
    name="exchange",
    source="Exchange Server 2007-2019, Exchange Online: learn.microsoft.com, 'DSNs and NDRs in Exchange Server'",
    marks=("microsoft exchange", "#550 5.", "#554 5.", "#552 5.", "#< #5.",
           "remote server returned '", "reported error:", "administrat", "beheerders", "администраторов", "pro správce",
           "järjestelmänvalvojille", "管理者向けの診断情報", "管理员的诊断信息", "系統管理員的診斷資訊",
           "관리자용 진단 정보"),
    read=_read,
    header=("x-ms-exchange-message-is-ndr:",),
)  # fmt: skip
