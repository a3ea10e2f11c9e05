"""What logs know of a message, as text: how it came, and line by line what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from whosent.logs.clock import NO_YEAR
from whosent.logs.finding import Finding, Sent
from whosent.model.log import LogEvent, LogSpan
from whosent.report.clean import visible
from whosent.report.machine_logs import entry_of
from whosent.report.template import Said, plain
from whosent.report.texts import Texts
from whosent.report.trouble import trouble


def told(found: Finding, texts: Texts, *, covers: bool) -> Iterator[str]:
    """The lines of the report. `covers`: would it stand in the logs?"""
    teller = _Teller(texts)
    if found.more:
        yield teller.say("logs-more", {"n": str(found.more)})
        yield ""
    for sent in found.messages:
        yield from teller.message(sent)
        yield ""
    if found.loose:
        yield teller.say("logs-loose")
        yield from teller.events(found.loose)
        yield ""
    if found.trouble is not None:
        yield teller.say("logs-trouble", {"why": Said(plain(trouble(found.trouble, texts)))})
    elif not found.found:
        yield teller.say("logs-nothing", {"value": found.value})
        yield teller.say("logs-not-here" if covers else "logs-not-covered" if found.spans else "logs-none-covered")
    yield from covered(found.spans, texts)


def covered(spans: tuple[LogSpan, ...], texts: Texts) -> Iterator[str]:
    """What the logs cover, one line each."""
    teller = _Teller(texts)
    if spans:
        yield teller.say("logs-covered")
    for span in spans:
        params = {"file": span.file, "host": span.host or "", "first": _when(span.first), "last": _when(span.last)}
        yield "  " + teller.say("logs-span", params)


def folded(line: str, width: int) -> Iterator[str]:
    """`line` in so many columns: what does not fit follows, further in unless it is a sentence."""
    text = line.lstrip()
    indent = " " * (len(line) - len(text))
    rest = indent + "    " if indent or text.startswith(("■", "●", "○", "↩")) else ""
    yield from wrap(
        text, width, initial_indent=indent, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [""]


class _Teller:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, key: str, params: dict[str, str] | None = None) -> str:
        """A sentence in which nothing steers the terminal."""
        return visible(self._texts.say(key, params), 1_000)

    def message(self, sent: Sent) -> Iterator[str]:
        """How it came, whose it is, and its lines."""
        entry = sent.journey.first.entry
        yield self.say(self._key(sent, entry), _params(entry) | self._origin(sent))
        yield from self.events(tuple(event for event in (sent.request, sent.call) if event is not None))
        for passage in sent.journey.passages:
            yield from self.events(passage.events)
        yield from self.events(sent.journey.loose)

    def _key(self, sent: Sent, entry: LogEvent | None) -> str:
        kind = entry_of(entry)
        if kind in ("local", "loopback") and sent.call is not None:
            return "logs-by-script"
        if kind == "local" and sent.ran is not None:
            return "logs-by-program"
        return f"logs-by-{kind}" if kind else "logs-by-server"

    def _origin(self, sent: Sent) -> dict[str, str]:
        found = {}
        if sent.call is not None:
            found["script"] = sent.call.script or ""
            found["line"] = str(sent.call.line or "")
        if sent.ran is not None:
            found["directory"] = sent.ran.directory or ""
        return found

    def events(self, events: tuple[LogEvent, ...]) -> Iterator[str]:
        """A line each: when, where, under which id, what; and where it stands."""
        for event in events:
            where = visible(" ".join(part for part in (event.host, event.queue_id) if part))
            text = self.say(f"line-{event.act}", _params(event))
            parts = (_when(event.clock), where, text, f"[{visible(event.source)}]")
            yield "  " + "  ".join(part for part in parts if part)


def _params(event: LogEvent | None) -> dict[str, str]:
    if event is None:
        return {}
    account = event.user or (f"uid {event.uid}" if event.uid is not None else "")
    found = {
        "client": _host(event.client, event.client_ip), "login": event.login, "account": account,
        "sender": f"<{event.sender}>" if event.sender is not None else None, "recipient": event.recipient,
        "original": event.original_recipient if event.original_recipient != event.recipient else None,
        "recipients": ", ".join(event.recipients), "next": event.next_id, "message_id": event.message_id,
        "relay": _host(event.relay, event.relay_ip), "text": event.text, "size": _number(event.size),
        "n": _number(event.count), "domain": event.domain, "service": event.service, "script": event.script,
        "line": _number(event.line), "directory": event.directory, "method": event.method,
        "path": (event.site or "") + (event.path or ""), "author": event.header_from, "subject": event.subject,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _host(name: str | None, ip: str | None) -> str:
    if name and ip and name != ip:
        return f"{name} [{ip}]"
    return name or (f"[{ip}]" if ip else "")


def _number(value: int | None) -> str | None:
    return str(value) if value is not None else None


def _when(clock: str | None) -> Said:
    """The clock as the log shows it; where that names no year, none is made up."""
    return Said((clock or "").removeprefix(NO_YEAR + "-").replace("T", " "))
