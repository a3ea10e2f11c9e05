r"""What an Exim needs to make and verify our tags with its own `${prvs}`, `${prvscheck}` and the same file of keys.

No guard runs beside it. Exim reads the file at every look, so a new key needs no new configuration. Its tags are good
for seven days; where the count of days begins again its check is right for tags of at most seven days (expand.c,
EITEM_PRVSCHECK), so every key has to be one of seven days. It tells no expired tag from a false one: it takes off valid
ones only.

`macros` come first in the main section, `router` first among the routers, `rcpt` in the ACL of RCPT behind what lets
our own people pass and refuses to relay; `predata` is an ACL of its own. Names between @ are filled in. In the file of
keys a line is number, state, secret, days; lsearch takes what stands before the first blank as the key of a line.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from whosent.guard.settings import Settings

DAY = 86_400
"""Seconds."""

# Whoever has no valid signing key gets an error at ${eval:…}: mail has to wait, it does not leave untagged.
_MACROS = r"""# whosent guard: tags on the envelope sender (BATV)
WHOSENT_DOMAINS = @DOMAINS@
WHOSENT_UNTAGGED = @UNTAGGED@
WHOSENT_CLIENTS = @CLIENTS@
WHOSENT_REFUSES = @REFUSES@
WHOSENT_SRS = @SRS@
WHOSENT_LONG = @LONG@
WHOSENT_TAG = \N^(?i)prvs=(\d)\d{3}[0-9a-f]{6}=\N
WHOSENT_CHECK = ${if match{$local_part}{WHOSENT_TAG}{${lookup{$1}lsearch{@KEYS@}\
  {${prvscheck{${lc:$local_part@$domain}}{${extract{2}{ }{${sg{$value}{\\s+}{ }}}{$value}fail}}{$prvscheck_result}}}}}}
WHOSENT_INSIDE = ${prvscheck{${lc:$local_part@$domain}}{}{}}
WHOSENT_ITEM = ${sg{${lookup{$item}lsearch{@KEYS@}}}{\\s+}{ }}
WHOSENT_NUMBER = ${reduce{<, 0,1,2,3,4,5,6,7,8,9}{}{${if eq{${extract{1}{ }{WHOSENT_ITEM}}}{sign}{$item}{$value}}}}
WHOSENT_SECRET = ${reduce{<, 0,1,2,3,4,5,6,7,8,9}{}\
  {${if eq{${extract{1}{ }{WHOSENT_ITEM}}}{sign}{${extract{2}{ }{WHOSENT_ITEM}}}{$value}}}}
