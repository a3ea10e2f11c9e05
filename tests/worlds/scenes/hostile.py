"""Strangers' words in our logs: HELO, subject, Message-ID, addresses, answers and logins that imitate what only the
server can say; and queue ids that were used before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.worlds import dovecot, web
from tests.worlds.forwarding import passed_on
from tests.worlds.letter import Client
from tests.worlds.life import SPAM, burst, live
from tests.worlds.moments import BEFORE, TODAY, at, later, syslog
from tests.worlds.notice import Failure
from tests.worlds.places import HOTEL, OFFICE, SHOP, home, server
from tests.worlds.postfix import Queued
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.forwards import ALIAS, redirected, through
from tests.worlds.scenes.joejobs import BOT, bounced, spam, to_spammer
from tests.worlds.scenes.scripts import OTHER, SHELL
from tests.worlds.world import (
    ANNA,
    BERND,
    CLARA,
    DEAD,
    DORIS,
    LAWYER,
    LAWYERS,
    TEAM,
    World,
    unknown,
)

NOW = at(TODAY, 9, 30)
LOGIN_WORDS = f"A=plain_server:{LAWYER}"
CLIENT_WORDS = "[198.51.100.50]:4711 I=[192.0.2.70]:587 P=esmtpsa"
WHY_PHP = "PHP's log can be written by whoever runs a script, and is believed"


def exim_alias(*, helo: str = "localhost", sender: str = LAWYER, alias: str = f"akte96@{LAWYERS}",
               **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """A bot sends to an address of the lawyers that leads outside, with words that look like fields of the log."""

    def make() -> Scenery:
        world = live(World("exim"))
        host = world.exim
        letter = world.letter(sender, alias, moment=NOW, **{**SPAM, **said})
        queued = host.accept(letter, Client("198.19.1.7", None, helo), NOW)
        notice = host.store(host.refused(queued, (world.refusal(DEAD, alias),)), LAWYER)
        return Scenery(notice, world)

    return make


def thief(login: str = ANNA, *, before: Callable[[World], object] | None = None, client: Client | None = None,
          after: Callable[[World, Queued], object] | None = None, id_: str | None = None,
          innocent: tuple[str, ...] = (), to: str = DEAD, reply: str | None = None,
          **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """Servers send with this login, one letter of theirs fails."""

    def make() -> Scenery:
        world = live(World())
        if before is not None:
            before(world)
        if client is None:
            burst(world, login, [server(n) for n in range(6)], each=8, dead=4)
        by = client or server(2)
        letter = world.letter(said.pop("sender", login), to, moment=NOW, **{**SPAM, **said})
        queued = world.postfix("out1").accept(letter, by, NOW, login, id_=id_)
        failure = world.refusal(to) if reply is None else Failure(to, reply, world.fern.at)
        notice = world.out.refused(queued, (failure,))
        if after is not None:
            after(world, queued)
        return Scenery(world.bring(notice, world.out, ANNA), world, innocent=innocent)

    return make


def script(*, before: Callable[[World], object] | None = None, after: Callable[[World, Queued], object] | None = None,
           id_: str | None = None, uid: int = 33, innocent: tuple[str, ...] = (),
           message_id: str | None = None) -> Callable[[], Scenery]:  # fmt: skip
    """A site of ours sends, and fails."""

    def make() -> Scenery:
        world = live(World())
        if before is not None:
            before(world)
        web1, out = world.postfix("web1"), world.postfix("out1")
        letter = world.letter(TEAM, DEAD, moment=NOW, named=False, message_id=message_id, **SPAM)
        queued = web1.submit(letter, uid, NOW)
        there = out.accept(queued.letter, web1.client, later(NOW, 1), id_=id_)
        web1.sent(queued, DEAD, out.at, out.took(there))
        notice = world.deliver(there, out, "refused")
        assert notice is not None
        if after is not None:
            after(world, there)
        return Scenery(notice, world, named={"script": None} if innocent else {}, innocent=innocent)

    return make


# --- answers that name an id of ours ----------------------------------------------------------------------------------


def answered(login: str, client: Client, *, after: bool) -> Callable[..., object]:
    """Somebody of ours writes to the spammer, whose server answers with the id of another message of ours. `after`: a
    minute later than that was sent, else an hour before."""

    def answer(world: World, queued: Queued | None = None) -> None:
        moment = later(NOW, 60 if after else -3600)
        letter = world.letter(login, "kontakt@evil.test", moment=moment, subject="Re: Ihre Anfrage")
        ours = world.out.accept(letter, client, moment, login)
        id_ = queued.id if queued is not None else "5A17C260D99"
        world.out.sent(ours, "kontakt@evil.test", world.evil.at, f"250 2.0.0 Ok: queued as {id_}")

    return answer


def answers_with_id_at_fern() -> Scenery:
    """The spammer's server holds its answer to Anna's letter back until fern has taken the spam with that Message-ID
    from a bot, and then names fern's id."""
    world = live(World())
    moment = at(TODAY, 9, 29)
    letter = world.letter(ANNA, "kontakt@evil.test", moment=moment, subject="Re: Ihre Anfrage")
    ours = world.out.accept(letter, home(TODAY), moment, ANNA)
    there = world.fern.accept(spam(world, ANNA, message_id=letter.message_id), BOT, NOW)
    world.out.sent(ours, "kontakt@evil.test", world.evil.at, world.fern.took(there))
    notice = world.bring(world.fern.refused(there, (unknown(DEAD, world.fern),)), world.fern)
    return Scenery(notice, world, innocent=(ANNA, ours.id))


