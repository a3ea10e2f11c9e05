"""Cases and incidents as the tests of the report need them. All names are made up."""

from __future__ import annotations

from datetime import UTC
from functools import cache

from whosent.adapters.texts import load
from whosent.model.case import Case, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.model.incident import Incident
from whosent.model.notice import Notice, Original, Recipient
from whosent.model.verdict import Missing, Origin, Subject, Verdict
from whosent.report.dates import Clock
from whosent.report.document import Collector
from whosent.report.parts import Report
from whosent.report.template import Words, plain
from whosent.report.texts import Language, Texts

VICTIM = "anna.winter@blumenhaus.example"
RECIPIENT = "otto.sommer@empfang.test"
BOT = "203.0.113.77"
HANDED_OVER = "2026-11-21T08:14:00Z"

HAND_OVER = Hop(by="mx.empfang.test", from_helo="DESKTOP-7Q", from_ip=BOT, protocol="ESMTP", id="4XaB1",
                date=HANDED_OVER, for_addr=RECIPIENT, family="postfix")  # fmt: skip
BORDER = Hop(by="mail.anbieter.example", from_helo="mx.empfang.test", from_rdns="mx.empfang.test",
             from_ip="198.51.100.30", rdns_confirmed=True, protocol="ESMTPS", id="9ZyX8", date="2026-11-21T08:14:05Z",
             for_addr=VICTIM, family="postfix")  # fmt: skip
CLAIMED = Hop(by="mail.anbieter.example", from_ip="192.0.2.66", date="2026-11-21T08:10:00Z")
LOGIN = Hop(by="mail.anbieter.example", from_helo="laptop", from_ip="198.51.100.201", protocol="ESMTPSA",
            auth=VICTIM, login=VICTIM, id="7LoGiN", date=HANDED_OVER)  # fmt: skip
LOCAL = Hop(by="web.anbieter.example", local_uid=33, local=True, id="5LoCaL", date=HANDED_OVER)
OUT = Hop(by="mx.empfang.test", from_helo="mail.anbieter.example", from_rdns="mail.anbieter.example",
          from_ip="192.0.2.10", rdns_confirmed=True, date=HANDED_OVER)  # fmt: skip

LINES = {
    "returned:1": "Received: from DESKTOP-7Q (unknown [203.0.113.77])\n\tby mx.empfang.test (Postfix) with ESMTP"
                  " id 4XaB1\n\tfor <otto.sommer@empfang.test>; Sat, 21 Nov 2026 09:14:00 +0100",
    "returned:4": "Received: from unknown ([192.0.2.66]) by mail.anbieter.example; Sat, 21 Nov 2026 09:10:00 +0100",
    "notice:2": "Received: from mx.empfang.test (mx.empfang.test [198.51.100.30])\n\tby mail.anbieter.example (Postfix)"
                " with ESMTPS id 9ZyX8",
}  # fmt: skip

NOTICE = Notice(
    "bounce", "postfix", (Recipient(RECIPIENT, "failed", None, "5.1.1", "user-unknown", True,
                                    f"550 5.1.1 <{RECIPIENT}>: Recipient address rejected", "mx.empfang.test"),),
    "mx.empfang.test", None, "4XaB1", Original("<8f3a77c0@blumenhaus.example>", VICTIM, VICTIM,
                                               "Ihre Lieferung wartet", "2026-11-21T09:09:00+01:00"),
)  # fmt: skip


def forged(certainty: str = "likely", source: str = "inbox.mbox#1") -> Case:
    """A Joe job, handed over by a bot."""
    verdict = Verdict(
        "forged", certainty, "2026-12-01", "forged-direct",  # type: ignore[arg-type]
        (Evidence("reporter-agrees", "observed", "notice:Received[1]",
                  {"reporter": "mx.empfang.test", "client": "mx.empfang.test [198.51.100.30]"}, 2),
         Evidence("handover-foreign-direct", "reported", "returned:Received[1]",
                  {"client": f"[{BOT}]", "helo": "DESKTOP-7Q"}, 1)),
        (Evidence("script-marker-claimed", "claimed", "returned:X-Php-Originating-Script", {"marker": "33:a.php"}, 9),),
        (Missing("dns", "spf"), Missing("log", "original-id"), Missing("owner", "other-services")),
        Origin("foreign", BOT),
    )  # fmt: skip
    return _case(source, verdict, (
        TracedHop(BORDER, "observed", "notice", 2, 0, "border"),
        TracedHop(HAND_OVER, "reported", "returned", 1, 0, "hand-over"),
        TracedHop(CLAIMED, "claimed", "returned", 4, 1),
    ), hand_over_ip=BOT)  # fmt: skip


