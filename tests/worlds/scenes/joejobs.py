"""Spam in our name that never passed through us, and what spammers add to look otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace
from tests.worlds.dkim_key import signature
from tests.worlds.forwarding import passed_on
from tests.worlds.letter import Client, Letter
from tests.worlds.life import SPAM, burst, live
from tests.worlds.moments import TODAY, at, later, rfc5322
from tests.worlds.notice import postfix_notice
from tests.worlds.places import HOTEL, OFFICE, bot, home, server
from tests.worlds.postfix import Queued
from tests.worlds.scene import Scene, Scenery
from tests.worlds.world import (
    ANNA,
    BERND,
    DEAD,
    GONE,
    LAWYER,
    LAWYERS,
    Fate,
    Host,
    Kind,
    World,
    unknown,
)

NOW = at(TODAY, 9, 30)
SHORT_COPY = "the id that our own border gave to this very copy counts as one of a letter of ours"
MADE_UP = "x7k2q@baecker.example"
SPF = {
    "-all": "v=spf1 {ours} -all",
    "~all": "v=spf1 {ours} ~all",
    "include -all": "v=spf1 {ours} include:rundbrief.test -all",
    "include ~all": "v=spf1 {ours} include:rundbrief.test ~all",
    "mx -all": "v=spf1 mx {ours} -all",
    "no SPF": "",
}
BOT, NAMELESS = bot(1), bot(2)
PRETENDER = Client("198.19.3.7", "dyn-3.pool3.isp3.test", "out1.hoster.example")
CUSTOMER = Client("198.51.100.222", "cust-222.dsl.firma-netz.test", "localhost")
TARGETED = "Wir haben alle unsere Kunden betrogen. Anna Baecker, Marktplatz 3\n"


def spam(world: World, sender: str, to: str = DEAD, *, extra: str = "", body: str = SPAM["body"],
         message_id: str | None = None) -> Letter:  # fmt: skip
    """What a bot sends in our name."""
    return world.letter(sender, to, moment=NOW, subject=SPAM["subject"], extra=extra, body=body, message_id=message_id)


def bounced(world: World, letter: Letter, client: Client, remote: Host) -> bytes:
    """A remote host takes it from this client, and then finds that its recipient does not exist."""
    there = remote.accept(letter, client, NOW)
    return world.bring(remote.refused(there, (unknown(letter.recipients[0], remote),)), remote)


def direct(client: Client = BOT, sender: str = MADE_UP, to: str = DEAD, *, spf: str = "-all", extra: str = "",
           body: str = SPAM["body"], signs: bool = True,
           kind: Kind = "postfix") -> Callable[[], Scenery]:  # fmt: skip
    """A bot delivers to the recipient's own server."""

    def make() -> Scenery:
        world = live(World(kind, spf=SPF[spf], signs=signs))
        letter = spam(world, sender, to, extra=extra, body=body)
        return Scenery(bounced(world, letter, client, world.remotes[to.rpartition("@")[2]]), world,
                       innocent=(sender,))  # fmt: skip

    return make


def by_smarthost(fate: Fate, *, spf: str = "-all", below: bool = False) -> Callable[[], Scenery]:
    """Through the server of a firm, for which a customer's infected PC needs no password."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf]))
        queued = world.smarthost.accept(spam(world, ANNA, extra=OURS_BELOW if below else ""), CUSTOMER, NOW)
        if fate == "refused":
            return Scenery(world.bring(world.smarthost.refused(queued, (world.refusal(DEAD),)), world.smarthost), world,
                           innocent=(ANNA,))  # fmt: skip
        there = world.fern.accept(queued.letter, world.smarthost.client, later(NOW, 2))
        notice = world.bring(world.fern.refused(there, (unknown(DEAD, world.fern),)), world.fern)
        return Scenery(notice, world, innocent=(ANNA,))

    return make


def by_forwarder(fate: Fate, wraps: bool, *, spf: str = "-all", below: bool = False,
                 sender: str = MADE_UP) -> Callable[[], Scenery]:  # fmt: skip
    """To an address that its server passes on."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf]))
        letter = spam(world, sender, "verena@weiter.test", extra=OURS_BELOW if below else "")
        _, notice = passed_on(world, letter, BOT, NOW, target=DEAD, wraps=wraps, fate=fate)
        return Scenery(notice, world, innocent=(ANNA,))

    return make


