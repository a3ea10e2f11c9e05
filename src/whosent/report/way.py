"""The way of a message as stations, the earliest first: who wrote each line, and where our border is."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.model.case import Case, TracedHop
from whosent.report import facts
from whosent.report.dates import Clock
from whosent.report.parts import Form, Node, Source, SourceLine
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts

MAX_CLAIMED = 6
"""Claimed stations shown; a spammer can write a hundred."""
_MAX_INNER = 6
MAX_LINES = 60


def way(case: Case, texts: Texts, clock: Clock, anchor: str) -> tuple[Node, ...]:
    """All stations: of the returned message up to the reporter, the bounce, our border, our own house."""
    returned = [traced for traced in case.hops if traced.of == "returned"]
    notice = [traced for traced in case.hops if traced.of == "notice"]
    teller = _Teller(case, texts, clock, anchor)
    if case.notice.kind == "message":
        return tuple(teller.stations(notice)) or (Node("claimed", texts.words("way-none")),)
    nodes = [*teller.stations(returned)]
    if nodes or notice:
        nodes.append(teller.bounce())
    return (*nodes, *teller.homewards(notice))


class _Teller:
    """Turns hops into stations for one case."""

    def __init__(self, case: Case, texts: Texts, clock: Clock, anchor: str) -> None:
        self._case, self._texts, self._clock, self._anchor = case, texts, clock, anchor

    def stations(self, hops: list[TracedHop]) -> Iterator[Node]:
        """The hops from the lowest line up; the claimed ones come first and are only told in part."""
        claimed = [traced for traced in hops if traced.standing == "claimed"]
        left_out = len(claimed) - MAX_CLAIMED
        if left_out > 0:
            yield Node("claimed", self._texts.words("way-left-out", {"n": str(left_out)}), standing="claimed")
        shown = [traced for traced in hops if traced.standing != "claimed" or traced in claimed[:MAX_CLAIMED]]
        topmost = claimed[0] if claimed and len(claimed) < len(hops) else None
        for traced in reversed(shown):
            yield self._hop(traced, (self._texts.words("way-claimed"),) if traced is topmost else ())

    def bounce(self) -> Node:
        """The reporter sends it back."""
        reasons = [recipient for recipient in self._case.notice.recipients if recipient.reason]
        told = self._texts.say(f"reason-{reasons[0].reason}" if reasons else "way-notice", {}, "title")
        reporter = facts.of_case(self._case).get("reporter", "?")
        details = [self._value(recipient.diagnostic) for recipient in reasons[:1] if recipient.diagnostic]
        title = self._texts.words("way-bounced", {"reporter": reporter, "reason": Said(told)})
        return Node("event", title, tuple(details))

    def homewards(self, notice: list[TracedHop]) -> Iterator[Node]:
        """The bounce on its way to us: what lies before our border, the border, and inside."""
        at_border = next((index for index, traced in enumerate(notice) if traced.place == "border"), None)
        outside = notice[at_border + 1 :] if at_border is not None else []
        yield from self.stations(outside)
        if at_border is not None:
            yield self._border(notice[at_border])
        inside = notice[:at_border] if at_border is not None else notice
        for traced in list(reversed(inside))[-_MAX_INNER:]:
            yield self._hop(traced)

    def _border(self, traced: TracedHop) -> Node:
        hop = traced.hop
        params = {"by": hop.by or "?", "client": hop.client or "?"}
        return Node(
            "border", self._texts.words("way-border-hop", params), self._details(traced), traced.standing,
            self._texts.words("way-border"), self._place(traced),
        )  # fmt: skip

    def _hop(self, traced: TracedHop, remark: tuple[Words, ...] = ()) -> Node:
        hop = traced.hop
        params = {
            "by": hop.by or "?",
            "client": hop.client or "?",
            "account": facts.account_name(hop.account) or "?",
        }
        notice = traced.of == "notice" and self._case.notice.kind != "message"
        if hop.account is not None:
            key = "way-local-notice" if notice else "way-local"
        elif hop.local or (hop.from_ip is None and not hop.from_helo):
            key = "way-inside-notice" if notice else "way-inside"
        else:
            key = "way-hop"
        mark: Words = ()
        form: Form = "claimed" if traced.standing == "claimed" else "seen"
        if self._case.notice.kind == "message" and traced.place == "hand-over" and traced.standing == "observed":
            form, mark = "border", self._texts.words("way-border")
        elif traced.place in ("entry", "hand-over"):
            mark = self._texts.words(f"way-{traced.place}")
        return Node(form, self._texts.words(key, params), (*self._details(traced), *remark), traced.standing, mark,
                    self._place(traced))  # fmt: skip

    def _details(self, traced: TracedHop) -> tuple[Words, ...]:
        hop, texts = traced.hop, self._texts
        told: list[Words] = []
        if hop.from_helo and hop.from_helo != hop.from_rdns and hop.from_ip:
            told.append(texts.words("way-helo", {"helo": hop.from_helo}))
        if hop.login:
            told.append(texts.words("way-login", {"login": hop.login}))
        elif hop.auth:
            told.append(texts.words("way-authenticated"))
        if when := self._clock.moment(hop.date):
            told.append((Span(when),))
        told += [self._value(value) for value in (hop.protocol, hop.id) if value]
        line = facts.joined(told)
        return (line,) if line else ()

    def _value(self, text: str | None) -> Words:
        return (Span(text or "", "value"),)

    def _place(self, traced: TracedHop) -> str | None:
        key = f"{traced.of}:{traced.line}"
        return place_of(self._anchor, key) if key in self._case.lines else None


def place_of(anchor: str, key: str) -> str:
    """The anchor of a line: letters, digits and hyphens only, whatever the key holds."""
    of, _, line = key.partition(":")
    return f"{anchor}-{'r' if of == 'returned' else 'n'}{line if line.isdigit() else 0}"


def sources(case: Case, texts: Texts, anchor: str) -> tuple[Source, ...]:
    """The lines that the report points at, the returned message's first; those that evidence rests on are marked."""
    verdict = case.verdict
    evidence = (*verdict.evidence_for, *verdict.evidence_against) if verdict else ()
    marked = {f"{item.source.partition(':')[0]}:{item.line}" for item in evidence if item.line is not None}
    plain = case.notice.kind == "message"
    found = []
    for of in ("returned", "notice"):
        keys = sorted((key for key in case.lines if key.startswith(of + ":")), key=_number)[:MAX_LINES]
        if keys:
            heading = "lines-returned" if of == "returned" else "lines-message" if plain else "lines-notice"
            found.append(Source(texts.words(heading), tuple(
                SourceLine(_number(key), case.lines[key], place_of(anchor, key), key in marked) for key in keys
            )))  # fmt: skip
    return tuple(found)


def _number(key: str) -> int:
    line = key.partition(":")[2]
    return int(line) if line.isdigit() else 0
