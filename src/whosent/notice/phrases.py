"""What mail systems print when they refuse: words that settle the reason whatever code stands beside them.

Order is priority: the first row with a phrase in the text decides. Phrases as `lexicon` takes them; the text is
cleaned by `reason.words_of` (addresses and names of hosts taken out). Words that say something only where no specific
code speaks are in `weakphrases`.
"""

from __future__ import annotations

from whosent.notice.lexicon import Row
from whosent.notice.words import phrases

STRONG: tuple[Row, ...] = (
    Row("virus", "amavisd, ClamAV milters, Sophos, Trend Micro, MessageLabs, Exim content scanning", phrases("""
        virus | infected | malware | contains a worm | eicar | trojan
        вирус | 病毒 | ウイルス | ウィルス
    """)),
    Row("tls", "Postfix, Exim, Exchange Online, Gmail; RFC 3207, RFC 8461", phrases("""
        must issue a starttls | starttls is required | starttls required | starttls was not offered | starttls failed
        starttls is not available | not support starttls | tls is required | tls required | requires tls | require tls
        not support tls | did not offer tls | tls session is required | tls handshake | tls not available
        tls negotiation | tls currently unavailable | tls connection failed | tls error | start tls | sts policy
        mta-sts | sts validation | dane validation | dane tlsa | no tlsa | certificate verif | certificate has expired
        server certificate | untrusted certificate | encryption required | encryption is required | ssl error
        ssl handshake | ssl routines
    """)),
    Row("domain-unknown", "cPanel's Exim, which names every cause it can think of", phrases("""
        account or domain may not exist
    """)),
    Row("user-unknown", "Domino's Router, in whose words a directory is a list", phrases("""
        not listed in domino | not listed in the domino | not listed in public name | not listed in the public name
    """)),
    Row("user-unknown", "Exchange Online Protection: directory based edge blocking", phrases("""
        recipient address rejected: access denied
    """)),
    Row("spam", "Google Groups, which gives advice on SPF and DKIM with it", phrases("""
        rejected due to spam classification
    """)),
    Row("auth-failed", "receivers that evaluate DMARC (RFC 9989), DKIM, Sender ID", phrases("""
        dmarc | dkim check | dkim verif | dkim valid | dkim fail | dkim signature did | dkim signature ver
        dkim signature is | dkim not | not dkim signed | without dkim | no dkim | invalid dkim | valid dkim
        missing dkim | domainkeys | purported responsible | sender id | senderid
    """)),
    Row("reputation", "SPFBL.net, a block list whose name begins like the protocol's", phrases("spfbl")),
    Row("auth-failed", "receivers that evaluate SPF (RFC 7208): pyspf, Postfix policy servers, Exim, GMX, qq.com",
        phrases("""
        spf | sender policy framework | openspf | not designate
        not allowed to send mail from | not allowed to send mails from | not allowed to send from
        not allowed to send email | not permitted to send from | not permitted by the domain owner
        not authorized to send mail | not authorised to send | not authorized to send from
        not authorized to send on behalf | not authorized to use
    """)),
    Row("auth-failed", "Gmail, Yahoo, Exchange Online, Mail.ru: the message as a whole", phrases("""
        unauthenticated email | unauthenticated mail | unauthenticated message | sender is unauthenticated
        authentication information or fails | authentication checks | did not pass authentication
        required authentication level | message failed authentication | fails authentication | email authentication
        not properly authenticated | arc validation | unable to verify sender | senderauth
    """)),
    Row("spam", "URI block lists: the text names a listed link, not the client", phrases("""
        uribl | surbl | blacklisted url | black-listed url | listed in dbl | dbl.spamhaus
        url in the message | url in this message | url listed | blacklisted link | contains a blacklisted
        contains blacklisted
    """)),
    Row("reputation", "block lists by name", phrases("""
        spamhaus | spamcop | sorbs | barracudacentral | barracuda reputation | abuseat
        uceprotect | senderscore | senderbase | cloudmark | mailspike | psbl | surriel | njabl
        ordb.org | dsbl.org | spamcannibal | spamrats | hostkarma | invaluement | ivmsip | manitu | nixspam | ix.dnsbl
        backscatterer | wpbl | gbudb | mail-abuse | ers-dul | ers.trendmicro
        trendmicro.com/reputation | ahbl | fabel.dk | talosintelligence | ipcheck.proofpoint
        dynamic reputation | returnpath | return path | abusix | sender.office.com | junkmail.office | delist
        blocklist.de | anti-abuse.org | rbl-dns | postmaster.t-online.de | tosa@
    """)),
    Row("reputation", "codes: Microsoft S3140, S3150, SC-001; Yahoo [TSS04]; AOL (RTR:BL); Comcast BL000000; Cox and "
        "Charter AUP#; Orange OFR and LaPoste LPN; NetEase HL:REP; GoDaddy IB504; T-Online",
        phrases("""
        s3140 | s3150 | s3114 | sc-001 | bad outbound sender | sc-002 | sc-003 | sc-004 | dy-001 | dy-002 | bl-001
        ou-001 | ou-002 | oc-001 | as16012609 | tss0 | tss1 | tss2 | ts01 | ts02 | ts03 | ts04 | bl21 | bl23 | rtr:bl
        rly:b | dyn:t | con:b | hvu:b | dns:nr | snd:b | bl000 | cdrbl | cxbl | cxdnsbl | ipbl0 | ipbl1 | cxsnr
        aup#bl | aup#in | aup#o | aup#cxs | aup#i- | lpn006_10 | lpn001_10 | lpn105 | ofr_102 | ofr_103
        ofr_105 | ofr_108 | ofr_109 | ofr001 | ofr005 | ofr006_10 | hl:rep | hl:mep | wm:bli | dt:rbl
        service refuse. veuillez | service refuse. service refused | ib504 | ib705 | ib706 | ib508 | ib1
        ask your postmaster for help | not accepting connections from | esmtp not accepting connections
    """)),
    Row("rate-limited", "Postfix anvil, Sendmail ratecontrol, Gmail, Exchange, Yahoo, NetEase, Orange, qq.com",
        phrases("""
        too many connection | too many concurrent | too many session | too many open | too many simultaneous
        too many messages from | too many mails | too many messages per | too many messages sent
        too many email | too many recipients | too many invalid | too many unknown | too many rcpt | too many errors
        too much mail | too much email | too many failed | too many bad | too many requests | too many protocol errors
        too fast | too quickly | too frequent | rate limit | rate-limit | ratelimit | rate is too | rate that
        rate control | throttl | connection rate | sending rate | message rate | mail rate | unusual rate
        rate exceed | frequency limited | connection frequency | concurrent connections | connection limit
        max connections | maximum connections | exceeded the maximum number of | exceeded its sending
        exceeded your sending | sending limit | sending quota | daily limit | hourly limit | daily quota | per hour
        per day | per minute | per connection | this hour | messages limit | recipients limit | recipient limit
        limit on the number of | slow down | traffic limit | unexpected volume
        mail volume | volume of email | hl:icc | hl:ifc | mi:dmc | mi:sfq | rp:drc | rp:qrc | ib607 | ib501
        trop de connexions | zu viele verbindungen | ofr_104 | ofr004_104 | sending too
    """)),
    Row("relay-denied", "what the refusing server is not", phrases("not an open relay")),
    Row("reputation", "Postfix, Sendmail, Exim, Courier: the client's name and address are known for spam", phrases("""
        rbl | dnsbl | blocklist | block list | blacklist | black list | blocked list | black-list | blackhole list
        denylist | deny list | block-list | black ip | blocked using | rejected using | listed in | listed at
        listed by | listed on | is listed | are listed | reputation
        suspected spam ip | spam source | spam relay | spamming | spammer | sends spam | sending spam | sent spam
        spam sent from | spam received from | source of spam | open relay | open proxy | openrelay | open mail relay
        compromised | botnet | ip banned | banned ip | banned sending | dynamic ip | dynamic address | dynamic host
        dynamic/ | dialup | dial-up | residential | generic rdns | generic reverse | looks like a dynamic | ip blocked
        blocked ip | ip address blocked | ip address has been blocked | ip address is block | ip is blocked | ip was
        your ip | your server ip | your network | ip in black | ip address rejected | bad ip | ip rejected
        ip is rejected | client ip | remote ip check | ip is hangup | invalid ip | abusive | abuse from | due to abuse
        history of abuse | complaints | poor sender | banned by | gesperrte ip
    """)),
    Row("reputation", "reverse DNS and HELO of the client: Postfix, Exim, Sendmail, AOL, Comcast; RFC 7372", phrases("""
        reverse dns | reverse hostname | reverse name | reverse lookup | reverse address | rdns | ptr
        fcrdns | name lookup failed | cannot find your hostname | cannot find your reverse | cannot resolve your
        unable to resolve your | does not resolve | hostname lookup | ip name possibly forged | ip name forged
        client host | may not be mail exchanger | helo command rejected | ehlo command rejected
        invalid helo | bad helo | helo string | helo name | helo/ehlo | invalid ehlo | helohost | invalid hostname
        invalid host name | my name was rejected | access denied. ip | not a fully qualified
        need fully-qualified hostname
    """)),
    Row("mailbox-full", "local delivery agents, Dovecot, Cyrus, Exchange, Gmail, Yahoo, qmail with vpopmail",
        phrases("""
        quota exceed | exceeded quota | exceed quota | exceeds quota | exceeded the quota | exceeds allowed quota
        exceeds the quota | exceeded storage | over quota | overquota | over-quota | over the quota | over its quota
        over their quota | over his quota | out of quota | out of storage | quota limit | quota full
        quota violation | quotaexceeded | mailquota | disk quota | storage quota | mail quota | user quota | box full
        mailbox full | mailbox is full | mail box is full | mailbox was full | mailbox currently full
        full mailbox | mailbox too full | inbox is full | inbox full | account is full | account full | folder is full
        mailfolder is full | mailbox has exceeded | mailbox exceed | mailbox size limit | mailbox quota
        mailbox storage | mailbox limit | size limit of the mailbox | exceeds storage | storage limit | storage space
        not enough space | not enough storage | insufficient storage | disk space for user | exceeded his/her
        exceeded their | too many messages in | overdrawn | mailbox would exceed | too much data | exceeded the space
        exceed the mailbox | messages in recipient's mailbox | allocated space
        mbox full | mailbox_full | mailbox overflow | mailbox temporarily full
        mailbox for user is full | is full: | exdiskquota | postfach voll | ist voll
        speicherplatz | zuviele mails | zu viele mails | quota überschritten | boite du destinataire pleine
        boîte du destinataire pleine | boite pleine | boîte pleine | boite aux lettres pleine
        boîte aux lettres pleine | ofr_417 | ofr417 | buzón lleno | buzon lleno | cuota | casella piena
        casella di posta piena | caixa postal cheia | caixa cheia | caixa de correio cheia | переполнен | квот
        邮箱已满 | 空间不足 | 容量 | 一杯 | いっぱい | オーバー
    """)),
    Row("too-large", "SIZE (RFC 1870) in Postfix, Exim, Sendmail, Exchange, GMX; Exim's line limit", phrases("""
        message size | mail size | message too large | message too big | message is too large | message is too big
        message too long | message is too long | message file too big | mail is too big | mail too big
        mail is too large | mail too large | size exceeds | exceeds size | exceeded size | size limit | size exceeded
        exceeds fixed | exceeds maximum | exceeds the maximum | maximum size | exceeded maximum | exceeds limit
        mailsize limit | too large to | email is too large | email too large | size of the message
        attachment is too long | attachment too large | line limit exceeded | larger than the current
        length exceeds administrative | nachricht zu gro | zu groß | zu gross | trop volumineux | demasiado grande
        troppo grande | muito grande | слишком большо | 信件过大 | 邮件过大 | サイズ
    """)),
    Row("relay-denied", "Postfix, Sendmail, Exim, qmail rcpthosts, Exchange, CommuniGate, the sandbox of Amazon SES",
        phrases("""
        relaying denied | relay denied | relaying not | relay not | relaying mail | relaying to
        not relay | no relay | unable to relay | relay is not | relaying is | relay operation | relay access
        relay attempt | relaying prohibited | relaying blocked | prohibits relay | prohibit relay | denies relay
        deny relay | allow relay | relay rejected | permitted to relay | allowed to relay | relay from | relay for
        relay through | relay check | authorized relay | authorised relay | third-party relay | third party relay
        cannot relay | relay-denied | not a gateway | rcpthosts | to be relayed
        tenantattribution | email address is not verified | not local, relaying
    """)),
    Row("loop", "Postfix, Sendmail, Exim, qmail, Exchange, Domino", phrases("""
        too many hops | hop count | hopcount | mail loop | routing loop | loop detected | loops back | looping
        mail forwarding loop | maximum hop | message loop | endless loop | too many received | in a loop | loop count
        too many "received" | possible loop | circular | loop: | schleife
    """)),
    Row("system", "no room on the receiving system as a whole: Sendmail, Postfix, Exim", phrases("""
        insufficient system | insufficient disk | insufficient space | no space left | system full | disk full
        out of disk | low on disk | queue file write error | out of memory | system storage | insufficient resources
        insufficient main memory
    """)),
    Row("policy", "the sender's domain takes no answers (RFC 7505 section 4.2): Postfix smtpd", phrases("""
        sender address has null mx | sender address rejected: domain
    """)),
    Row("no-mx", "null MX (RFC 7505): Postfix dns_lookup.c, Exim routers/dnslookup.c (also: only MX hosts that do not "
        "exist), Haraka, Gmail; no MX and no address: qmail-remote.c, OpenSMTPD mta.c", phrases("""
        null mx | nullmx | 556 5.1.10 | receive email according | domain returned null | receives no email
        mx or srv record indicated no | mx records point to non-existent | find a mail exchanger | no mx found
    """)),
    Row("not-accepting", "521 and 556 (RFC 7504)", phrases("""
        not receive email | not accept mail | not accept email
        no mail accepted | host does not accept | domain does not accept | not accepting mail | not accepting any mail
        not accepting network | server not accepting | not receive mail | no smtp service | mail is not accepted here
    """)),
    Row("moved", "Exchange, Exim, GroupWise; RFC 5321 replies 251 and 551", phrases("""
        has moved | has changed | new address | new e-mail address | new email address | forwarding address
        moved permanently | address has been changed | no longer with | neue adresse | neue e-mail-adresse
        nouvelle adresse | nueva dirección
    """)),
    Row("user-disabled", "Yahoo, Gmail DisabledUser, GMX, Exchange, Courier, Mail.ru, i.ua, LaPoste", phrases("""
        disabled | discontinued | inactive | not active | isn't active | deactivat
        account suspended | has been suspended | user suspended | is suspended | suspended account | mailbox suspended
        temporarily suspended due | account is locked | account locked | user is locked | user locked | mailbox locked
        mailbox is locked | account expired | account has expired | expired account | mailbox expired
        mailbox has expired | mailbox is frozen | mailbox frozen | account is frozen | user frozen | dormant
        account is blocked | account has been blocked | mailbox is blocked | account blocked | user blocked
        user is blocked | compte du destinataire est bloque | account closed | account has been closed
        account is closed | closed account | account has been terminated | account terminated | account cancelled
        account was cancelled | no longer in use | no longer used | has been cancelled | mailbox closed | gesperrt
        deaktiviert | stillgelegt | ha expirado por falta | cuenta desactivada | casilla inactiva | conta desativada
        compte désactivé | compte suspendu | compte bloqué | disattivat | заблокирован | отключен | user hangup | 停用
        冻结 | 被锁 | 利用停止
    """)),
    Row("spam", "SpamAssassin milters, amavisd, Gmail, Exchange Online, Cloudmark, Vade, Barracuda, Symantec, qq.com",
        phrases("""
        spam | antispam | ube | uce | unsolicited | junk | bulk mail | bulk email | bulkmail
        phish | scored as | gtube | suspicious content | likely suspicious | suspicious due
        dt:spm | rejete. mail rejected | mail rejete | ofr_506 | ofr506 | scam | fraud | high probability | bayes
        unerwünschte werbung | correo no deseado | indésirable | спам | 垃圾 | 迷惑メール | スパム
    """)),
    Row("content-rejected", "Postfix header_checks and body_checks, amavisd BANNED, Exchange transport rules, Gmail",
        phrases("""
        message content | content denied | content reject | content error | rejected for content
        content blocked | content filter | content-filter | content policy | content restriction | content not allowed
        prohibited content | banned | attachment | executable | file type | file name | filename | filetype
        file extension | blocked extension | header content | body content
        message header rejected | message body rejected | dangerous content | security reason
        potential security issue | unsafe | blocked because its content | unacceptable content
        transport rule | mail flow rule | anhang | pièce jointe | archivo adjunto | 添付
    """)),
)  # fmt: skip