def alias_and_answer() -> Scenery:
    """The same for spam that he sends to an alias of ours: mx's id."""
    scenery = through("alias")()
    id_ = scenery.message.partition(b"X-Postfix-Queue-ID: ")[2].partition(b"\n")[0].decode()
    queued = Queued(id_, spam(scenery.world, DORIS), NOW)
    answered(DORIS, SHOP, after=True)(scenery.world, queued)
    return scenery._replace(innocent=(DORIS,))


def mailbox_at_fern() -> Scenery:
    """The spammer has his mailbox at fern: Anna wrote there; with her Message-ID he spams others at fern from bots."""
    world = live(World())
    letter = world.letter(ANNA, "spammer@fern.test", moment=at(TODAY, 8, 12), subject="Re: Ihre Anfrage")
    ours = world.out.accept(letter, home(TODAY), at(TODAY, 8, 12), ANNA)
    world.deliver(ours, world.out, "taken")
    notice = bounced(world, spam(world, ANNA, message_id=letter.message_id), BOT, world.fern)
    return Scenery(notice, world, innocent=(ANNA, ours.id))


def mailbox_at_forwarder(who: str, *, lines: bool = False, wraps: bool = False) -> Callable[[], Scenery]:
    """The spammer has his mailbox at the forwarder and knows of an alias there: one of ours wrote to him, and under
    that Message-ID a bot sends spam to the alias. `lines`: with the lines of that letter below."""

    def make() -> Scenery:
        world = live(World())
        moment, him = at(TODAY, 9, 12), "spammer@weiter.test"
        if who == "shop":
            letter = world.letter(TEAM, him, moment=moment, named=False, subject="Ihre Bestellung 240912")
            ours = world.by_site(letter, moment)
        else:
            client = HOTEL if "hotel" in who else home(TODAY)
            letter = world.letter(ANNA, him, moment=moment, subject="Re: Ihre Anfrage")
            ours = world.out.accept(letter, client, moment, ANNA)
        there = world.forwarder.accept(ours.letter, world.out.client, later(moment, 1))
        world.out.sent(ours, him, world.forwarder.at, world.forwarder.took(there))
        sender = ours.letter.sender
        below = there.letter.trace if lines else ""
        letter = spam(world, sender, "verena@weiter.test", message_id=ours.letter.message_id, extra=below)
        _, notice = passed_on(world, letter, BOT, NOW, target=DEAD, wraps=wraps, fate="returned")
        return Scenery(notice, world)

    return make


def same_id_and_recipient() -> Scenery:
    """The spammer answers Anna's letter late; a bot's copy went to the very address to which she wrote."""
    world = live(World())
    _, his = to_spammer(world)
    notice = bounced(world, his.letter.to("kontakt@evil.test"), BOT, world.evil)
    return Scenery(notice, world)


# --- ids that were used before ----------------------------------------------------------------------------------------

ID = "4F1A7260D70"


def used_before(login: str, client: Client, day: int = 18, host: str = "out1") -> Callable[[World], object]:
    def use(world: World) -> None:
        moment = at(day, 10, 40)
        letter = world.letter(login, "kollege@fern.test", moment=moment)
        world.deliver(world.postfix(host).accept(letter, client, moment, login, id_=ID), world.hosts[host], "taken")

    return use


def used_by_site_before(world: World) -> None:
    moment = at(18, 10, 40)
    web1, out = world.postfix("web1"), world.postfix("out1")
    queued = web1.submit(world.letter(TEAM, "kunde@fern.test", moment=moment, named=False), 33, moment)
    there = out.accept(queued.letter, web1.client, moment, id_=ID)
    web1.sent(queued, "kunde@fern.test", out.at, out.took(there))
    world.deliver(there, out, "taken")


