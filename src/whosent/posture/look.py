"""Look at a domain: all facts, from answers. What has no answer yet is asked and left out; look again with more."""

from __future__ import annotations

from collections.abc import Iterable

from whosent.auth.ask import Ask
from whosent.auth.dmarc import discover
from whosent.auth.dmarc.record import several
from whosent.model.question import Answer, NotObserved, Observed, Question
from whosent.posture import dkim, spf, transport
from whosent.posture.facts import KeySource, Posture
from whosent.posture.reach import reach
from whosent.posture.seen import Seen

MAX_UNSEEN = 50


def look(domain: str, ask: Ask, selectors: Iterable[str] = (), seen: Seen | None = None) -> Posture:
    """The posture of `domain` (lower case, A-labels). `selectors`: DKIM selectors that the user named."""
    seen = seen or Seen()
    unseen: dict[str, str] = {}

    def noting(question: Question) -> Answer | None:
        answer = ask(question)
        if isinstance(answer, NotObserved) and len(unseen) < MAX_UNSEEN:
            unseen[f"{question.topic} {question.name}"] = answer.why
        return answer

    wanted: dict[tuple[str, str], KeySource] = dict.fromkeys(seen.selectors, "seen")
    wanted.update({(name.lower(), domain): "given" for name in selectors})
    record = spf.survey(domain, noting)
    policy = discover(domain, noting)
    at_domain = noting(Question("TXT", f"_dmarc.{domain}"))
    return Posture(
        domain=domain,
        spf=record,
        dmarc=policy,
        keys=dkim.survey(domain, wanted, noting),
        transport=transport.survey(domain, noting),
        reach=reach(domain, record, policy, noting),
        seen=seen,
        several_dmarc=isinstance(at_domain, Observed) and several(at_domain.values),
        unseen=tuple(unseen.items()),
    )
