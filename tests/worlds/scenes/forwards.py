"""Our server passed on what came from outside: aliases, .forward, Sieve, lists; and our own people through the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from tests.worlds.forwarding import srs
from tests.worlds.letter import Client, Letter
from tests.worlds.life import SPAM, burst, live
from tests.worlds.moments import TODAY, at, later
from tests.worlds.places import OFFICE, bot, home, server
from tests.worlds.postfix import Queued
from tests.worlds.scene import Scene, Scenery
from tests.worlds.scenes.joejobs import BOT, OURS_BELOW
from tests.worlds.world import ANNA, CLARA, CLUB, DEAD, DORIS, LAWYER, LAWYERS, TEAM, Fate, World, unknown

NOW = at(TODAY, 9, 30)
ALIAS, LIST = f"kasse@{CLUB}", f"liste@{CLUB}"
STRANGER = "freund@weit.test"
Way = Literal["alias", "again", "again with owner"]


def through(way: Way, fate: Fate = "refused", *, sender: str = ANNA, client: Client = BOT, login: str | None = None,
            wraps: bool = False, extra: str = "", before: Callable[[World], object] | None = None,
            also: bool = False, **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """`client` sends to an address of ours that leads to a dead one outside: as one message (virtual alias), as another
    (local agent), or with the list's owner as its sender. `login`: through out1, as our people do; `wraps`: postsrsd;
    `also`: the alias leads to a mailbox as well."""

    def make() -> Scenery:
        world = live(World())
        if before is not None:
            before(world)
        mx = world.postfix("mx")
        letter = world.letter(sender, ALIAS, moment=NOW, extra=extra, **(said or SPAM))
        if login is not None:
            first = world.out.accept(letter, client, NOW, login)
            letter, client_ = first.letter, world.out.client
            there = mx.accept(letter, client_, later(NOW, 1))
            world.out.sent(first, ALIAS, mx.at, mx.took(there))
        else:
            there = mx.accept(letter, client, NOW)
        back = sender
        if way != "alias":
            back = f"owner-kasse@{CLUB}" if way == "again with owner" else sender
            there = mx.again(there, DEAD, original=ALIAS, at="kasse@mx.hoster.example", sender=back)
        elif also:
            mx.tried(there, TEAM, "mx.hoster.example[private/dovecot-lmtp]", "sent", "2.0.0",
                     f"250 2.0.0 <{TEAM}> hQtbLTD8 Saved", via="lmtp", original=ALIAS)  # fmt: skip
        if wraps:
            mx.log(NOW, "postsrsd", f"srs_forward: <{sender}> rewritten as <{srs(sender, 'hoster.example')}>")
            there = there._replace(letter=there.letter.sent_by(srs(sender, "hoster.example")))
        return Scenery(_fails(world, there, fate, ALIAS if way == "alias" else None,
                              "admin@hoster.example" if way == "again with owner" else sender), world)  # fmt: skip

    return make


def _fails(world: World, there: Queued, fate: Fate, original: str | None, mailbox: str) -> bytes:
    """mx hands it to fern, which refuses or returns it; the notice goes to `mailbox`."""
    mx, fern = world.postfix("mx"), world.fern
    if fate == "refused":
        notice = mx.refused(there, (world.refusal(DEAD, original),))
        return mx.store(notice._replace(letter=notice.letter.to(mailbox)), mailbox)
    at_fern = fern.accept(there.letter.to(DEAD), mx.client, later(there.moment, 1))
    mx.sent(there, DEAD, fern.at, fern.took(at_fern), original=original)
    notice = fern.refused(at_fern, (unknown(DEAD, fern),))
    here = mx.accept(notice.letter, fern.client, later(notice.moment, 1))
    return mx.store(here._replace(letter=here.letter.to(mailbox)), mailbox)


def redirected(world: World, letter: Letter, client: Client, mailbox: str, to: str, *, noted: bool = True,
               moment: datetime = NOW) -> Queued:  # fmt: skip
    """A Sieve script sends on what comes for `mailbox`: the store's account hands it in again (Dovecot 2.3, Pigeonhole
    cmd-redirect.c: two fields on top, then the message as it was)."""
    mx = world.postfix("mx")
    there = mx.accept(letter.to(mailbox), client, moment)
    if noted:
        mx.log(later(moment, 1), "dovecot", f"lmtp({mailbox})<278><hQtbLTD8BGsWAQAA2WlBCA>: sieve: "
               f"msgid=<{there.letter.message_id}>: redirect action: forwarded to <{to}>")  # fmt: skip
    mx.store(there, mailbox)
    again = there.letter.under(f"X-Sieve: Pigeonhole Sieve 0.5.19\nX-Sieve-Redirected-From: {mailbox}")
    return mx.submit(again.sent_by(mailbox).to(to), 5000, later(moment, 1))


def sieve(fate: Fate = "refused", *, noted: bool = True, sender: str = STRANGER,
          extra: str = "") -> Callable[[], Scenery]:  # fmt: skip
    def make() -> Scenery:
        world = live(World())
        letter = world.letter(sender, CLARA, moment=NOW, extra=extra, **SPAM)
        queued = redirected(world, letter, BOT, CLARA, DEAD, noted=noted)
        return Scenery(_fails(world, queued, fate, None, CLARA), world)

    return make


def mailing_list(*, member: Client | None = None) -> Callable[[], Scenery]:
    """List software (uid 38) hands out a letter; the address of one member is dead. `member`: ours wrote it."""

    def make() -> Scenery:
        world = live(World())
        mx = world.postfix("mx")
        author = DORIS if member is not None else STRANGER
        letter = world.letter(author, LIST, moment=NOW, subject="[liste] Fahrt")
        client = world.weit.client
        if member is not None:
            first = world.out.accept(letter, member, NOW, DORIS)
            letter, client = first.letter, world.out.client
        there = mx.accept(letter, client, later(NOW, 1))
        if member is not None:
            world.out.sent(first, LIST, mx.at, mx.took(there))
        mx.tried(there, LIST, "mailman", "sent", "2.0.0", "delivered via mailman service", via="pipe")
        mx.removed(there)
        out = there.letter.under(f"List-Id: <liste.{CLUB}>\nPrecedence: list").sent_by(f"liste-bounces@{CLUB}")
        queued = mx.submit(out.to(DEAD), 38, later(NOW, 2))
        return Scenery(_fails(world, queued, "refused", None, "admin@hoster.example"), world)

    return make


def by_exim(fate: Fate = "refused", *, login: bool = False) -> Callable[[], Scenery]:
    """An address of the lawyers leads outside; `login`: their own letter."""

    def make() -> Scenery:
        world = live(World("exim"))
        host, alias = world.exim, f"akte96@{LAWYERS}"
        letter = world.letter(LAWYER, alias, moment=NOW, **SPAM)
        queued = host.accept(letter, OFFICE if login else BOT, NOW, LAWYER if login else None)
        if fate == "refused":
            return Scenery(host.store(host.refused(queued, (world.refusal(DEAD, alias),)), LAWYER), world)
        there = world.fern.accept(queued.letter.to(DEAD), host.client, later(NOW, 1))
        host.sent(queued, DEAD, world.fern.at, world.fern.took(there), original=alias)
        return Scenery(world.bring(world.fern.refused(there, (unknown(DEAD, world.fern),)), world.fern), world)

    return make


def by_own_site() -> Scenery:
    """A hacked site of ours writes to an alias of ours."""
    world = live(World())
    mx, web1 = world.postfix("mx"), world.postfix("web1")
    queued = web1.submit(world.letter(TEAM, ALIAS, moment=NOW, named=False, **SPAM), 33, NOW)
    there = mx.accept(queued.letter, web1.client, later(NOW, 1))
    web1.sent(queued, ALIAS, mx.at, mx.took(there))
    return Scenery(_fails(world, there, "refused", ALIAS, TEAM), world)


def spam_before(world: World) -> None:
    burst(world, ANNA, [server(n) for n in range(6)], each=8, dead=4)


WAYS: tuple[Way, ...] = ("alias", "again", "again with owner")
SCENES = (
    *(Scene(f"forward: by {way}, {fate}", "forwarded forged", through(way, fate), "forwarded")
      for way in WAYS for fate in ("refused", "returned")),
    Scene("forward: by alias, with SRS", "forwarded forged", through("alias", wraps=True), "forwarded"),
    Scene("forward: by alias, returned, with SRS", "forwarded forged", through("alias", "returned", wraps=True),
          "forwarded"),
    Scene("forward: by alias, to a mailbox as well", "forwarded forged", through("alias", also=True), "forwarded"),
    Scene("forward: by alias, from a foreign server", "forwarded forged",
          through("alias", client=Client("198.51.100.30", "mx.weit.test", "mx.weit.test")), "forwarded"),
    Scene("forward: by alias, below a login of ours", "forwarded forged", through("alias", extra=OURS_BELOW),
          "forwarded"),
    Scene("forward: by alias, a bot without a name", "forwarded forged", through("alias", client=bot(2)), "forwarded"),
    Scene("forward: by alias, while servers misuse the mailbox", "forwarded forged",
          through("alias", before=spam_before), "forwarded"),
    Scene("forward: by list owner, a stranger's letter", "forwarded",
          through("again with owner", sender=STRANGER, client=Client("198.51.100.30", "mx.weit.test", "mx.weit.test")),
          "forwarded"),
    Scene("forward: Sieve", "forwarded", sieve(), "forwarded"),
    Scene("forward: Sieve, returned", "forwarded", sieve("returned"), "forwarded"),
    Scene("forward: Sieve, without Dovecot's line", "forwarded", sieve(noted=False), "forwarded undetermined"),
    Scene("forward: Sieve, spam in our name", "forwarded forged", sieve(sender=ANNA), "forwarded"),
    Scene("forward: Sieve, below a login of ours", "forwarded forged", sieve(sender=ANNA, extra=OURS_BELOW),
          "forwarded"),
    Scene("forward: list, a stranger's letter", "forwarded own", mailing_list()),
    Scene("forward: list, a member's letter", "forwarded own", mailing_list(member=home(TODAY, 99))),
    Scene("forward: Exim, refused", "forwarded forged", by_exim(), "forwarded"),
    Scene("forward: Exim, returned", "forwarded forged", by_exim("returned"), "forwarded"),
    Scene("our own letter by our alias", "own forwarded",
          through("alias", client=home(TODAY), login=ANNA, subject="Beitrag"), "own forwarded undetermined"),
    Scene("our own letter by our alias, returned", "own forwarded",
          through("alias", "returned", client=home(TODAY), login=ANNA, subject="Beitrag"),
          "own forwarded undetermined"),
    Scene("our own letter by our alias, as another message", "own forwarded",
          through("again", client=home(TODAY), login=ANNA, subject="Beitrag"), "own forwarded undetermined"),
    *(Scene(f"theft through our own alias: by {way}, {fate}", "mailbox",
            through(way, fate, client=server(2), login=ANNA, before=spam_before), "mailbox undetermined")
      for way in ("alias", "again") for fate in ("refused", "returned")),
    Scene("site through our own alias", "script", by_own_site, "script undetermined"),
    Scene("Exim: our own letter by our alias", "own forwarded", by_exim(login=True), "own forwarded undetermined"),
)  # fmt: skip
