"""From incidents and their samples to findings: chooses the words, knows nothing of how they will look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from whosent.evidence.catalogue import BY_NAME
from whosent.incident.view import rank
from whosent.model.case import Case
from whosent.model.evidence import Evidence
from whosent.model.feedback import World
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.model.verdict import Cause, Verdict
from whosent.report import advice, facts, world
from whosent.report.dates import Clock
from whosent.report.glance import glance
from whosent.report.kept import Kept
from whosent.report.parts import Answer, Finding, Listed, Report, Sample, Side, Tone, Trace
from whosent.report.rewrite import rewrite
from whosent.report.summary import Summary
from whosent.report.technical import Technical
from whosent.report.template import Said, Span, Words, plain
from whosent.report.texts import Texts
from whosent.report.timeline import timeline
from whosent.report.trouble import trouble
from whosent.report.way import place_of, sources, way

MAX_ALIKE = 10
"""Incidents of one cause that are told in full; the others only stand in the list."""
_MAX_REASONS = 3
_TONES: dict[Cause, Tone] = {"forged": "good", "own": "good", "script": "bad", "mailbox": "bad", "forwarded": "warn",
                             "fake": "warn", "undetermined": "open"}  # fmt: skip
_MUTE = {"complaint": "page-mute-complaint", "auto-reply": "page-mute-replies", "challenge": "page-mute-replies"}
_ATTACH_HELPS = frozenset({"bounce", "full-headers"})
_HOW_TO_ATTACH = ("attach-why", *advice.ATTACH)
_LAST_RANK = 9


class Composer:
    """Composes a report in one language."""

    def __init__(self, texts: Texts, clock: Clock, *, hide_others: bool) -> None:
        self._texts, self._clock, self._hide = texts, clock, hide_others
        self._letter_clock = replace(clock, named=True)
        self._made: str | None = None
        self._technical = Technical(texts, clock)

    def report(
        self, waves: Iterable[Incident], kept: Mapping[str, Kept], summary: Summary, made: str | None, *, redacted: bool
    ) -> Report:
        """The whole report. `kept` has the samples by incident id."""
        self._made = made
        pairs = [(wave, kept[wave.id].chosen(wave.certainty) if wave.id in kept else []) for wave in waves]
        pairs.sort(key=lambda pair: (rank(pair[0])[0], not _maybe_theft(*pair), rank(pair[0])))
        waves = [wave for wave, _ in pairs]
        findings: list[Finding] = []
        contents: list[Listed] = []
        drawn: list[World] = []
        told: Counter[Cause] = Counter()
        for number, (wave, samples) in enumerate(pairs, 1):
            finding = None
            if samples and told[wave.cause] < MAX_ALIKE:
                told[wave.cause] += 1
                seen = world.world_of(wave, summary)
                finding = self._finding(wave, samples, kept[wave.id], f"i{len(findings) + 1}", seen)
                findings.append(finding)
                drawn += [seen] if seen is not None and finding.timeline and finding.timeline.bands else []
            contents.append(self._listed(number, wave, samples[:1], kept.get(wave.id), finding))
        return Report(
            texts=self._texts, title=self._title(findings, len(waves), summary),
            checked=self._checked(waves, summary, made),
            contents=tuple(contents), findings=tuple(findings), empty=None if waves else self._empty(summary),
            unread=tuple(map(self._unread, summary.unread)), summary=summary, kinds=self._kinds(summary),
            remarks=self._remarks(waves, redacted=redacted),
            outside=world.outsides(summary, drawn, self._texts, self._clock),
            unopened=world.unopened(summary, self._texts),
        )  # fmt: skip

    def _finding(self, wave: Incident, cases: list[Case], kept: Kept, anchor: str, seen: World | None) -> Finding:
        cases, wave = self._discreet(cases, wave)
        case, say = cases[0], self._texts.words
        verdict = case.verdict
        if verdict is None:
            raise ValueError("a case without a verdict belongs to no incident")
        params = self._params(case, wave)
        keys = advice.steps(case, verdict, wave)
        steps = tuple(say(key, params) for key in keys)
        shown, letter = advice.shown(verdict, wave), advice.letter(verdict, wave)
        settled = {f"missing-{item.would_settle}" for item in verdict.missing} & set(keys)
        samples = tuple(
            Sample(say("head-sample", {"i": Said(number), "n": Said(len(cases))}), self._technical.of_case(sample),
                   way(sample, self._texts, self._clock, f"{anchor}s{number}"),
                   sources(sample, self._texts, f"{anchor}s{number}"))
            for number, sample in enumerate(cases, 1)
        )  # fmt: skip
        return Finding(
            id=wave.id, cause=wave.cause, certainty=wave.certainty, tone=self._tone(verdict, wave),
            label=say(f"cause-{wave.cause}"),
            answer=self._first("answer", verdict, wave, params), heading=self._first("heading", verdict, wave, params),
            why=self._why(case, verdict, wave, kept, params), sure=self._sure(verdict, wave),
            numbers=self._numbers(wave, kept), forecast=self._forecast(wave),
            steps=steps[:shown], more_steps=steps[shown:],
            glance=glance(case, self._texts),
            traces=self._traces(case, anchor + "s1"),
            overturn=() if wave.cause == "undetermined" else self._first("overturn", verdict, wave, params),
            missing=tuple(say(f"missing-{item.would_settle}", params) for item in verdict.missing
                          if f"missing-{item.would_settle}" not in settled),
            settles=wave.cause == "undetermined", reasons=self._reasons(verdict, wave, kept),
            letter=say(letter, self._params(case, wave, self._letter_clock)) if letter else (),
            attach=self._attach(case, verdict, letter), attach_first=case.notice.inline,
            timeline=timeline(wave, self._texts, self._clock, seen),
            facts=self._technical.of_wave(wave, case, kept), samples=samples,
        )  # fmt: skip

    def _first(self, stem: str, verdict: Verdict, wave: Incident, params: facts.Params) -> Words:
        return self._texts.words(self._texts.first(*advice.variants(stem, verdict, wave)), params)

    def _params(self, case: Case, wave: Incident, clock: Clock | None = None) -> facts.Params:
        clock = clock or self._clock
        dates = {"first": clock.moment(wave.first), "last": clock.moment(wave.last)}
        numbers = {"n": str(wave.messages), "o": str(max(1, wave.origin_count))}
        return {**facts.of_case(case, clock), **dates, **numbers}

    def _discreet(self, cases: list[Case], wave: Incident) -> tuple[list[Case], Incident]:
        """Without the name of another customer's account, which is nobody's business."""
        names = {case.verdict.subject.address for case in cases
                 if case.verdict and advice.group_of(case.verdict) == "other"}  # fmt: skip
        longest_first = sorted(filter(None, names), key=len, reverse=True)
        if not self._hide or not longest_first:
            return cases, wave
        secret = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
        word = self._texts.say("hidden-account")

        def change(text: str) -> str:
            return secret.sub(lambda _: word, text)

        return [rewrite(case, change) for case in cases], rewrite(wave, change)

    def _tone(self, verdict: Verdict, wave: Incident) -> Tone:
        tone = _TONES[wave.cause]
        return "warn" if tone == "bad" and advice.group_of(verdict) in ("near", "other") else tone

    def _why(self, case: Case, verdict: Verdict, wave: Incident, kept: Kept, params: facts.Params) -> tuple[Words, ...]:
        keys = [f"rule-{verdict.rule}", self._texts.first(*advice.variants("why", verdict, wave))]
        if wave.cause == "forged" and kept.kinds["bounce"] + kept.kinds["delay"]:
            keys.append("why-forged-bounced")
        if wave.cause == "forged" and wave.aim in ("random", "targeted"):
            keys.append(f"aim-{wave.aim}")
        if advice.group_of(verdict) in ("near", "other"):
            keys.append("why-other-account")
        if case.notice.inline:
            keys.append("why-bounce-pasted" if case.notice.kind == "message" else "why-copy-reconstructed")
        return tuple(self._texts.words(key, params) for key in keys)

    def _sure(self, verdict: Verdict, wave: Incident) -> Words:
        counts = {"f": str(len(verdict.evidence_for)), "a": str(len(verdict.evidence_against))}
        return self._texts.words(f"sure-{wave.certainty}", counts)

    def _numbers(self, wave: Incident, kept: Kept | None) -> Words:
        first, last = self._clock.moment(wave.first), self._clock.moment(wave.last)
        told = [self._count(wave, kept)]
        if first:
            key = "numbers-when" if first != last else "numbers-when-one"
            told.append(self._texts.words(key, {"first": first, "last": last}))
        if wave.address_count > 1:
            told.append(self._texts.words("numbers-addresses", {"n": str(wave.address_count)}))
        return facts.joined(told)

    def _forecast(self, wave: Incident) -> Words:
        if wave.cause in ("own", "fake", "undetermined"):
            return ()  # nothing is promised about what may be a hole of ours; the others are no waves of bounces
        forecast = wave.forecast
        latest, made = self._clock.read(forecast.latest), self._clock.read(self._made)
        over = forecast.why == "fading" and latest is not None and made is not None and latest < made
        days = {"earliest": self._clock.day(forecast.earliest), "latest": self._clock.day(forecast.latest),
                "last": self._clock.day(wave.last)}  # fmt: skip
        return self._texts.words("forecast-over" if over else f"forecast-{forecast.why}", days)

    def _traces(self, case: Case, anchor: str) -> tuple[Trace, ...]:
        """The most telling first; what does not count is told too, behind the rest."""
        verdict = case.verdict
        if verdict is None:
            return ()
        side: Side = "seen" if verdict.cause == "undetermined" else "for"
        sides: tuple[tuple[Side, tuple[Evidence, ...]], ...] = (
            (side, verdict.evidence_for), ("against", verdict.evidence_against),
            ("neutral", verdict.evidence_neutral),
        )  # fmt: skip
        return tuple(
            self._trace(item, name, case, anchor) for name, items in sides for item in sorted(items, key=_rank)
        )

    def _trace(self, item: Evidence, side: Side, case: Case, anchor: str) -> Trace:
        params = facts.of_evidence(item, self._texts)
        key = f"{item.source.partition(':')[0]}:{item.line}"
        say = self._texts.words
        return Trace(
            side, say(item.kind, params, "title"), say(item.kind, params), say(item.kind, params, "expert"), item.kind,
            item.standing, item.source, place_of(anchor, key) if key in case.lines else None,
        )  # fmt: skip

    def _reasons(self, verdict: Verdict, wave: Incident, kept: Kept) -> tuple[tuple[Words, Words], ...]:
        """Title and advice of the most frequent reasons, where they matter to the reader."""
        if not advice.tells_reasons(verdict, wave):
            return ()
        return tuple(
            (self._texts.words(f"reason-{reason}", voice="title"), self._texts.words(f"reason-{reason}"))
            for reason, _ in kept.reasons.most_common(_MAX_REASONS)
        )

    def _attach(self, case: Case, verdict: Verdict, letter: str | None) -> tuple[Words, ...]:
        wanted = case.notice.inline or letter or any(item.would_settle in _ATTACH_HELPS for item in verdict.missing)
        return tuple(map(self._texts.words, _HOW_TO_ATTACH)) if wanted else ()

    def _listed(
        self, number: int, wave: Incident, samples: list[Case], kept: Kept | None, finding: Finding | None
    ) -> Listed:
        """One line: what, about what, how sure, how many, and the day."""
        samples, wave = self._discreet(samples, wave)
        label = "cause-undetermined-login" if _maybe_theft(wave, samples) else f"cause-{wave.cause}"
        open_ = wave.cause == "undetermined"
        told = [self._count(wave, kept), (Span(self._clock.day(wave.first)),)]
        return Listed(
            number, self._texts.words(label), self._about(wave, samples),
            () if open_ else self._texts.words(f"certainty-{wave.certainty}"),
            facts.joined([words for words in told if plain(words)]), wave.messages,
            finding.tone if finding else _TONES[wave.cause], finding.id if finding else None,
        )  # fmt: skip

    def _about(self, wave: Incident, samples: list[Case]) -> Words:
        """The thing that the incident is about: the script or account that sends, the mailbox that forwards, else in
        whose name."""
        known = facts.of_case(samples[0]) if samples else {}
        if wave.cause == "script" and wave.origins:
            return self._texts.words("about-script", {"origin": wave.origins[0], "host": known.get("host", "")})
        if wave.cause == "forwarded" and "accepted_for" in known:
            return (Span(known["accepted_for"], "value"),)
        if wave.address_count == 1 and wave.addresses:
            return (Span(wave.addresses[0], "value"),)
        return self._texts.words("numbers-addresses", {"n": str(wave.address_count)}) if wave.address_count else ()

    def _count(self, wave: Incident, kept: Kept | None) -> Words:
        bounces = kept is None or not kept.kinds["message"]
        return self._texts.words("count-bounces" if bounces else "count-messages", {"n": str(wave.messages)})

    def _title(self, findings: list[Finding], waves: int, summary: Summary) -> Words:
        if not waves:
            mute = summary.pasted or self._mute(summary)
            if world.is_bad_news(summary) and not summary.pasted:
                return self._texts.words("page-title-world")
            return self._texts.words("page-title-mute" if mute else "page-title-nothing")
        if waves == 1 and findings:
            return self._texts.words("page-title", {"heading": Said(plain(findings[0].heading))})
        return self._texts.words("page-title-several", {"n": str(waves)})

    def _checked(self, waves: list[Incident], summary: Summary, made: str | None) -> Words:
        firsts = [wave.first for wave in waves if wave.first]
        lasts = [wave.last for wave in waves if wave.last]
        days = {"first": self._clock.day(min(firsts, default=None)), "last": self._clock.day(max(lasts, default=None))}
        if days["first"] == days["last"]:
            days["last"] = Said("")
        told = [self._texts.words("page-checked", {"n": str(summary.messages), **days})]
        if made:
            told.append(self._texts.words("page-made", {"made": self._clock.moment(made)}))
        return facts.joined(told)

    def _empty(self, summary: Summary) -> Answer:
        """No incident. That is good news only of messages that would show one."""
        say, count = self._texts.words, {"n": str(summary.messages)}
        if not summary.messages:
            return Answer("open", (), say("page-unread-heading"))
        if summary.pasted:
            pasted = say("page-pasted-answer", {"n": str(summary.pasted)})
            return Answer("open", pasted, say("page-pasted-heading"), tuple(map(say, _HOW_TO_ATTACH)))
        mute = self._mute(summary)
        if world.is_bad_news(summary):
            return world.alone(self._texts, mute)
        if mute:
            return Answer("open", say("page-mute-answer", count), say("page-mute-heading"), tuple(map(say, mute)))
        why = (say("page-nothing-why"),)
        if summary.truncated:
            return Answer("open", say("page-cut-answer"), say("page-nothing-heading"), why)
        return Answer("good", say("page-nothing-answer", count), say("page-nothing-heading"), why)

    def _mute(self, summary: Summary) -> list[str]:
        """Words for what somebody's message led to, but which does not show whose message that was."""
        return list(dict.fromkeys(key for kind, key in _MUTE.items() if kind in summary.kinds))

    def _unread(self, item: Unreadable) -> Words:
        source = self._texts.words("standard-input") if item.source == "-" else (Span(item.source, "value"),)
        return facts.joined([source, trouble(item.error, self._texts)], ": ")

    def _kinds(self, summary: Summary) -> tuple[Words, ...]:
        """What was checked, and what of it is about nothing sent in the reader's name."""
        if summary.messages < 2 and not summary.unaccused:
            return self._limits(summary)
        kinds = [self._texts.say(f"kind-{kind}", {"n": str(n)}, "lay") for kind, n in summary.kinds.items()]
        told = ", ".join(kinds)
        lines = [self._texts.words("kinds-line", {"list": Said(told[:1].upper() + told[1:])})]
        if summary.unaccused and summary.causes:
            lines.append(self._texts.words("kinds-none", {"n": str(summary.unaccused)}))
        if summary.distinct and summary.messages > 1:
            lines.append(self._texts.words("kinds-distinct", {"n": str(summary.distinct)}))
        return (*lines, *self._limits(summary))

    def _limits(self, summary: Summary) -> tuple[Words, ...]:
        """What keeps some of the messages from being told in full."""
        found = (("kinds-pasted", summary.pasted if summary.causes else 0), ("kinds-truncated", summary.truncated))
        return tuple(self._texts.words(key, {"n": str(number)}) for key, number in found if number)

    def _remarks(self, waves: list[Incident], *, redacted: bool) -> tuple[Words, ...]:
        zones = dict.fromkeys(self._clock.zone_name(date) for wave in waves for date in (wave.first, wave.last) if date)
        told = []
        if zones:
            told.append(self._texts.words("page-times", {"zone": Said("/".join(filter(None, zones)))}))
        if redacted:
            told.append(self._texts.words("page-redacted"))
        return tuple(told)


def _maybe_theft(wave: Incident, samples: list[Case]) -> bool:
    """Open, but somebody logged in: comes first among what is open."""
    verdict = samples[0].verdict if samples else None
    return wave.cause == "undetermined" and verdict is not None and verdict.origin.entry == "login"


def _rank(item: Evidence) -> int:
    kind = BY_NAME.get(item.kind)
    return kind.rank if kind else _LAST_RANK
