"""The technician's part: exact terms, ids, and what decided."""

from __future__ import annotations

from collections.abc import Iterable

from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.report.dates import Clock
from whosent.report.kept import Kept
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts

Facts = tuple[tuple[Words, Words], ...]
_MAX_ORIGINS = 8
_MAX_RECIPIENTS = 5


class Technical:
    """Labels and values."""

    def __init__(self, texts: Texts, clock: Clock) -> None:
        self._texts, self._clock = texts, clock

    def of_wave(self, wave: Incident, case: Case, kept: Kept) -> Facts:
        """What decided, and what the wave has in common."""
        say, verdict = self._texts.say, case.verdict
        if verdict is None:
            return ()
        origin, subject = verdict.origin, verdict.subject
        cause = say(f"cause-{wave.cause}", voice="expert")
        rows = [f"{rule} ({say(f'certainty-{certainty}')}): {count}"
                for (rule, certainty), count in kept.rules.most_common()]  # fmt: skip
        reasons = [f"{reason}: {count}" for reason, count in kept.reasons.most_common(_MAX_RECIPIENTS)]
        found: list[tuple[str, str | Words | None]] = [
            ("fact-incident", wave.id),
            ("fact-verdict", Said(f"{cause}, {say(f'certainty-{wave.certainty}')}")),
            ("fact-rule", self._texts.words("fact-rule-value", {"rule": verdict.rule, "ruleset": verdict.ruleset})),
            ("fact-because", self._texts.words(f"rule-{verdict.rule}", voice="expert")),
            ("fact-entry", Said(say(f"entry-word-{origin.entry}")) if origin.entry else None),
            ("fact-ip", origin.ip),
            ("fact-script", origin.script),
            ("fact-dir", origin.dir),
            ("fact-uid", None if origin.uid is None else str(origin.uid)),
            ("fact-mailbox", origin.mailbox),
            ("fact-country", origin.country),
            ("fact-subject-account", subject.address if subject.address != origin.mailbox else None),
            ("fact-origins", self._some(wave.origins, wave.origin_count)),
            ("fact-rules", Said("; ".join(rows)) if len(rows) > 1 else None),
            ("fact-reasons", Said(", ".join(reasons)) or None),
            ("fact-contents", str(wave.contents) if wave.contents > 1 else None),
            ("fact-aim", Said(say(f"aim-word-{wave.aim}")) if wave.aim != "unknown" else None),
        ]
        kinds = {item.kind for item in (*verdict.evidence_for, *verdict.evidence_against, *verdict.evidence_neutral)}
        if "bounced-own-recipient" in kinds:
            found.append(("fact-advice", self._texts.words("step-reject-at-smtp")))
        return self._labelled(found)

    def of_case(self, case: Case) -> Facts:
        """Where one message is found, in the mailbox and in the logs."""
        notice = case.notice
        plain = notice.kind == "message"
        found: list[tuple[str, str | Words | None]] = [
            ("fact-source", case.source),
            ("fact-truncated", self._texts.words("missing-whole-message", voice="expert") if case.truncated else None),
            ("fact-victim", case.victim),
            ("fact-subject", case.subject if plain else notice.original.subject),
            ("fact-message-id", case.message_id if plain else notice.original.message_id),
            ("fact-notice-id", None if plain else case.message_id),
            ("fact-queue-id", case.verdict.origin.queue_id if case.verdict else None),
            ("fact-reporter", notice.reporting_mta),
            ("fact-dialect", notice.dialect or None),
        ]
        for recipient in notice.recipients[:_MAX_RECIPIENTS]:
            told = (recipient.address, recipient.status, recipient.reason, recipient.remote_mta)
            found.append(("fact-recipient", " · ".join(value for value in told if value)))
            found.append(("fact-diagnostic", recipient.diagnostic))
        return self._labelled(found)

    def _some(self, values: tuple[str, ...], count: int) -> Words | None:
        if len(values) < 2:
            return None
        more = max(count, len(values)) - min(len(values), _MAX_ORIGINS)
        return self._texts.words(
            "fact-origins-value", {"list": ", ".join(values[:_MAX_ORIGINS]), "more": str(more) if more else ""}
        )

    def _labelled(self, found: Iterable[tuple[str, str | Words | None]]) -> Facts:
        return tuple(
            (self._texts.words(key), (Span(value, "plain" if isinstance(value, Said) else "value"),)
             if isinstance(value, str) else value)
            for key, value in found if value
        )  # fmt: skip