OURS_BELOW = ("Received: from [192.168.178.22] (p5b0a184d.dip0.dsl-nord.test [198.18.24.77])\n"
              "\t(Authenticated sender: anna@baecker.example)\n\tby out1.hoster.example (Postfix) with ESMTPSA id "
              "5A17C260D99\n\tfor <nobody@fern.test>; Tue, 24 Nov 2026 09:27:11 +0100 (CET)\n")  # fmt: skip
SCRIPT_BELOW = ("Received: by web1.hoster.example (Postfix, from userid 33)\n\tid 5A17C280D99; Tue, 24 Nov 2026 "
                "09:27:11 +0100 (CET)\nX-PHP-Originating-Script: 33:contact.php\n")  # fmt: skip

# --- with true identifiers of a letter that the spammer has got -------------------------------------------------------


def to_spammer(world: World, login: str = ANNA, client: Client | None = None,
               hour: int = 8) -> tuple[Queued, Queued]:  # fmt: skip
    """Our user wrote to the spammer this morning: the letter in our queue, and in his."""
    moment = at(TODAY, hour, 12)
    letter = world.letter(login, "kontakt@evil.test", moment=moment, subject="Re: Ihre Anfrage")
    queued = world.out.accept(letter, client or (home(TODAY) if login == ANNA else OFFICE), moment, login)
    there = world.evil.accept(queued.letter, world.out.client, later(moment, 1))
    world.out.sent(queued, "kontakt@evil.test", world.evil.at, world.evil.took(there))
    return queued, there


def replayed(via: Literal["bot", "evil", "forwarder", "forwarder with SRS", "smarthost"], *, whole: bool = True,
             fate: Fate = "returned", login: str = ANNA, client: Client | None = None, spf: str = "-all",
             hour: int = 8, signs: bool = True) -> Callable[[], Scenery]:  # fmt: skip
    """The spammer sends that letter, as he got it, to others. `whole`: with his own server's line on top as well."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf], signs=signs))
        ours, his = to_spammer(world, login, client, hour)
        letter = replace(his.letter if whole else ours.letter, recipients=(DEAD,))
        innocent = () if via == "evil" or fate == "refused" else (login, ours.id)
        if via.startswith("forwarder"):
            _, notice = passed_on(world, letter, world.evil.client, NOW, target=DEAD, wraps="SRS" in via, fate=fate)
            return Scenery(notice, world, innocent=innocent)
        if via == "smarthost":
            letter = world.smarthost.accept(letter, CUSTOMER, NOW).letter
        by = {"bot": BOT, "evil": world.evil.client, "smarthost": world.smarthost.client}[via]
        return Scenery(bounced(world, letter, by, world.fern), world, innocent=innocent)

    return make


def copied(what: Literal["id", "message-id", "lines", "lines and signature"], *, client: Client = BOT,
           login: str = ANNA) -> Callable[[], Scenery]:  # fmt: skip
    """Spam under true identifiers of that letter: our queue id, its Message-ID, all its lines."""

    def make() -> Scenery:
        world = live(World())
        ours, _ = to_spammer(world, login)
        message_id = ours.letter.message_id if what != "id" else None
        trace = ours.letter.trace if what.startswith("lines") else _line_with(ours.id)
        if what == "lines":
            trace = trace[trace.index("Received:") :]  # without the signature
        letter = spam(world, login, message_id=message_id, extra=trace if what != "message-id" else "")
        return Scenery(bounced(world, letter, client, world.fern), world, innocent=(login, ours.id))

    return make


def _line_with(id_: str) -> str:
    return OURS_BELOW.replace("5A17C260D99", id_)


# --- false notices ----------------------------------------------------------------------------------------------------

BAIT = ("Your message is on hold. Release it here:\nhttp://mail-quarantine.evil.test/release?id=77\n\n"
        "                   The mail system\n")  # fmt: skip


def false_notice(by: Literal["bot", "evil"], *, quotes: bool = True, bait: bool = True,
                 changed: bool = False) -> Callable[[], Scenery]:  # fmt: skip
    """The spammer writes a notice about the letter that he has got. `bait`: with a link; `changed`: with other text."""

    def make() -> Scenery:
        world = live(World())
        ours, his = to_spammer(world)
        letter = his.letter if by == "evil" else ours.letter
        if changed:
            letter = replace(letter, body=SPAM["body"])
        if not quotes:
            letter = spam(world, ANNA, "kontakt@evil.test")
        failed = unknown("kontakt@evil.test" if by == "evil" else DEAD, world.evil)
        maker = world.evil if by == "evil" else world.fern
        text = postfix_notice(maker.name, his.id, "5B6672A3011", letter, his.moment, (failed,))
        if bait:
            text = replace(text, body=text.body.replace("                   The mail system\n", BAIT, 1))
        line = f"Received: by {maker.name} (Postfix)\n\tid 5B6672A3011; {rfc5322(NOW, comment=True)}"
        client = world.evil.client if by == "evil" else replaced(BOT, helo="mx.fern.test")
        there = world.border.accept(text.under(line), client, later(NOW, 2))
        return Scenery(world.border.store(there, ANNA), world)

    return make


def replaced(client: Client, **said: str) -> Client:
    return client._replace(**said)


# --- others who may send for the domain -------------------------------------------------------------------------------


def other_customer(spf: str, *, signed: bool = True) -> Callable[[], Scenery]:
    """Another customer of the newsletter provider writes our address into From and envelope."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf]))
        world.dns["TXT rb._domainkey.rundbrief.test"] = world.dns["TXT mail._domainkey.baecker.example"]
        queued = world.provider.accept(spam(world, ANNA), Client("198.51.100.150", "app3.rundbrief.test", "app3"), NOW)
        letter = queued.letter
        if signed:
            letter = letter.under(signature(letter, "rundbrief.test", "rb"))
        return Scenery(bounced(world, letter, world.provider.client, world.fern), world, innocent=(ANNA,))

    return make


