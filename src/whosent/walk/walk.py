"""The walk: from the notice's own chain to the line with which the returned message entered our server."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.mail.address import domain_of, first_address
from whosent.mail.domain import same_organisation
from whosent.mail.head import Head
from whosent.model.evidence import Standing
from whosent.model.notice import Notice
from whosent.model.ownside import OwnSide
from whosent.walk.entry import Entered, find_entry
from whosent.walk.genuine import Genuine, judge_notice, reporter_names
from whosent.walk.handover import HandOver, find_hand_over
from whosent.walk.lines import Line
from whosent.walk.outer import Outer, top_host, walk_in
from whosent.walk.side import Ask, Side
from whosent.walk.victim import envelope_sender, find_addressee, find_victim, unwrap

Handed = Literal["by-us", "yes", "maybe", "network", "no", "local", "unknown"]
"""Who handed the returned message to the reporter. by-us: the reporter is a host of ours. yes, maybe, network, no: its
client matches our outbound hosts so (see `side.Match`). local: it was submitted on the reporter itself. unknown: no
trace."""

NOT_ENTERED = Entered(None, None)


class Walk(Struct, frozen=True, gc=False):
    """What the walk found. `lines` are the notice's, `returned` the returned message's Received lines; `standing` gives
    the standing of each by (of, index)."""

    side: Side
    lines: tuple[Line, ...]
    returned: tuple[Line, ...]
    outer: Outer
    genuine: Genuine
    hand_over: HandOver
    handed: Handed
    entered: Entered
    victim: str | None
    addressee: str | None
    standing: dict[tuple[str, int], Standing]

    @property
    def hand_over_line(self) -> Line | None:
        """The line whose client is what the reporter saw; where a host of ours reports, the entry line."""
        return self.entered.line if self.handed == "by-us" else self.hand_over.line


def walk_notice(
    head: Head, lines: tuple[Line, ...], notice: Notice, returned: tuple[Line, ...], own: OwnSide, ask: Ask
) -> Walk:
    """Walk a notice (its header block and the Received lines in it) and the lines of the message that it returns."""
    side = Side(own, ask, top_host(lines))
    outer = walk_in(lines, side)
    genuine = judge_notice(notice, outer, lines, returned)
    addressee = find_addressee(head, lines, outer.inner)
    victim = find_victim(notice.original, returned, addressee)
    sender = envelope_sender(notice.original, returned)
    if side.by_position and outer.border is not None and _forwarded_to_us(sender, addressee, head):
        side.forwarder, side.top_host = outer.border.hop, None
    hand_over, entered = HandOver(None), NOT_ENTERED
    handed: Handed = "unknown"
    if not returned:
        pass
    elif side.forwarder is not None and _made_by_forwarder(outer, lines, returned):
        handed, entered = "maybe", find_entry(returned, side)
    elif outer.border is None and genuine in ("ours", "agrees-below") and _made_here(outer, lines):
        handed, entered = "by-us", find_entry(returned, side)
    else:
        hand_over = find_hand_over(returned, reporter_names(notice, outer, genuine), side)
        handed, entered = _follow(hand_over, returned, side)
        if handed in ("no", "local") and hand_over.line is not None and _may_be_ours(hand_over.line, notice, side):
            handed, entered = "maybe", find_entry(returned[hand_over.line.index :], side)
    walk = Walk(
        side=side, lines=lines, returned=returned, outer=outer, genuine=genuine, hand_over=hand_over,
        handed=handed, entered=entered, victim=victim, addressee=addressee,
        standing={},
    )  # fmt: skip
    _give_standing(walk)
    return walk


def walk_message(head: Head, lines: tuple[Line, ...], sender: str | None, own: OwnSide, ask: Ask) -> Walk:
    """Walk a plain message that carries our name as sender: our border's own line observes the client."""
    side = Side(own, ask, top_host(lines))
    entered = find_entry(tuple(line for line in lines if not line.hop.retrieval), side)
    inner = entered.line.index if entered.line is not None else entered.last
    handed = _handed_plain(entered)
    from_outside = handed in ("no", "network")
    addressee = find_addressee(head, lines, inner if entered.line is not None else len(lines))
    walk = Walk(
        side=side, lines=lines, returned=(), outer=Outer(entered.line, inner, None, seen=entered.sure),
        genuine="ours" if lines else "unchecked", hand_over=HandOver(entered.line if from_outside else None),
        handed=handed, entered=NOT_ENTERED if from_outside else entered, victim=unwrap(sender) or addressee,
        addressee=addressee, standing={},
    )  # fmt: skip
    _give_standing(walk)
    return walk


