"""What mail systems of any make say when they cannot deliver, by language. No dialect rests on these: they are for
notices whose writer is unknown, and only beside other signs (see `generic`)."""

from __future__ import annotations

from whosent.notice.words import Phrases, phrases

FAILED = Phrases(phrases("""
    couldn't be delivered | can't be delivered
    could not deliver | couldn't deliver | cannot deliver | can not deliver | can't deliver | could not be sent
    not be delivered | not been delivered | was not delivered | were not delivered | wasn't delivered | not delivered to
    unable to deliver | unable to be delivered | not able to deliver | failed to deliver | failure to deliver
    delivery failed | delivery has failed | delivery failure | delivery error | failed delivery
    delivery to the following
    delivery of your message | delivery problem | errors during delivery | error during delivery | undeliver
    did not reach | didn't reach | not reach the following | following recipient | returned to sender | returned to you
    returning message | returned mail | message returned | mail returned | returned message | was rejected
    been rejected
    rejected by | rejected for | was refused | been refused | refused by | was blocked | been blocked | bounced
    does not exist | doesn't exist | no such user | user unknown | unknown user | unknown recipient | recipient unknown
    invalid recipient | invalid user | invalid address | not a valid | no longer valid | mailbox unavailable
    mailbox full
    mailbox is full | inbox is full | quota exceeded | over quota | exceeded quota | over its quota | no mailbox
    addresses had errors | fatal error | permanent error | not listed in | not found in | unrouteable | host unknown
    could not send | unable to send | message not sent | account disabled | account has been disabled | not accepted
    error delivering | trouble delivering | problems delivering | failed because | mail failed | failed mail
    failed address | unknown host
    no valid recipient | has been returned | address rejected | final delivery | could not reach
    been delayed | not yet been delivered | still trying to deliver | cannot be found | could not be found | non-deliver
    nicht zugestellt | nicht zustell | unzustellbar | zustellung fehlgeschlagen | zustellung nicht möglich
    nicht ausgeliefert
    zustellfehler | fehler bei der zustellung | konnte nicht übermittelt | nicht versendet werden
    unbekannter empfänger
    empfänger unbekannt | empfänger existiert nicht | adresse existiert nicht | postfach ist voll | postfach voll
    wurde abgelehnt | wurde abgewiesen | zustellung verzögert
    pu être remis | pu etre remis | pas été remis | pas été délivré | pu être délivré | pu etre delivre
    pu être distribué
    pu être livré | pu être envoyé | non remis | non délivré | non distribué | échec de la remise | échec de remise
    échec de livraison | échec de l'envoi | impossible de remettre | impossible de délivrer | utilisateur inconnu
    destinataire inconnu | adresse inconnue | n'existe pas | boîte pleine | boite pleine | a été rejeté | a été refusé
    no se pudo entregar | no se ha podido entregar | no ha podido ser entregado | no pudo ser entregado
    no se puede entregar
    no fue entregado | no entregado | error de entrega | entrega fallida | falló la entrega | fallo en la entrega
    usuario desconocido | destinatario desconocido | no existe | buzón lleno | ha sido rechazado | fue rechazado
    non è stato possibile recapitare | non è stato possibile consegnare | non recapitabil | non consegna
    mancata consegna
    consegna fallita | consegna non riuscita | impossibile recapitare | impossibile consegnare | utente sconosciuto
    destinatario sconosciuto | non esiste | casella piena | non è stato recapitato | non è stata recapitata
    è stato respinto
    não pôde ser entregue | não pode ser entregue | não foi entregue | não entregue | falha na entrega
    falha de entrega
    erro de entrega | não foi possível entregar | usuário desconhecido | destinatário desconhecido | não existe
    caixa postal cheia | caixa de correio cheia | foi rejeitad
    niet worden afgeleverd | niet worden bezorgd | niet afgeleverd | niet bezorgd | onbestelbaar | bezorging mislukt
    onbekende gebruiker | onbekende ontvanger | bestaat niet | mailbox is vol
    nie można dostarczyć | nie została dostarczona | nie zostało dostarczone | nie może zostać dostarczona
    niedostarczon
    nie dostarczono | nie udało się dostarczyć | nieznany użytkownik | nieznany odbiorca | nie istnieje
    не доставлен | недоставлен | не удалось доставить | не может быть доставлен | невозможно доставить
    ошибка доставки | не существует | пользователь не найден | неизвестный пользователь | не було доставлено
    nedoručiteln | nebylo možné doručit | nemohla být doručena | nemohl být doručen | nem kézbesíthető
    teslim edilemedi
    iletilemedi | kunde inte levereras | gick inte att leverera | olevererbar | kunne ikke leveres | kan ikke leveres
    ei voitu toimittaa | perillemenemät
    退信 | 无法投递 | 無法投遞 | 无法送达 | 無法送達 | 無法傳遞 | 无法传递 | 投递失败 | 投遞失敗 | 未送达 | 未能送达
    发送失败 |    不存在 | 拒收 | 邮箱已满 | 無法遞送
    配信できません | 配信不能 | 配信エラー | 配送できません | 送信エラー | 届けられません
    届きませんでした | 送信できません
    お届けできません | 存在しません | 配達できません
    宛先不明 | 配信に失敗 | 배달되지 | 전송되지 | 반송
"""))  # fmt: skip
"""In the text or the subject: the message did not reach somebody."""

SUBJECTS = phrases("""
    failure notice | mail failure | delivery status | delivery report | delivery notification | delivery warning
    mail system error | mail error | mail delivery | message delivery | message delayed | mail delayed
    postmaster notify
    returned mail | nondeliverable | non-delivery | error sending your mail | unsent | returned e-mail | returned email
    fehlermeldung | fehler beim versand | mail-zustellung | rückläufer | échec | notification de remise
    erreur de distribution
    notificación de estado | notifica di stato | notifica mancato recapito | notificação de status | kennisgeving
""")
"""In the subject only: too common in prose."""

DELAYED = phrases("""
    has been delayed | is delayed | was delayed | not yet been delivered | still trying | will keep trying
    continue to try
    being retried | will be retried | warning message only | need to resend | have to resend | noch nicht zugestellt
    verzögert | wird weiter versucht | retardé | pas encore été | aún no | retrasad | non ancora | ritardo | ainda não
    nog niet | vertraagd | opóźnion | задержан | 延迟 | 延遲 | 遅延
""")
"""Not given up yet."""

LURES = phrases("""
    release message | release your message | release pending | release the message | pending message | pending mail
    held message | held mail | on hold | quarantine | incoming messages | incoming mails | incoming email | upgrade
    storage | re-activate | reactivate | deactivat | suspend | terminate | keep your password | keep same password
    password expire | password will expire | confirm your account | verify your account | validate your | log in to
    login to
    sign in to | click here | click below | click the button | retrieve your | recover your | view message
    mailbox update | update your mailbox | klicken sie | jetzt bestätigen | konto bestätigen | nachrichten freigeben
    speicherplatz | anmelden | cliquez | votre compte | messages en attente | haga clic | mensajes pendientes
    su cuenta
    clicca | messaggi in sospeso | il tuo account
""")
"""What phishing in the words of a mail system wants: with these a notice needs a failed recipient to be believed."""
