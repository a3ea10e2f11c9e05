"""The way of one message, by its Received lines: which host took it from whom, and who vouches for which line."""

from __future__ import annotations

from msgspec.structs import replace

from whosent.evidence import Scene
from whosent.mail import parse
from whosent.mail.address import first_address
from whosent.mail.part import parse_span
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.notice import recognise
from whosent.service.permission import OFF
from whosent.trace import case_hops
from whosent.walk import walk_message, walk_notice
from whosent.walk.side import Ask


def trace(item: Item, own: OwnSide) -> Case:
    """A message or header block as a case without verdict. Its hops stand topmost first; of a notice, its own come
    before those of the message that it returns. Nothing is looked up: a host of ours that is given by name counts where
    a line confirms it.
    """
    scene = _scene(item, own, lambda question: OFF)
    notice = replace(scene.notice, returned=None, returned_data=b"")
    return Case(item.source, notice, victim=scene.walk.victim, hops=case_hops(scene))


def _scene(item: Item, own: OwnSide, ask: Ask) -> Scene:
    mail = parse(item.data)
    notice = recognise(mail)
    returned = parse_span(notice.returned_data, *notice.returned).head if notice.returned is not None else None
    if returned is None:
        walk = walk_message(mail.head, first_address(mail.head.get(b"from")), own, ask)
    else:
        walk = walk_notice(mail.head, notice, returned, own, ask)
    return Scene(notice=notice, head=mail.head, returned=returned, walk=walk, plain=returned is None)
