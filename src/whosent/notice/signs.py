"""Small questions about a message that several readers ask: did a machine write it, or a person?"""

from __future__ import annotations

from whosent.mail.pattern import pattern
from whosent.notice.view import View
from whosent.notice.words import any_in, phrases

# RFC 2142 section 5 and the names that mail systems give themselves in From. Compared with the local part.
_SYSTEM_LOCAL = pattern(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|daemon|poo?st[-_.]?master|mdaemon|maildelivery\w{0,20}|mail\.delivery\.system"
    r"|mail[-_.]?system|microsoftexchange[0-9a-f]{32}|ndr|bounces?|delivery[-_.]?(?:notification|failure|status)\w{0,20})"
    r"(?:[-+=.].{0,60})?"
)
# The same in the display name: "Mail Delivery System" (Postfix, Exim), "Mail Delivery Subsystem" (Sendmail, Gmail),
# "System Administrator" (Exchange, in the language of the server), "Microsoft Outlook" is left out: people use it.
_SYSTEM_NAME = phrases("""
    mailer-daemon | mailer daemon | postmaster | mail deliver | maildeliver | delivery subsystem | mail administrator
    system administrator | mail system | systemadministrator | administrateur système | administrador del sistema
    administrador do sistema | amministratore di sistema | amministratore del sistema | systembeheerder
    administrator systemu | системный администратор | 系統管理員 | 系统管理员 | システム管理者
""")


def system_sender(view: View) -> bool:
    """From is a mail system: by its local part or display name, or there is no address at all."""
    return not view.from_addr or system_address(view) or system_name(view.sender_l)


def system_name(text: str) -> bool:
    """The name of a mail system occurs in `text` (lower case)."""
    return any_in(_SYSTEM_NAME, text)


def system_address(view: View) -> bool:
    """The address in From is one that mail systems use (anybody can write a name; few MUAs let one choose this)."""
    return _SYSTEM_LOCAL.fullmatch(view.from_addr.rpartition("@")[0].strip('"')) is not None


def null_sender(view: View) -> bool:
    """The envelope sender is empty (RFC 5321 section 4.5.5), as the last MTA wrote it: Return-Path or the mbox line."""
    path = view.head.get(b"return-path")
    if path is not None:
        bare = path.strip().lower()
        return bare in ("<>", "", "< >") or bare.lstrip("<").startswith("mailer-daemon")
    return view.head.data.startswith((b"From MAILER-DAEMON", b"From <>"))


def auto_submitted(view: View) -> str:
    """The keyword of Auto-Submitted (RFC 3834 section 5), lower case; "" if absent or "no"."""
    value = view.head.get(b"auto-submitted")
    keyword = value.partition(";")[0].partition("(")[0].strip().lower() if value else ""
    return "" if keyword == "no" else keyword


_REPLY_PREFIX = pattern(
    r"(?:re|aw|antw|antwort|sv|vs|ref|rv|res|r|rép|resp|odp|ynt|fwd?|wg|tr|rif|i|enc|doorst|vb|videresendt|pd|回复|回覆|答复|转发|轉寄|返信|転送)"
    r"(?:\[\d{1,3}\])?\s{0,3}[:：]",
)


def reply_subject(view: View) -> bool:
    """The subject begins as an answer or a forwarded message does, in the languages of the common mail programs."""
    return _REPLY_PREFIX.match(view.subject_l) is not None


# Mail programs of people and of newsletters, in X-Mailer or User-Agent. Server products that also write notices
# (Domino, Exchange "Internet Mail Service", GroupWise, SurfControl, CDO) are not among them.
_PROGRAMS = phrases("""
    thunderbird | apple mail | iphone mail | ipad mail | microsoft outlook | microsoft office outlook | outlook express
    microsoft-macoutlook | microsoftoutlook | windows mail | windows live mail | k-9 | mutt | evolution | kmail
    roundcube
    squirrelmail | horde | internet messaging program | the bat | foxmail | eudora | pegasus | claws | sylpheed | becky
    alpine | gnus | open-xchange | yahoomail | airmail | mailspring | postbox | emclient | spark | webmail
    phpmailer | swiftmailer | mailchimp | sendgrid | mailjet | acymailing | cleverreach | rapidmail | nodemailer
""")


def mail_program(view: View) -> bool:
    """Written with a mail program, or sent by a newsletter tool."""
    for name in (b"x-mailer", b"user-agent"):
        if name in view.names and any_in(_PROGRAMS, (view.head.get(name) or "").lower()):
            return True
    return "(mac os x mail" in (view.head.get(b"mime-version") or "").lower()


_LIST_FIELDS = frozenset({b"list-id", b"list-post", b"list-unsubscribe", b"x-mailman-version", b"x-ml-name"})


def through_list(view: View) -> bool:
    """Distributed by a mailing list or newsletter (RFC 2919, RFC 2369)."""
    return not view.names.isdisjoint(_LIST_FIELDS)