def login(subject: Subject | None = None, cause: str = "undetermined", source: str = "inbox.mbox#2") -> Case:
    """Sent after a login; by default the reader's own, and nobody knows who it was."""
    subject = subject or Subject(VICTIM, "addressee")
    hop = Hop(**{**{name: getattr(LOGIN, name) for name in Hop.__struct_fields__},
                 "login": subject.address, "auth": subject.address})  # fmt: skip
    certain = cause != "undetermined"
    verdict = Verdict(
        cause, "certain" if certain else "unclear", "2026-12-01", "a-theft" if certain else "login",  # type: ignore[arg-type]
        (Evidence("entry-login", "observed", "returned:Received[1]",
                  {"login": subject.address or "?", "client": "[198.51.100.201]"}, 1),),
        (), () if certain else (Missing("owner", "did-you-write-it"), Missing("log", "logins")),
        Origin("login", "198.51.100.201", mailbox=subject.address, queue_id="7LoGiN"), subject,
    )  # fmt: skip
    hops = (TracedHop(hop, "observed", "returned", 1, 0, "entry"),)
    return _case(source, verdict, hops, hand_over_ip="198.51.100.201",
                 lines={"returned:1": f"Received: from laptop (Authenticated sender: {subject.address})"})  # fmt: skip


def script(certainty: str = "certain", source: str = "inbox.mbox#3", uid: int = 33) -> Case:
    """Handed in by a program on our web server."""
    verdict = Verdict(
        "script", certainty, "2026-12-01", "script-observed",  # type: ignore[arg-type]
        (Evidence("entry-local", "observed", "returned:Received[1]",
                  {"account": str(uid), "host": "web.anbieter.example"}, 1),),
        (), (Missing("log", "script-path"),), Origin("local", uid=uid, queue_id="5LoCaL"),
    )  # fmt: skip
    line = (
        f"Received: by web.anbieter.example (Postfix, from userid {uid})\n\tid 5LoCaL; Sat, 21 Nov 2026 09:14:00 +0100"
    )
    return _case(
        source, verdict, (TracedHop(LOCAL, "observed", "returned", 1, 0, "entry"),), lines={"returned:1": line}
    )


def fake(rule: str = "fake-sign", cause: str = "fake", source: str = "inbox.mbox#5") -> Case:
    """A bounce with a sign of phishing."""
    verdict = Verdict(
        cause, "likely" if cause == "fake" else "unclear", "2026-12-01", rule,  # type: ignore[arg-type]
        (Evidence("odd-call-to-action", "claimed", "notice:text", {"seen": "release your message"}),
         Evidence("odd-not-system-sender", "claimed", "notice:text", {"seen": f"Mail System <{VICTIM}>"})),
        (), (Missing("log", "bounce-delivery"),),
    )  # fmt: skip
    lines = {"notice:2": LINES["notice:2"]}
    return _case(source, verdict, (TracedHop(BORDER, "observed", "notice", 2, 0, "border"),), lines=lines)


def quiet(kind: str = "auto-reply", source: str = "inbox.mbox#4") -> Case:
    """Something about which there is no verdict."""
    return Case(source, Notice(kind), "<x@y.test>")  # type: ignore[arg-type]


def _case(source: str, verdict: Verdict, hops: tuple[TracedHop, ...], **changes: object) -> Case:
    known: dict[str, object] = {
        "message_id": "<notice1@empfang.test>", "date": "2026-11-21T09:14:05+01:00", "subject": "Undelivered Mail",
        "victim": VICTIM, "addressee": VICTIM, "lines": LINES,
    } | changes  # fmt: skip
    return Case(source=source, notice=NOTICE, verdict=verdict, hops=hops, **known)  # type: ignore[arg-type]


def incident(case: Case, name: str = "2026-11-21-a1b2", messages: int = 1, **changes: object) -> Incident:
    """The incident of that case."""
    verdict = case.verdict
    assert verdict is not None
    known: dict[str, object] = {
        "first": HANDED_OVER, "last": HANDED_OVER, "hourly": (("2026-11-21T08:00:00Z", messages),),
        "addresses": (VICTIM,), "address_count": 1, "aim": "single", "origins": (case.hand_over_ip or "uid 33",),
        "origin_count": 1,
    } | changes  # fmt: skip
    return Incident(name, verdict.cause, verdict.certainty, messages, (case.source,), **known)  # type: ignore[arg-type]


@cache
def texts(language: Language = "en") -> Texts:
    """The real texts."""
    return load(language)


def report(
    *pairs: tuple[Case, Incident], language: Language = "en", hide_others: bool = True, made: str | None = None
) -> Report:
    """A report over these cases, each with its incident."""
    collector = Collector(texts(language), Clock(language, UTC), hide_others=hide_others)
    for case, wave in pairs:
        collector.add(case, wave.id)
    return collector.finish([wave for _, wave in pairs], made)


def said(*words: Words) -> str:
    """All of it as one string."""
    return "\n".join(map(plain, words))
