"""Every kind of evidence: what it rests on, and when it says something true that is innocent or something wrong.

The sentences stand in `texts.toml`; `tests/meta/test_texts.py` keeps code, catalogue and texts together.
"""

from __future__ import annotations

from msgspec import Struct


class Kind(Struct, frozen=True):
    """One kind of evidence.

    rank             for showing the most telling first: 1 the way the message came, 2 signs in the message or notice,
                     3 whether the notice may be believed, 4 what we know of our own side
    reference        RFC section, or the source of what real systems print
    false_positives  when it is there although the conclusion that suggests itself is wrong
    """

    name: str
    rank: int
    reference: str
    false_positives: str


CATALOGUE: tuple[Kind, ...] = (
    # Who made the notice
    Kind("plain-message", 4, "RFC 5322 section 3.6.2 (From)",
         "Mailing lists and copies to oneself carry one's own From too."),
    Kind("notice-made-by-us", 3, "RFC 5321 section 4.4 and 6.1: the notice has no Received line with an outside client",
         "A gateway in front that writes no Received line makes a foreign notice look like ours."),
    Kind("reporter-agrees", 3, "RFC 3464 section 2.2.2 (Reporting-MTA); RFC 5321 section 4.4 (TCP-info of the client)",
         "A spammer who controls a server with forward-confirmed rDNS can write a consistent notice about his "
         "own domain."),
    Kind("reporter-agrees-below", 3, "RFC 5321 section 4.4; RFC 3464 section 2.2.2",
         "The host in between may be a filter service of the addressee's side that is missing in --mx."),
    Kind("reporter-unchecked", 3, "RFC 5321 section 4.1.4: HELO may not be refused on a failed check",
         "Many border MTAs print no rDNS (qmail without paranoid mode, OpenSMTPD, Exchange); most such notices "
         "are genuine."),
    Kind("reporter-disagrees", 3, "RFC 3464 section 2.2.2; RFC 5321 section 4.4",
         "SRS return paths, backup MX hosts, filters, providers' DSN pools and internal Exchange names all "
         "disagree innocently."),
    Kind("notice-with-sender", 3, "RFC 5321 section 4.5.5 (null reverse-path); RFC 3464 section 2",
         "Older gateways, Notes and list software send real notices with a sender; a forwarder may rewrite <>."),
    Kind("notice-by-local-account", 3, "Postfix pickup(8): `from userid`; Exim: `from user by host with local`",
         "An autoresponder or a list program on our server writes real notices that way."),
    Kind("nothing-returned", 3, "RFC 3462 and RFC 6522 section 3: the third part is optional",
         "About one genuine bounce in 28."),
    Kind("no-trace-returned", 3, "RFC 6522 section 4 (text/rfc822-headers)",
         "Exchange and gateways return a rebuilt header without trace fields."),
    # Signs that no mail system wrote it
    Kind("odd-link", 2, "Templates of the MTAs: whosent.notice.genuine",
         "A site's own template may link its help desk; Gmail and Exchange Online link help pages of their own."),
    Kind("odd-attachment", 2, "RFC 6522 section 3: report, delivery status, returned message",
         "Gateways attach disclaimers, logos or S/MIME signatures."),
    Kind("odd-call-to-action", 2, "Templates of the MTAs: whosent.notice.genuine",
         "Quarantine digests and challenge systems ask for an action by design."),
    Kind("odd-not-this-mta", 2, "Templates of the MTAs: whosent.notice.mta",
         "Exim and Postfix let the site rewrite their bounce templates (bounce_message_file, bounce_template_file)."),
    Kind("odd-not-system-sender", 2, "RFC 5321 section 4.5.5 (null reverse-path); RFC 3464 section 2",
         "Older gateways and home-made scripts send real notices from an ordinary address."),
    Kind("several-fake-signs", 2, "Count of the signs above", "A heavily customised template of a genuine system."),
    # The hand-over
    Kind("reporter-inner-hops", 4, "RFC 5321 section 4.4; RFC 1918, RFC 4193",
         "Nearly every larger receiver has inner hops."),
    Kind("handover-ours", 1, "RFC 5321 section 4.4: the client's address as the receiver's TCP stack saw it",
         "A relay host that customers share hands over everybody's mail; --own must name only what we operate."),
    Kind("handover-maybe-ours", 1, "RFC 5321 section 4.4; MTAs that print PTR names unchecked",
         "Anybody who controls the PTR of an address can write our name there."),
    Kind("handover-own-network", 1, "--own NETWORK", "Customers' own servers sit in our address space."),
    Kind("handover-local-at-reporter", 1, "Postfix pickup(8), Exim `with local`",
         "The owner may have an account on that very machine."),
    Kind("handover-foreign-login", 1, "RFC 4954; RFC 3848 (ESMTPA, ESMTPSA)",
         "The owner's other provider, or “send as” at a free mailer."),
    Kind("handover-on-path", 1, "RFC 5321 section 4.4", "A filter service that both sides use."),
    Kind("handover-same-organisation", 1, "Public Suffix List; RFC 5321 section 4.4",
         "A provider's customers carry names of its domain in rDNS."),
    Kind("handover-foreign-relay", 1, "RFC 5598 section 2.2.2 (relay)",
         "An open relay abused by a spammer looks like a smarthost."),
    Kind("handover-foreign-server", 1, "RFC 5321 section 4.1.4 (EHLO name)",
         "A newsletter service, shop, ISP smarthost or mailing list of the owner's; a forwarder that keeps the "
         "envelope."),
    Kind("handover-foreign-direct", 1, "RFC 5321 section 4.1.4; section 4.4",
         "The owner's own laptop with a mail program that sends direct to MX, or a device (printer, NAS) at home."),
    Kind("handover-foreign-unknown", 1, "RFC 5321 section 4.4", "A real mail server of the owner's with broken DNS."),
    Kind("helo-imitates-us", 2, "RFC 5321 section 4.1.1.1",
         "A host of ours behind NAT whose outside address is missing in --own."),
    Kind("own-side-complete", 4, "--own-complete", "A forgotten sending path: newsletter, shop, printer, monitoring."),
    Kind("own-side-partial", 4, "--own, or the host that wrote our topmost line", "Other outbound hosts are likely."),
    # The entry
    Kind("received-by-us", 1, "RFC 5321 section 4.4", "None where the file comes from our own store."),
    Kind("entry-not-shown", 1, "RFC 5321 section 4.4",
         "MTAs that hide the submission line for privacy (header_checks IGNORE, received_header_text)."),
    Kind("entry-through-own-host", 4, "RFC 5321 section 4.4", "Usual where a web server sends through the mail host."),
    Kind("entry-unlike-our-mta", 2, "RFC 5321 section 4.4; grammars in whosent.received",
         "A host that runs two mail systems (a gateway before an inner server), or was changed in between."),
    Kind("entry-through-sibling", 4, "Public Suffix List; RFC 5321 section 4.4",
         "A web server or second mail host of ours that is only missing in --own; or a customer's own machine."),
    Kind("entry-login", 1, "RFC 4954; Postfix smtpd_sasl_authenticated_header; Exim `with esmtpa`; RFC 3848",
         "The owner himself: headers look the same for owner and thief."),
    Kind("entry-local", 1, "Postfix pickup(8): `from userid N`; Exim: `from user by host with local`",
         "Cron mail, list software, autoresponders, a Sieve redirect of a virtual user, an administrator at the "
         "shell."),
    Kind("entry-web-account", 1,
         "Debian base-passwd (33 www-data); RHEL setup (48 apache); FreeBSD (80 www); SUSE (30 wwwrun)",
         "A number below 1000 can be another account on another system."),
    Kind("entry-system-account", 1, "Debian base-passwd; RHEL setup; FreeBSD /etc/passwd",
         "A script that got hold of root, or a number that means another account on another system."),
    Kind("handed-in-again", 1,
         "Postfix FILTER_README (simple content filter); procmail; RFC 5228 section 4.2 (redirect)",
         "A script that writes a Received line in the name of its own server."),
    Kind("entry-loopback", 1, "RFC 5321 section 4.4; RFC 1122 section 3.2.1.3",
         "Webmail, content filters, list software and scripts all look alike."),
    Kind("entry-relayed", 1, "RFC 5321 section 4.4", "A host of ours that is missing in --own."),
    Kind("login-not-shown", 2, "RFC 3848; Gmail's and Exchange's Received lines",
         "A server of that family whose operator added the login to its lines."),
    Kind("relayed-direct", 1, "RFC 5321 section 4.1.4; section 4.4",
         "A customer's device (printer, NAS, laptop) that may relay through us without a login."),
    Kind("relayed-near-us", 1, "Public Suffix List; RFC 5321 section 4.4",
         "A customer of the same provider whose rDNS carries the provider's name."),
    Kind("relayed-own-network", 1, "--own NETWORK", "A host of ours that is missing in --own HOST."),
    Kind("passed-on", 1, "RFC 5321 section 3.9 (aliases and lists); RFC 3461 section 4.2 (Original-Recipient)",
         "An MTA that rewrites the recipient (canonical maps, case, subaddress) without redirecting anywhere."),
    Kind("bounced-own-recipient", 1, "RFC 5321 section 6.1; RFC 3834 section 2 (do not answer forged mail)",
         "A recipient that failed late for a good reason, such as a full mailbox."),
    Kind("relayed-for-client", 1, "RFC 5321 section 3.6.1", "A permitted network, or a backup MX doing its job."),
    # What the message says of itself
    Kind("script-marker", 2,
         "PHP ext/standard/mail.c: X-PHP-Originating-Script `uid:file`; cPanel: X-PHP-Script, X-Source-Dir",
         "A script may set the header field itself before PHP adds its own."),
    Kind("script-marker-other-uid", 2, "PHP ext/standard/mail.c",
         "suEXEC or a queue runner that submits under another account."),
    Kind("script-marker-claimed", 2, "PHP ext/standard/mail.c",
         "Mail that a web application handed to another host by SMTP carries the marker truthfully."),
    Kind("webmail-claimed", 2, "User-Agent and X-Mailer of Roundcube, SquirrelMail, Horde, SOGo and others",
         "Scripts and spam that call themselves a webmail program."),
    Kind("our-host-claimed-below", 2, "RFC 5321 section 4.4",
         "Mail that really went through us first and then through a forwarder."),
    Kind("sieve-redirected", 2, "Dovecot Pigeonhole: X-Sieve-Redirected-From; RFC 5228 section 4.2",
         "The header field can be brought along in the message."),
    Kind("auto-reply-returned", 2, "RFC 3834 section 5 (Auto-Submitted)",
         "Spam that decorates itself with Auto-Submitted."),
    Kind("list-mail", 2, "RFC 2919; RFC 2369", "Spam and newsletters carry List-* fields as well."),
    Kind("login-marker-claimed", 2, "cPanel: X-Authenticated-Sender, X-Get-Message-Sender-Via; various webmailers",
         "True in mail of another provider's customer."),
    Kind("address-does-not-exist", 1, "--hosting FILE",
         "An incomplete hosting file; subaddresses (RFC 5233) and aliases."),
)  # fmt: skip

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in CATALOGUE}
