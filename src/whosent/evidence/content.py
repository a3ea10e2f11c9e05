"""What the returned message says of itself: script markers, logins and hosts named below the entry line, and the
marks of auto-responders, filters and lists. Never decides by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whosent.evidence.scene import Scene
from whosent.mail.head import Head
from whosent.mail.ip import is_loopback
from whosent.mail.pattern import pattern
from whosent.model.evidence import Evidence

# PHP: ext/standard/mail.c writes "X-PHP-Originating-Script: %ld:%s" (uid, file name without path).
_PHP = pattern(r"(\d{1,10}):(.{1,300})")
_MARKERS = (b"x-php-originating-script", b"x-php-script", b"x-php-filename", b"x-source", b"x-source-args",
            b"x-source-dir", b"x-antiabuse", b"x-mailer-script", b"x-httpd-script")  # fmt: skip
_LOGIN_MARKERS = (b"x-authenticated-sender", b"x-authenticated-id", b"x-authenticated-user", b"x-auth-user",
                  b"x-sender-id", b"x-get-message-sender-via")  # fmt: skip
_PROGRAMS = (b"user-agent", b"x-mailer", b"x-webmail", b"x-originating-client")
_WEBMAIL = pattern(
    r"\b(?:roundcube|rainloop|snappymail|squirrelmail|horde|internet messaging program|webmail|sogo|afterlogic|"
    r"open-xchange|zimbra|uebimiau|telaen|twig|nocc|ilohamail|hastymail|atmail|cypht)",
    re.IGNORECASE,
)
"""What webmail programs call themselves in User-Agent or X-Mailer."""
_LIST = (b"list-id", b"list-post", b"x-mailman-version", b"mailing-list")


def collect(scene: Scene) -> Iterator[Evidence]:
    """Markers and marks of the returned message (or of the plain message itself)."""
    head = scene.returned
    if head is None:
        return
    yield from _script_markers(scene, head)
    yield from _claims_below(scene)
    yield from _automatic(scene, head)
    yield from _webmail(scene, head)


def _webmail(scene: Scene, head: Head) -> Iterator[Evidence]:
    """Webmail programs that submit through the sendmail command run under the web server's account, as scripts do."""
    if scene.walk.entered.entry != "local":
        return
    for line in scene.walk.lines if scene.plain else scene.walk.returned:
        if line.hop.family == "webmail":
            yield scene.at("webmail-claimed", line, program=line.hop.protocol or "webmail")
            return
    for name in _PROGRAMS:
        for number in head.numbers(name)[:1]:
            if _WEBMAIL.search(head.value(number)[:200]):
                yield scene.field("webmail-claimed", number, "claimed", program=head.value(number)[:80])
                return


def _script_markers(scene: Scene, head: Head) -> Iterator[Evidence]:
    entered = scene.walk.entered
    local = entered.entry == "local" and entered.line is not None
    if head.names().isdisjoint(_MARKERS):
        return
    for name in _MARKERS:
        for number in head.numbers(name)[:1]:
            value = head.value(number)[:400]
            if local and entered.line is not None:
                standing = scene.walk.standing["returned" if not scene.plain else "notice", entered.line.index]
                uid = entered.line.hop.local_uid
                php = _PHP.match(value) if name == b"x-php-originating-script" else None
                if php is not None and uid is not None and int(php[1]) != uid:
                    yield scene.field("script-marker-other-uid", number, "claimed", marker=value)
                else:
                    yield scene.field("script-marker", number, standing, marker=value)
            else:
                yield scene.field("script-marker-claimed", number, "claimed", marker=value)


def source_directory(head: Head) -> str | None:
    """cPanel's X-Source-Dir: the directory of the sending script, as Exim's patched sendmail wrapper read it."""
    return head.get(b"x-source-dir")


def _claims_below(scene: Scene) -> Iterator[Evidence]:
    """Lines under the last believed one that name our host, or a login: imitations, or simply history we cannot
    check."""
    walk = scene.walk
    lines = walk.lines if scene.plain else walk.returned
    for line in lines:
        of = line.of, line.index
        if walk.standing.get(of) != "claimed" or line.hop.by is None:
            continue
        ours = line.hop.by.lower() in walk.side.own.own_hosts or line.hop.by.lower() == walk.side.top_host
        if ours and walk.handed in ("no", "local", "network") and not is_loopback(line.hop.from_ip):
            yield scene.at("our-host-claimed-below", line, host=line.hop.by)
            return


def _automatic(scene: Scene, head: Head) -> Iterator[Evidence]:
    for number in head.numbers(b"x-sieve-redirected-from")[:1]:
        yield scene.field("sieve-redirected", number, "claimed", by=head.value(number)[:200])
    for number in head.numbers(b"auto-submitted")[:1]:
        if head.value(number).lower().startswith("auto-replied"):
            yield scene.field("auto-reply-returned", number, "claimed")
    if head.names().isdisjoint(_LIST + _LOGIN_MARKERS):
        return
    for name in _LIST:
        for number in head.numbers(name)[:1]:
            yield scene.field("list-mail", number, "claimed", name=head.value(number)[:120])
            return
    for name in _LOGIN_MARKERS:
        for number in head.numbers(name)[:1]:
            yield scene.field("login-marker-claimed", number, "claimed", marker=head.value(number)[:200])
            return