def _handed_plain(entered: Entered) -> Handed:
    """What our border's line says about a plain message's client."""
    if entered.line is None:
        return "unknown"
    if entered.entry != "relayed":
        return "by-us"
    if entered.sibling:
        return "maybe"
    return "network" if entered.network else "no"


def _made_here(outer: Outer, lines: tuple[Line, ...]) -> bool:
    """A notice without a border. From below a client that hides everybody, it was made by the host that wrote our
    lines, or by somebody outside who came through."""
    if not outer.crossed:
        return True
    last_of_ours = lines[outer.seen].hop.by
    return outer.maker == last_of_ours or same_organisation(outer.maker, last_of_ours)


def _forwarded_to_us(sender: str | None, addressee: str | None, head: Head) -> bool:
    """A notice goes to the envelope sender of what it returns. Where that lies in another domain than every address
    it was delivered to here, somebody between passed it on."""
    domain = domain_of(sender)
    here = {domain_of(addressee), domain_of(first_address(head.get(b"delivered-to")))} - {None}
    return domain is not None and bool(here) and domain not in here


def _made_by_forwarder(outer: Outer, lines: tuple[Line, ...], returned: tuple[Line, ...]) -> bool:
    """No line of a third party below the border: the host that passed the notice on also made it, and wrote the topmost
    line of what it returns."""
    assert outer.border is not None
    below = lines[outer.inner + 1 :]
    return all(line.hop.local and line.hop.local_uid is None for line in below) and same_organisation(
        returned[0].hop.by, outer.border.hop.from_rdns or outer.border.hop.from_helo
    )


def _may_be_ours(line: Line, notice: Notice, side: Side) -> bool:
    """Did an outbound host of our own provider make the notice? It bears the name of the organisation that takes in our
    mail, is not known to be ours, and failed to reach somebody outside: then its client is not a stranger's, but the
    owner, or whoever has the password."""
    if side.complete or not side.of_our_organisation(line.hop.by):
        return False
    return not any(same_organisation(domain_of(one.address), line.hop.by) for one in notice.recipients)


def _follow(hand_over: HandOver, returned: tuple[Line, ...], side: Side) -> tuple[Handed, Entered]:
    """Who handed over; where that may be a host of ours, how it entered there."""
    line = hand_over.line
    if line is None:
        return "unknown", NOT_ENTERED
    if line.hop.local_user is not None or line.hop.local_uid is not None:
        return "local", NOT_ENTERED
    handed = side.match(line.hop)
    if handed in ("yes", "maybe"):
        return handed, find_entry(returned[line.index + 1 :], side, line.hop)
    return handed, NOT_ENTERED


def _give_standing(walk: Walk) -> None:
    """Fill `walk.standing`. Our own lines are observed if the bytes came from our store, else reported."""
    ours: Standing = "observed" if walk.side.own.intake == "store" else "reported"
    for line in walk.lines:
        if line.index <= walk.outer.seen:
            walk.standing["notice", line.index] = ours
        elif line.index <= walk.outer.inner or walk.genuine.startswith("agrees"):
            walk.standing["notice", line.index] = "reported"
        else:
            walk.standing["notice", line.index] = "claimed"
    reach, sure = _reach(walk)
    reported: Standing = "claimed" if walk.genuine == "disagrees" else "reported"
    for line in walk.returned:
        believed = ours if line.index <= sure else reported
        walk.standing["returned", line.index] = believed if line.index <= reach else "claimed"


def _reach(walk: Walk) -> tuple[int, int]:
    """Indices of the last returned line that is believed, and of the last that we observed ourselves."""
    hand_over = walk.hand_over.line.index if walk.hand_over.line is not None else -1
    reach = max(hand_over, walk.entered.last)
    return reach, walk.entered.sure if walk.genuine == "ours" else -1


def walk_copy(returned: tuple[Line, ...], sender: str | None, own: OwnSide, ask: Ask) -> Walk:
    """Walk a copy of a message that somebody else received and attached: the system that took it in is the reporter."""
    side = Side(own, ask, None)
    hand_over = find_hand_over(returned, (), side)
    handed, entered = _follow(hand_over, returned, side)
    reach = max(hand_over.line.index if hand_over.line is not None else -1, entered.last)
    return Walk(
        side=side, lines=returned, returned=(), outer=Outer(hand_over.line, reach, None, seen=-1),
        genuine="unchecked", hand_over=hand_over, handed=handed, entered=entered,
        victim=unwrap(sender), addressee=None,
        standing={("notice", line.index): "reported" if line.index <= reach else "claimed" for line in returned},
    )  # fmt: skip
