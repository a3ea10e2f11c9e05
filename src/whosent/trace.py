"""What the walk found, put into the words of a case: hops with standing, origin, subject, lines to show."""

from __future__ import annotations

from msgspec.structs import replace

from whosent.evidence import Scene
from whosent.evidence.client import place_of_client
from whosent.evidence.content import source_directory
from whosent.logs.journey import Passage
from whosent.mail.address import domain_of
from whosent.mail.head import Head
from whosent.mail.ip import is_loopback
from whosent.model.case import Place, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.notice import Notice
from whosent.model.verdict import Entry, Origin, Relation, Subject
from whosent.walk import Walk
from whosent.walk.lines import Line
from whosent.walk.logged import Logged

MAX_SHOWN_LINE = 2_000


def case_hops(scene: Scene) -> tuple[TracedHop, ...]:
    """All hops, the notice's first, each list topmost first."""
    walk = scene.walk
    return tuple([
        TracedHop(line.hop, walk.standing.get((line.of, line.index), "claimed"), line.of,
                  scene.line_number(line.of, line.number), line.index, _place(walk, line))
        for line in (*walk.lines, *walk.returned)
    ])  # fmt: skip


def _place(walk: Walk, line: Line) -> Place:
    if line is walk.entered.line:
        return "entry"
    if line is walk.hand_over.line:
        return "hand-over"
    return "border" if line is walk.outer.border else ""


def find_origin(scene: Scene) -> Origin:
    """Where it came from, as far as believed lines and our logs tell."""
    walk, head, notice = scene.walk, scene.returned, scene.notice
    if scene.logged is not None and scene.logged.journey is not None and scene.logged.binding != "elsewhere":
        found = _logged_origin(scene.logged, scene.logged.journey.first, head)
        return replace(found, country=place_of_client(scene, found.ip).get("country"))
    line = walk.entered.line if walk.handed in ("by-us", "yes", "maybe") else walk.hand_over.line
    entry: Entry | None
    if walk.handed in ("by-us", "yes", "maybe"):
        entry = walk.entered.entry
    else:
        entry = None if walk.handed == "unknown" else "foreign"
    hop = line.hop if line is not None else None
    local = entry == "local" and hop is not None
    ip = hop.from_ip if hop is not None and entry != "local" else None
    return Origin(
        entry=entry,
        ip=ip,
        dir=source_directory(head) if local and head is not None else None,
        uid=hop.local_uid if local and hop is not None else None,
        mailbox=hop.login if entry == "login" and hop is not None else None,
        queue_id=_queue_id(walk, line, notice),
        country=place_of_client(scene, ip).get("country"),
    )


def _logged_origin(logged: Logged, first: Passage, head: Head | None) -> Origin:
    """Where it came from, as our logs have it."""
    event, call = first.entry, logged.call
    entry: Entry | None = None
    if event is not None and event.act == "submitted":
        entry = "local"
    elif event is not None:
        entry = "login" if event.login else "loopback" if is_loopback(event.client_ip) else "relayed"
    directory = logged.ran[-1].directory if logged.ran else None
    if directory is None and entry == "local" and head is not None:
        directory = source_directory(head)
    return Origin(
        entry=entry,
        ip=event.client_ip if event is not None else None,
        script=call.script if call is not None else None,
        dir=directory,
        uid=event.uid if event is not None else None,
        mailbox=event.login if event is not None else None,
        queue_id=first.queue_id,
    )


def _queue_id(walk: Walk, line: Line | None, notice: Notice) -> str | None:
    """Our own id of the message: of the entry line; the reporter's id is not ours unless we are the reporter."""
    if walk.handed in ("by-us", "yes", "maybe") and line is not None:
        return line.hop.id
    return notice.queue_id if walk.genuine == "ours" else None


def find_subject(walk: Walk, logged: Logged | None = None) -> Subject:
    """Whose account it was: known only where a believed line, or our log, prints the login."""
    login = walk.entered.line.hop.login if walk.entered.entry == "login" and walk.entered.line is not None else None
    if logged is not None and logged.journey is not None and logged.binding != "elsewhere":
        entry = logged.journey.first.entry
        login = entry.login if entry is not None else None
    if login is None:
        return Subject()
    relation: Relation = "other-tenant"
    victim = (walk.victim or "").lower()
    if login.lower() == victim or ("@" not in login and login.lower() == victim.partition("@")[0]):
        relation = "addressee"
    elif domain_of(login) is not None and domain_of(login) == domain_of(victim):
        relation = "same-domain"
    elif "@" not in login:
        relation = "unknown"
    return Subject(login, relation)


def shown_lines(scene: Scene, evidence: tuple[Evidence, ...]) -> dict[str, str]:
    """The raw header lines that hops and evidence point at: "returned:12" -> text."""
    wanted: dict[str, str] = {}
    for of, head in (("notice", scene.head), ("returned", scene.returned)):
        if head is None:
            continue
        pointed = {e.line for e in evidence if e.line is not None and e.source.startswith(of + ":")}
        line, counted = 1, head.start
        received = head.numbers(b"received")
        for number, field in enumerate(head.fields):
            line += head.data.count(b"\n", counted, field.start())
            counted = field.start()
            if number in received or line in pointed:
                wanted[f"{of}:{line}"] = head.raw(number)[:MAX_SHOWN_LINE].decode("utf-8", "replace")
    return wanted