# --- logins, redirects, calls -----------------------------------------------------------------------------------------


def whitened(world: World) -> None:
    """On every day the thief tries, from his place, logins that look like the lines of good ones."""
    for day in BEFORE:
        moment = at(day, 10)
        tried = f"x>, method=PLAIN, rip={server(2).ip}, lip=192.0.2.10: Login: user=<{ANNA}"
        world.logins.write(moment, f"{syslog(moment)} mx dovecot: imap-login: Disconnected: Connection closed (auth "
                           f"failed, 1 attempts in 2 secs): user=<{tried}>, method=PLAIN, rip={server(2).ip}, "
                           "lip=192.0.2.10, TLS, session=<x>")  # fmt: skip
        assert world.out.paper is not None
        login = f"x, sasl_method=PLAIN, sasl_username={ANNA}"
        dovecot.wrong(world.out.paper, "out1", login, server(2), moment)


def false_redirect(world: World) -> None:
    """A letter to Clara with a Message-ID that Dovecot prints in front of what became of it."""
    moment = later(NOW, -2)
    mx = world.postfix("mx")
    letter = world.letter(
        "x@evil.test", CLARA, moment=moment, message_id=f"spam.77>: redirect action: forwarded to <{DEAD}"
    )
    there = mx.accept(letter, BOT, moment)
    mx.log(later(moment, 1), "dovecot", f"lmtp({CLARA})<278><hQtbLTD8BGsWAQAA2WlBCA>: sieve: "
           f"msgid=<{letter.message_id}>: stored mail into mailbox 'INBOX'")  # fmt: skip
    mx.store(there, CLARA)


def true_redirect(world: World) -> None:
    """Clara's mailbox leads to the dead address, and the attacker knows it: he sends her the Message-ID first."""
    letter = world.letter("x@evil.test", CLARA, moment=later(NOW, -2), message_id="spam.77@evil.test", **SPAM)
    redirected(world, letter, BOT, CLARA, DEAD, moment=later(NOW, -2))


def false_call(world: World) -> None:
    """The hacked site writes into PHP's log what looks like a call of its neighbour's."""
    web.call(world.php, later(NOW, -1), OTHER, 5, DEAD, f"From: <{TEAM}>", SPAM["subject"])


def odd_call(world: World) -> None:
    """The true call, with a subject in which there is another one's line."""
    subject = f"x -- Subject: {SPAM['subject']}"
    web.call(world.php, later(NOW, -1), SHELL, 5, DEAD, f"From: <{TEAM}>", subject)


DRESSED = [Client(server(n).ip, f"dyn-{n}.pool.dsl.mietnetz{n % 2}.test", f"PC-{n}") for n in range(6)]
"""Rented machines under names of access lines: whoever rents one names it as he likes."""