WHOSENT_RETURN_PATH = ${if and{\
    {match_domain{${domain:$return_path}}{WHOSENT_DOMAINS}}\
    {<={${strlen:${local_part:$return_path}}}{48}}\
    {!match{${local_part:$return_path}}{\N(?i)^"?(prvs=|msprvs1=|btv1==|srs[01][=+-])\N}}\
    {!match_address{$return_path}{WHOSENT_UNTAGGED}}\
    {or{{!def:sender_host_address}{def:authenticated_id}{match_ip{$sender_host_address}{@OURS@}}}}}\
  {${if eq{WHOSENT_NUMBER}{}{${eval:no key signs}}\
    {${prvs{${lc:$return_path}}{WHOSENT_SECRET}{WHOSENT_NUMBER}}}}}fail}
"""
_ROUTER = r"""
whosent_untag:
  debug_print = "R: whosent_untag for $local_part@$domain"
  driver = redirect
  domains = WHOSENT_DOMAINS
  local_parts = ^prvs=
  condition = ${if eq{WHOSENT_CHECK}{1}}
  data = WHOSENT_INSIDE
"""
# Who verifies senders by calling back ends after the first RCPT, and has to hear a yes: so that is decided at DATA.
_RCPT = r"""  # whosent guard: is this recipient of a bounce one of ours?
  warn
    senders = :
    set acl_m_whosent_now = good
  warn
    senders = :
    domains = WHOSENT_DOMAINS
    !hosts = WHOSENT_CLIENTS
    set acl_m_whosent_now = ${if or{\
        {eq{WHOSENT_CHECK}{1}}\
        {inlisti{$local_part}{postmaster:abuse:mailer-daemon}}\
        {match_address{$local_part@$domain}{WHOSENT_UNTAGGED}}\
        {and{{WHOSENT_SRS}{match{$local_part}{\N(?i)^"?srs[01][=+-]\N}}}}\
        {and{{WHOSENT_LONG}{>{${strlen:$local_part}}{48}}{!match{$local_part}{\N(?i)^prvs=\N}}}}}{good}{bad}}
  deny
    senders = :
    domains = WHOSENT_DOMAINS
    !hosts = WHOSENT_CLIENTS
    condition = ${if and{{def:acl_m_whosent_seen}{eq{$acl_m_whosent_now}{bad}}{WHOSENT_REFUSES}}}
    message = @REFUSAL@
  warn
    senders = :
    condition = ${if !def:acl_m_whosent_seen}
    set acl_m_whosent_seen = $local_part@$domain
    set acl_m_whosent_worth = bad
  warn
    senders = :
    condition = ${if !eq{$acl_m_whosent_now}{bad}}
    set acl_m_whosent_worth = good
"""
_PREDATA = r"""# whosent guard: is one of the recipients of this bounce one of ours?
deny
  senders = :
  condition = ${if and{{eq{$acl_m_whosent_worth}{bad}}{@REFUSES@}}}
  message = @REFUSAL@
warn
  senders = :
  condition = ${if eq{$acl_m_whosent_worth}{bad}}
  add_header = X-Whosent-Guard: would be refused: no valid tag
  logwrite = whosent: would refuse this bounce to $acl_m_whosent_seen
accept
"""
_REFUSAL = (
    "550 5.7.1 This bounce is about mail that its recipient did not send: it bears no valid tag of ours (BATV). "
    "If you send something else with an empty sender, please set one."
)


class Facts(Struct, frozen=True):
    """`keys`: the path of their file. `refuses_from`: the first day (since 1970) on which something is refused, None
    where it is only observed."""

    settings: Settings
    keys: str
    refuses_from: int | None = None


def macros(facts: Facts, ours: str) -> str:
    """For the main section. `ours`: a list of the hosts whose mail is ours."""
    settings = facts.settings
    return _filled(
        _MACROS, DOMAINS=_listed(settings.domains), KEYS=facts.keys, OURS=ours,
        UNTAGGED=_listed(sender if "@" in sender else f"*@{sender}" for sender in settings.senders),
        CLIENTS=f"<; {' ; '.join(str(client) for client in settings.clients)}",
        REFUSES=_refuses(facts), SRS=_yes("srs" in settings.forms), LONG=_yes("untaggable" in settings.forms),
    )  # fmt: skip


def hooks(folder: str) -> str:
    """Behind the macros, where Debian's configuration is in use: there all that goes out takes these."""
    return (
        f"REMOTE_SMTP_RETURN_PATH = WHOSENT_RETURN_PATH\nCHECK_RCPT_LOCAL_ACL_FILE = {folder}/rcpt\n"
        f"acl_smtp_predata = {folder}/predata\n"
    )


def router() -> str:
    """For the section of routers, the first of them."""
    return _ROUTER


def rcpt() -> str:
    """For the ACL of RCPT, behind what lets our own people pass and refuses to relay."""
    return _filled(_RCPT, REFUSAL=_REFUSAL)


def predata(facts: Facts) -> str:
    """The ACL of DATA, before the content. Macros are not known in a file of its own."""
    return _filled(_PREDATA, REFUSAL=_REFUSAL, REFUSES=_refuses(facts))


def _refuses(facts: Facts) -> str:
    first = facts.refuses_from
    return f">={{$tod_epoch}}{{{first * DAY}}}" if first is not None else _yes(False)


def _yes(value: bool) -> str:
    return f"bool{{{str(value).lower()}}}"


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _listed(names: Iterable[str]) -> str:
    return " : ".join(sorted(names))