def to_myself(client: Client = BOT, *, sender: str = ANNA) -> Callable[[], Scenery]:
    """Spam to Anna that says it is from her; no notice at all."""

    def make() -> Scenery:
        world = live(World())
        there = world.border.accept(spam(world, sender, ANNA), client, NOW)
        return Scenery(world.border.store(there, ANNA), world, innocent=(ANNA,), plain=True)

    return make


def beside_theft() -> Scenery:
    """Her mailbox is misused in the same hour; this one is from a bot that has nothing to do with it."""
    world = live(World())
    burst(world, ANNA, [server(n) for n in range(6)], each=8, dead=4)
    return Scenery(bounced(world, spam(world, ANNA), BOT, world.fern), world, innocent=(ANNA,))


def theft_and_replay() -> Scenery:
    """A thief sends one letter to himself for our signature, and the rest from bots: the cause is the theft."""
    world = live(World())
    moment = at(TODAY, 4)
    letter = world.letter(ANNA, "ernte@evil.test", moment=moment, **SPAM)
    queued = world.out.accept(letter, server(1), moment, ANNA)
    there = world.evil.accept(queued.letter, world.out.client, later(moment, 1))
    world.out.sent(queued, "ernte@evil.test", world.evil.at, world.evil.took(there))
    return Scenery(bounced(world, queued.letter.to(DEAD), BOT, world.fern), world)