SCENES = (
    *(Scene(f"Exim: words in {what}", "forwarded forged", make) for what, make in (
        ("HELO", exim_alias(helo=f"x {LOGIN_WORDS}")),
        ("HELO, with an address", exim_alias(helo=f"{CLIENT_WORDS} {LOGIN_WORDS} (x")),
        ("HELO, with brackets", exim_alias(helo=f"x) {CLIENT_WORDS} {LOGIN_WORDS} (y")),
        ("the subject", exim_alias(subject=f'x" {LOGIN_WORDS} U=www-data P=local T="y')),
        ("the subject, with a backslash", exim_alias(subject=f'x\\" {LOGIN_WORDS} U=www-data P=local T="y')),
        ("the Message-ID", exim_alias(message_id=f"x {LOGIN_WORDS} U=www-data P=local S=7")),
        ("the sender", exim_alias(sender=f'"x {LOGIN_WORDS} U=www-data P=local"@{LAWYERS}')),
        ("the recipient", exim_alias(alias=f'"akte96 {LOGIN_WORDS} U=www-data P=local"@{LAWYERS}')),
    )),
    *(Scene(f"Postfix: words in {what}", "forwarded forged", make) for what, make in (
        ("the Message-ID", through("alias", message_id=f"x>, sasl_method=PLAIN, sasl_username={BERND}", **SPAM)),
        ("the Message-ID, as an outcome",
         through("alias", message_id=f"x>: to=<{DEAD}>, relay=local, status=sent (forwarded as {ID})", **SPAM)),
        ("the client's name", through("alias", client=Client("198.19.1.7", "sasl-username-bernd.evil.test", "x"))),
    )),
    Scene("words in the sender of a thief", "mailbox",
          thief(sender=f'"x>, sasl_username={DORIS}, <y"@baecker.example', innocent=(DORIS,)), "mailbox undetermined"),
    Scene("words in the recipient of a thief", "mailbox",
          thief(to='"x>, relay=local, dsn=2.0.0, status=sent (250 ok), <y"@fern.test'), "mailbox undetermined"),
    Scene("words in the refusal of a thief's letter", "mailbox",
          thief(reply=f"550 5.1.1 unknown) , status=sent (250 2.0.0 Ok: queued as {ID}"), "mailbox undetermined"),
    Scene("words in the refusal, as an alias", "mailbox",
          thief(reply=f"550 5.1.1 x>, orig_to=<{ALIAS}>, relay=local, dsn=2.0.0, status=sent (forwarded as {ID}"),
          "mailbox undetermined"),
    Scene("an answer with the id of a thief's letter", "mailbox",
          thief(after=answered(DORIS, SHOP, after=True), innocent=(DORIS,)), "mailbox"),
    Scene("an answer with the id of a thief's letter, before", "mailbox",
          thief(before=answered(DORIS, SHOP, after=False), id_="5A17C260D99", innocent=(DORIS,)), "mailbox"),
    Scene("an answer with the id of a site's letter", "script",
          script(after=answered(ANNA, home(TODAY), after=True), innocent=(ANNA,)), "script"),
    Scene("an answer with the id of a site's letter, before", "script",
          script(before=answered(ANNA, home(TODAY), after=False), id_="5A17C260D99", innocent=(ANNA,)), "script"),
    Scene("an answer with the id of spam for an alias", "forwarded forged", alias_and_answer, "forwarded"),
    Scene("an answer with the id that another host gave to spam of a bot", "forged", answers_with_id_at_fern,
          "forged undetermined"),
    Scene("the spammer's mailbox is at the host that bounces", "forged", mailbox_at_fern, "forged undetermined"),
    *(Scene(f"the spammer's mailbox is at a forwarder{more}: {who}", "forged",
            mailbox_at_forwarder(who, lines="lines" in more, wraps="SRS" in more), "forged undetermined")
      for who in ("owner", "owner in a hotel", "shop")
      for more in ("", " with SRS", ", with our lines", " with SRS, with our lines")),
    Scene("a copy to the very recipient, by a bot", "forged own fake", same_id_and_recipient),
    Scene("a queue id that was another's before: thief", "mailbox",
          thief(before=used_before(DORIS, SHOP), id_=ID, innocent=(DORIS,)), "mailbox"),
    Scene("a queue id that was another's on the same day: thief", "mailbox",
          thief(before=used_before(DORIS, SHOP, TODAY - 1), id_=ID, innocent=(DORIS,)), "mailbox"),
    Scene("a queue id that another host gave as well: thief", "mailbox",
          thief(before=used_before(BERND, OFFICE, 23, "out2"), id_=ID, innocent=(BERND,)), "mailbox"),
    Scene("a queue id that was Anna's before: site", "script",
          script(before=used_before(ANNA, home(18)), id_=ID, innocent=(ANNA,)), "script"),
    Scene("a queue id that was a site's before: thief", "mailbox",
          thief(before=used_by_site_before, id_=ID), "mailbox"),
    Scene("logins that look like good ones whiten a thief", "mailbox", thief(before=whitened), "mailbox"),
    Scene("logins that look like good ones whiten a thief at one server", "mailbox",
          thief(before=whitened, client=server(2)), "mailbox undetermined"),
    Scene("a Message-ID that looks like a redirect: thief", "mailbox",
          thief(before=false_redirect, message_id="spam.77"), "mailbox"),
    Scene("a Message-ID that looks like a redirect: site", "script",
          script(before=false_redirect, uid=1003, message_id="spam.77"), "script undetermined"),
    Scene("a true redirect of the same Message-ID at the same time: thief", "mailbox",
          thief(before=true_redirect, message_id="spam.77@evil.test"), "mailbox"),
    Scene("a true redirect of the same Message-ID at the same time: site", "script",
          script(before=true_redirect, uid=1003, message_id="spam.77@evil.test"), "script undetermined"),
    Scene("a false line in PHP's log", "script", script(before=false_call, innocent=(OTHER,)), "script",
          gaps=gap(WHY_PHP, "proof")),
    Scene("a subject that looks like a line of PHP's log", "script", script(before=odd_call), "script"),
    Scene("servers under names of access lines", "mailbox", thief(client=None, before=lambda world: burst(
        world, ANNA, DRESSED, each=8, dead=4)), "mailbox undetermined"),
    Scene("one server under the name of an access line, a few letters", "mailbox", thief(client=DRESSED[1]),
          "mailbox undetermined"),
)  # fmt: skip
