"""The Sent folder is at hand as well: whoever writes by webmail or by the owner's own mail program, or who knows IMAP,
leaves a copy there."""

from __future__ import annotations

from collections.abc import Callable

from tests.worlds.places import HOTEL, OFFICE, TOWN, WEBMAIL, home, server
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.joejobs import copied, direct, false_notice, replayed
from tests.worlds.scenes.owners import many, typo
from tests.worlds.scenes.thieves import BOTS, TWO, on_holiday, spam, stays
from tests.worlds.world import ANNA, BERND, CLARA

WHY_COPY = "a copy in the Sent folder is taken for the owner's, who else may have left it"
WHY_CONTENT = "without its key nobody sees that the text which came back is not the one that was signed"


def kept(make: Callable[[], Scenery], *, all_: bool = True) -> Callable[[], Scenery]:
    """The returned message lies in the folder; `all_`: else only others do."""

    def with_folder() -> Scenery:
        scenery = make()
        returned = scenery.message.rpartition(b"Message-ID: <")[2].partition(b">")[0].decode()
        scenery.world.sent.add(returned if all_ else "other@baecker.example")
        return scenery

    return with_folder


SCENES = (
    Scene("copy kept: owner in the office", "own", kept(typo(BERND, OFFICE)), "own"),
    Scene("copy kept: owner at home", "own", kept(typo(ANNA, home(24))), "own"),
    Scene("copy kept: owner in a hotel", "own", kept(typo(ANNA, HOTEL)), "own undetermined"),
    Scene("copy kept: owner by webmail", "own", kept(typo(CLARA, WEBMAIL)), "own"),
    Scene("no copy: owner in the office", "own", kept(typo(BERND, OFFICE), all_=False), "own undetermined"),
    Scene("copy kept: thief with many bots", "mailbox", kept(spam(BOTS, pick=45)), "mailbox undetermined",
          gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief by webmail, a burst", "mailbox", kept(spam([WEBMAIL], CLARA, each=80, dead=30, pick=12)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief by webmail, one letter", "mailbox", kept(spam([WEBMAIL], CLARA, each=1, dead=1)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns", "partial", "proof")),
    Scene("copy kept: thief at one server, a few letters", "mailbox", kept(spam([server(1)], each=4, dead=1)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief at one server, many letters", "mailbox", kept(spam([server(1)], each=60, dead=20, pick=5)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief behind one line, a few letters", "mailbox", kept(spam([TOWN], each=4, dead=1)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief for long, two servers", "mailbox", kept(stays(TWO)), "mailbox undetermined",
          gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief for long, one line", "mailbox", kept(stays([TOWN], each=2, reads=True)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: thief alone with the mailbox, one line", "mailbox",
          kept(on_holiday([TOWN], "eva@baecker.example", reads=True)), "mailbox undetermined",
          gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: trojan in the owner's mail program, a flood", "mailbox", kept(many(ANNA, home(24), 300, 120)),
          "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: trojan in the owner's mail program, ten letters, most to nobody", "mailbox",
          kept(many(BERND, OFFICE, 10, 7)), "mailbox undetermined", gaps=gap(WHY_COPY, "own", "dns")),
    Scene("copy kept: trojan in the owner's mail program, as much as always", "mailbox",
          kept(many(BERND, OFFICE, 5, 1)), "mailbox undetermined",
          gaps=gap(WHY_COPY, "own", "dns", "partial", "proof")),
    Scene("copy kept: Joe job", "forged", kept(direct(sender=ANNA), all_=False), "forged"),
    Scene("copy kept: replay by a bot", "forged", kept(replayed("bot")), "forged undetermined"),
    Scene("copy kept: replay through a smarthost", "forged", kept(replayed("smarthost")), "forged undetermined"),
    Scene("copy kept: our Message-ID copied", "forged", kept(copied("message-id")), "forged undetermined"),
    Scene("copy kept: our lines copied", "forged", kept(copied("lines and signature")), "forged undetermined"),
    Scene("copy kept: false notice by a bot quotes a true letter", "fake", kept(false_notice("bot")),
          "fake undetermined"),
    Scene("copy kept: false notice by the spammer's server, with another text", "fake",
          kept(false_notice("evil", bait=False, changed=True)), "fake undetermined",
          gaps=gap(WHY_CONTENT, "own")),
)  # fmt: skip
