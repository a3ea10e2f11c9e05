"""The way of one message, by its Received lines: which host took it from whom, and who vouches for which line."""

from __future__ import annotations

from whosent.evidence import Scene
from whosent.mail import parse
from whosent.mail.address import first_address
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.model.question import NotObserved, Question
from whosent.notice import recognise_with_returned
from whosent.service.permission import OFF
from whosent.trace import case_hops
from whosent.walk import walk_message, walk_notice
from whosent.walk.lines import read_lines


def trace(item: Item, own: OwnSide) -> Case:
    """A message or header block as a case without verdict. Its hops stand topmost first; of a notice, its own come
    before those of the message that it returns. Nothing is looked up: a host of ours that is given by name counts where
    a line confirms it.
    """
    mail = parse(item.data)
    notice, part = recognise_with_returned(mail)
    lines = read_lines(mail.head, "notice")
    if part is None:
        returned, walk = None, walk_message(mail.head, lines, first_address(mail.head.get(b"from")), own, _off)
    else:
        returned = part.head
        walk = walk_notice(mail.head, lines, notice, read_lines(returned, "returned"), own, _off)
    scene = Scene(notice, mail.head, returned, walk, _off, plain=part is None)
    return Case(item.source, notice, victim=walk.victim, hops=case_hops(scene))


def _off(question: Question) -> NotObserved:
    return OFF