SCENES = (
    *(Scene(f"Joe job: random, {name}", "forged", direct(spf=name),
            "forged" if name != "no SPF" else "forged undetermined") for name in SPF),
    *(Scene(f"Joe job: targeted, {name}", "forged", direct(sender=ANNA, spf=name, body=TARGETED),
            "forged" if name != "no SPF" else "forged undetermined") for name in SPF),
    Scene("Joe job: a bot without a name", "forged", direct(NAMELESS), "forged"),
    Scene("Joe job: a bot says our name", "forged", direct(PRETENDER), "forged"),
    Scene("Joe job: a bot on the owner's own access provider", "forged", direct(home(TODAY, 201), ANNA), "forged"),
    Scene("Joe job: at the owner's own address at home", "forged", direct(home(TODAY), ANNA), "forged undetermined"),
    Scene("Joe job: a rented server", "forged", direct(server(3)), "forged"),
    Scene("Joe job: bounced by an Exim", "forged", direct(to=GONE), "forged"),
    Scene("Joe job: domain that signs nothing", "forged", direct(signs=False), "forged"),
    Scene("Joe job: below a login of ours", "forged", direct(sender=ANNA, extra=OURS_BELOW), "forged undetermined"),
    Scene("Joe job: below a script of ours", "forged", direct(sender=ANNA, extra=SCRIPT_BELOW), "forged undetermined"),
    Scene("Joe job: below a login of ours, ~all", "forged", direct(sender=ANNA, spf="~all", extra=OURS_BELOW),
          "forged undetermined"),
    Scene("Joe job: Exim", "forged", direct(sender=LAWYER, kind="exim"), "forged"),
    Scene("Joe job: Exim, random", "forged", direct(sender=f"x7k2q@{LAWYERS}", kind="exim", to=GONE), "forged"),
    *(Scene(f"Joe job: through a foreign smarthost, {fate}, {name}", "forged", by_smarthost(fate, spf=name),
            "forged undetermined") for fate in ("refused", "returned") for name in ("-all", "~all", "include -all")),
    Scene("Joe job: through a foreign smarthost, below a login of ours", "forged", by_smarthost("returned", below=True),
          "forged undetermined"),
    *(Scene(f"Joe job: through a forwarder{' with SRS' if wraps else ''}, {fate}, {name}", "forged",
            by_forwarder(fate, wraps, spf=name), "forged undetermined")
      for wraps in (True, False) for fate in ("refused", "returned") for name in ("-all", "include ~all")),
    Scene("Joe job: through a forwarder, targeted", "forged", by_forwarder("returned", False, sender=ANNA),
          "forged undetermined"),
    Scene("Joe job: through a forwarder, below a login of ours", "forged",
          by_forwarder("returned", False, sender=ANNA, below=True), "forged undetermined"),
    Scene("Joe job: through a forwarder with SRS, below a login of ours", "forged",
          by_forwarder("refused", True, sender=ANNA, below=True), "forged undetermined"),
    # With what a letter of ours told the spammer
    *(Scene(f"replay: by {via}", "forged", replayed(via), "forged undetermined")
      for via in ("bot", "forwarder", "forwarder with SRS", "smarthost")),
    # (To his own server we handed it ourselves: that the owner wrote it is true, only not to whom.)
    Scene("replay: by evil", "forged own:likely", replayed("evil")),
    Scene("replay: without the spammer's line", "forged", replayed("bot", whole=False), "forged undetermined"),
    Scene("replay: by evil, without the spammer's line", "forged own:likely", replayed("evil", whole=False)),
    Scene("replay: forwarder refuses", "forged own:likely", replayed("forwarder", fate="refused")),
    Scene("replay: of a letter from a hotel", "forged", replayed("bot", client=HOTEL), "forged undetermined"),
    Scene("replay: of a letter from the office", "forged", replayed("bot", login=BERND), "forged undetermined"),
    Scene("replay: ~all", "forged", replayed("bot", spf="~all"), "forged undetermined"),
    Scene("replay: of a letter without a signature", "forged", replayed("bot", signs=False), "forged undetermined"),
    Scene("replay: within the hour, by evil, without the spammer's line", "forged own:likely",
          replayed("evil", whole=False, hour=9)),
    Scene("copied: our queue id", "forged", copied("id"), "forged undetermined"),
    Scene("copied: our Message-ID", "forged", copied("message-id"), "forged undetermined"),
    Scene("copied: our lines", "forged", copied("lines"), "forged undetermined"),
    Scene("copied: our lines and signature", "forged", copied("lines and signature"), "forged undetermined"),
    Scene("copied: our lines, of a letter from the office", "forged", copied("lines", login=BERND),
          "forged undetermined"),
    Scene("copied: our queue id, sent by a server", "forged", copied("id", client=server(3)), "forged undetermined"),
    Scene("theft: one letter for our signature, the rest from bots", "mailbox forged:likely", theft_and_replay,
          "mailbox undetermined"),
    # False notices
    Scene("false notice: by a bot, with a link, quotes a true letter", "fake", false_notice("bot"),
          "fake undetermined"),
    Scene("false notice: by a bot, with a link", "fake", false_notice("bot", quotes=False), "fake undetermined"),
    Scene("false notice: by a bot, quotes a true letter", "fake", false_notice("bot", bait=False), "fake undetermined"),
    Scene("false notice: by the spammer's server, with a link", "fake own", false_notice("evil")),
    Scene("false notice: by the spammer's server, with another text", "fake",
          false_notice("evil", bait=False, changed=True), "fake undetermined"),
    Scene("true notice of the spammer's server about a letter that he has got", "own fake",
          false_notice("evil", bait=False)),
    # Others who may send
    *(Scene(f"another customer of the newsletter provider, {name}, {'signed' if signed else 'not signed'}", "forged",
            other_customer(name, signed=signed), "forged undetermined")
      for name in ("include -all", "include ~all") for signed in (True, False)),
    Scene("spam from myself to me", "forged", to_myself(), "forged", short=SHORT_COPY),
    Scene("spam from a made-up address of ours to me", "forged", to_myself(sender=MADE_UP), "forged", short=SHORT_COPY),
    Scene("Joe job beside a theft", "forged", beside_theft, "forged"),
)  # fmt: skip
