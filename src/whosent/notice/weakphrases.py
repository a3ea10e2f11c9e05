"""Words of the common refusals, asked where no specific RFC 3463 code speaks. Form and order as in `phrases`."""

from __future__ import annotations

from whosent.notice.lexicon import Row
from whosent.notice.words import phrases

WEAK: tuple[Row, ...] = (
    Row("policy", "refused at MAIL FROM: Exim (after), Postfix (in reply to), dma (did not like our), Yahoo ([..])",
        phrases("""
        after mail from | after pipelined mail from | in reply to mail from | did not like our mail from | mail_from]
        mail from command | sender rejected | sender was rejected | rejected mail from
        domain of sender | sender domain | sender verify | sender verification | sender is rejected | sender refused
        sender denied | bad sender | invalid sender | denies the sender | sender address | refused to talk to me
        after initial connection
    """)),
    Row("domain-unknown", "resolvers of Postfix, Exim, Sendmail, OpenSMTPD, Gmail: the recipient's domain", phrases("""
        host unknown | unknown host | host name lookup fail | domain not found | no such domain | domain unknown
        unknown domain | nxdomain | non-existent domain | nonexistent domain | domain does not exist
        domain doesn't exist | domain may not exist | no such host | unrouteable mail domain | unroutable mail domain
        bad destination host | bad destination system | bad destination domain | host not found
        name or service not known | host/domain | domain name not found | name has no | domain couldn't be found
        domain is not reachable | domain could not be found | invalid domain | no a record | name server:
        unable to look up | dns query | dns lookup | dns failure | dns error | had no relevant answers
        domain is invalid | domain invalid | name service error | unable to resolve | could not resolve
        cannot resolve | bad domain | not a valid domain | mx record | no mx | mail exchanger | mx host
        couldn't find any host | no mail servers | domain existiert nicht | domain nicht gefunden | domaine inconnu
        dominio desconocido | dominio inexistente | dominio inesistente | 域名不存在 | ドメインが存在しません
    """)),
    Row("expired", "the queue lifetime of every MTA", phrases("""
        retry timeout exceeded | retry time not reached
        queue too long
        on the queue for | queue lifetime | message timed out | delivery timed out
        delivery timeout | delivery time-out | could not be delivered for | unable to deliver this message after
        not delivered within | for too long | undelivered for | undeliverable for | undelivered after
        undeliverable after | retries exceeded | too many retries | retry limit | max retries | attempts failed
        attempts have failed | maximum number of attempts | retry period | deliver for the last | queue expire
        message still undelivered | retried for | not yet been delivered | expired | 期限 | 保存期間
    """)),
    Row("connection", "connect(2) and its errors as every MTA prints them", phrases("""
        connection time-out | connection refused
        connection reset | connection lost | connection closed | connection dropped | connection died
        connection failed | connection broken | connection aborted | connection error | connection with
        lost connection | couldn't connect | cannot connect | can't connect
        failed to connect | unable to connect | not connect | connect to | connecting to | connect(
        our requests to connect | no route to host | unreachable | network error | network is | network problem
        socket error | timed out | timeout | host is down | host down
        could not find a gateway | no route found | no answer | not responding | did not respond | no response
        no reply from | smtp connection | all hosts | server unavailable | greeting | broken pipe | end-of-file
        bad connection | smtp session | verbindung | connexion | conexión | connessione | conexão
        接続
    """)),
    Row("user-unknown", "every MTA, at RCPT TO", phrases("""
        user unknown | unknown user | no such user | not such user | no such mailbox
        no such account | no such recipient | no such local | no such person | no such addr
        unknown recipient | recipient unknown | unknown mailbox | mailbox unknown | unknown account | account unknown
        unknown address | address unknown | unknown local | unknown email | unknown or illegal | unknown alias
        user not found | user doesn't | user does not
        user invalid | user unavailable | user rejected | unavailable mail user | invalid user | bad user
        not a known user | not a user | not user of | our customer | no user | recipient not found
        recipient does not | recipient doesn't | recipient not ok | recipient is not
        recipient invalid | recipient no longer | recipient unrecognized | invalid recipient | bad recipient
        rcpt is rejected | mailbox not found | mailbox not available | mailbox unavailable
        mailbox does not | mailbox doesn't | mailbox invalid | mailbox name not | mailbox removed
        mailbox currently unavailable | mailbox not here | invalid mailbox | no mailbox | unrouteable | unroutable
        undeliverable address | address not found | address does not | address doesn't | address invalid
        address couldn't | address could not | address error | address is invalid
        address was not found | address no longer | address you entered
        invalid address | invalid email | invalid final delivery | bad destination | bad address | wrong address
        non-existent | nonexistent | doesn't exist | not exist | no longer exist | no account
        account does not | account doesn't | account that you tried | account is not | account not
        have an account | a yahoo.com account | not found in | not listed | could not be found | couldn't be found
        cannot be found | can't be found | possibly incorrect | no longer valid | no longer available | no longer here
        no longer at | not known | name not found | not recognized | not recognised | not in our | isn't in my
        not here by that name | mailbox here by that name | local user only | not a valid | is not valid
        virtual mailbox table | virtual alias table | local recipient table | this user | ambiguous
        no valid recipients | no valid addresses | recipients failed | is undeliverable | ofr_416 | lpn007 | mg001
        adresse d au moins un destinataire | destinataire invalide | destinataire inconnu | adresse inconnue
        utilisateur inconnu | n'existe pas
        existiert nicht | nicht bekannt | unbekannt | adresse ungültig
        usuario desconocido | no existe | usuario no | destinatario desconocido | buzón no
        non esiste | sconosciuto | inesistente | usuário desconhecido | não existe | nao existe | inexistente
        inexistant | onbekend | bestaat niet | nieznany | nie istnieje | не существует | не найден | нет такого
        такой пользователь | неизвест | не зарегистрирован | 不存在 | 找不到 | 没有该用户 | 無此 | 查無
        見つかりません | 存在しません | 宛先不明
    """)),
    Row("not-local", "RFC 5321 reply 551, Courier, Exim", phrases("user not local | not a local")),
    Row("auth-failed", "SMTP AUTH and submission (RFC 4954)", phrases("authentication fail")),
    Row("protocol", "breaches of RFC 5321 and 5322 as Postfix, Exim, Sendmail, Exchange, Cloudflare name them",
        phrases("""
        syntax error | syntactically | malformed | bad sequence | out of sequence | command not | command unrecognized
        unrecognized command | unknown command | unimplemented | not implemented | invalid command | bad command
        need mail | need rcpt | hello first | helo first | protocol error | protocol violation | smtp protocol
        bare lf | bare newline | bare line | line too long | line length | 8bit | 8-bit | smtputf8 | non-ascii | utf-8
        rfc 5322 | rfc5322 | rfc 2822 | rfc2822 | rfc 822 | rfc822 | rfc 5321 | not rfc | rfc compliant
        missing header | missing subject | missing from | missing a valid address | no from: header | missing date
        missing required | duplicate header | multiple from | multiple addresses in from | required header
        header missing | invalid header | resent-from | conversion | unsupported | not supported | improper use
    """)),
    Row("policy", "Postfix access tables, sender checks, greylisting, Exchange restrictions", phrases("""
        sender not | sender is un | from address | from header | authentication required | authentication is required
        must authenticate | access denied | access rejected | permission denied | not permitted
        not allowed | not authorized | not authorised | unauthorized | unauthorised | administrative prohibition
        administrative reason | administratively | policy | policies | prohibited | restricted | restriction
        disallowed | unacceptable | not welcome | will not accept | greylist | graylist | grey-list | gray-list
        closed mailing list | mail rejected | not a member | subscribers | moderat | allowed senders | only accepts
        no access from | purported | abgelehnt | abgewiesen | verweigert | rechazado | denegado | rifiutat | respint
        rejeitad | recusad | отклонен | отказ | 拒绝 | 拒收 | 拒否
    """)),
    Row("system", "errors inside the refusing system", phrases("""
        configuration error | configuration problem | system error | system config
        internal error | internal server | internal system | server error | i/o error | input/output error
        local error | local delivery failed | error in processing | transaction failed | service unavailable
        service not available | service currently unavailable | service is unavailable | temporary failure
        temporary error | temporary problem | temporary local | temporary lookup | temporarily | lookup fail
        lookup error | can't create | cannot create | cannot open | can't open | could not open | cannot lock
        lock failure | cannot write | error while writing | error writing | mailer died | mailer error | exited with
        command died | command output | command failed | child status | died with | exit status | exec error
        deferral | deferred | database | ldap | resource | cannot allocate | no such file | lmtp | procmail | maildrop
        unexpected failure | unexpected error | processing error | server busy | too busy | load average | overload
        bad file | read-only file | delivery agent
    """)),
)  # fmt: skip

FAINT: tuple[Row, ...] = (
    Row("policy", "nothing but the refusal", phrases("""
        denied | deny | refuse | reject | blocked | declined | not accept
        try again later | please try again | try later | refusé | rejeté
    """)),
    Row("user-unknown", "where a mailbox is mentioned at all", phrases("mailbox | recipient")),
)  # fmt: skip
"""Asked last: not even a doubtful code gives way to these."""
