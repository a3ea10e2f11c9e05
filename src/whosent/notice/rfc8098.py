"""Read receipts: message disposition notifications (RFC 8098), and the receipts that mail programs write in words.

A receipt is no delivery failure whatever its disposition is: "deleted" means that a person threw the message away.
The one exception is Sieve's `reject` (RFC 5429 section 2.2), which refuses a message by a disposition notification.
"""

from __future__ import annotations

from whosent.mail.address import first_address
from whosent.notice.reading import Found, Reading
from whosent.notice.view import View
from whosent.notice.words import any_in, phrases

# Subject prefixes of Outlook and Exchange (IPNRN "read" and IPNNRN "not read" reports), Thunderbird, Notes, GroupWise.
_SUBJECTS = phrases("""
    read: | not read: | read receipt | return receipt
    gelesen: | gelesen ( | ungelesen: | nicht gelesen: | lesebestätigung | empfangsbestätigung
    lu : | lu: | lu\u00a0: | non lu : | non lu: | non lu\u00a0: | accusé de réception | accusé de lecture
    confirmation de lecture
    letto: | non letto: | conferma di lettura | ricevuta di ritorno | ricevuta di lettura
    leído: | no leído: | leido: | confirmación de lectura | acuse de recibo
    lida: | lido: | não lida: | confirmação de leitura | recibo de leitura
    gelezen: | niet gelezen: | ontvangstbevestiging | leesbevestiging
    przeczytano: | nie przeczytano: | potwierdzenie odczytu | přečteno:
    прочтено: | прочитано: | не прочтено: | не прочитано: | læst: | läst: | lest: | luettu: | okundu:
    已读: | 已读： | 未读: | 讀取: | 已讀: | 開封済み: | 開封済: | 開封確認 | 읽음:
""")

# What such a receipt says in its body. Without it a subject "Read: the new handbook" is a letter.
_WORDS = phrases("""
    was read | was displayed | was opened | was deleted without being read | was received by | has been read
    has been displayed | has been opened | return receipt | read receipt
    gelesen | wurde angezeigt | wurde geöffnet | lesebestätigung | empfangsbestätigung
    a été lu | a été affiché | a été supprimé | accusé de réception | accusé de lecture
    è stato letto | è stato visualizzato | è stato eliminato | fue leído | se leyó | se ha leído | ha sido leído
    se eliminó sin | foi lida | foi lido | foi exibida | foi excluída | gelezen | przeczytan | wyświetlon | přečten
    прочитан | прочтен | 已读 | 已讀 | 開封 | 読まれました | 읽었습니다
""")
_WINDOW = 2_000

# Pigeonhole/Dovecot LDA and Cyrus: "Auto-Submitted: auto-replied (rejected)", and this in the first line.
_REJECTED = "was automatically rejected"


def read(view: View) -> Reading | None:
    """The reading of a receipt, None where there is none."""
    if view.disposition or view.report_type == "disposition-notification":
        return _standard(view)
    if view.subject_l.startswith(_SUBJECTS) and not view.groups and any_in(_WORDS, view.lower[:_WINDOW]):
        return Reading(kind="read-receipt", dialect="receipt-text")
    return None


def _standard(view: View) -> Reading:
    fields = view.disposition
    address = first_address(fields.get("final-recipient"))
    original = first_address(fields.get("original-recipient"))
    at = view.lower.find(_REJECTED, 0, _WINDOW)
    if at >= 0 and "delete" in fields.get("disposition", "").lower():
        said = view.text[at + len(_REJECTED) : at + _WINDOW].partition(":")[2].strip()
        failed = [Found(address, diagnostic=said, action="failed", original_address=original)] if address else []
        return Reading(dialect="sieve-reject", recipients=failed)
    return Reading(
        kind="read-receipt",
        dialect="rfc8098",
        recipients=[Found(address, action="delivered", original_address=original)] if address else [],
    )
