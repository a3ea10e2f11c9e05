"""What a run leaves: bounces with the truth about each, other mail, logs, the DNS. docs/lab.md describes the files."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lab import world
from lab.lab import Lab
from lab.play.stage import Act
from lab.wait import wait_until

LOGS = ("mail.log", "php_mail.log", "access.log")


def wait_for_bounces(lab: Lab, acts: list[Act], seconds: float = 60) -> list[Act]:
    """Until every act has come back; those that did not in this time."""
    missing: list[Act] = list(acts)

    def all_came() -> bool:
        lying: dict[str, str] = defaultdict(str)
        for mailbox in {act.mailbox for act in missing}:
            lying[mailbox] = "".join(_text(message) for message in lab.hoster.mail_of(mailbox))
        missing[:] = [act for act in missing if act.mark not in lying[act.mailbox]]
        return not missing

    try:
        wait_until(all_came, "all bounces", seconds)
    except TimeoutError:
        return missing
    return []


def collect(lab: Lab, acts: list[Act], out: Path) -> int:
    """Write everything below `out`; how many bounces with truth there are."""
    for name in ("bounces", "other"):
        (out / name).mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    log = lab.hoster.read("/var/log/mail.log")
    others = 0
    for mailbox, message in _all_mail(lab):
        act = next((act for act in acts if act.mailbox == mailbox and act.mark in _text(message)), None)
        if act is None:
            others += 1
            (out / "other" / f"{others:04d}.eml").write_bytes(message)
            continue
        file = f"bounces/{len(rows) + 1:04d}.eml"
        (out / file).write_bytes(message)
        rows.append({"file": file, **_truth(act, message, log)})
    (out / "truth.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    (out / "world.json").write_text(json.dumps(_world(), indent=1) + "\n")
    (out / "dns.json").write_text(json.dumps(lab.dns.records, indent=1) + "\n")
    _logs(lab, out / "logs")
    return len(rows)


def _all_mail(lab: Lab) -> Iterator[tuple[str, bytes]]:
    for login in world.LOGINS:
        for message in lab.hoster.mail_of(login.address):
            yield login.address, message


def _truth(act: Act, message: bytes, log: str) -> dict[str, object]:
    text = _text(message)
    ours = (rf"^.* postfix/\S+\[\d+\]: ([0-9A-F]+): message-id=<{re.escape(act.mark)}>",
            rf"^.* postfix/\S+\[\d+\]: ([0-9A-F]+): to=<{re.escape(act.recipients[0])}>")  # fmt: skip
    ids = dict.fromkeys(found for pattern in ours for found in re.findall(pattern, log, re.MULTILINE))
    receiver = act.receiver
    return {
        "way": act.way,
        "hoster": lab_name(),
        "mailbox": act.mailbox,
        "cause": act.cause,
        "also": act.also,
        "undetermined_ok": act.undetermined_ok,
        "variant": act.variant,
        "adversarial": act.adversarial,
        "origin": act.origin,
        "true_ip": act.true_ip,
        "queue_ids": list(ids) if act.way in {"login", "script", "forwarded"} else [],
        "receiver": {
            "host": receiver.place.name if receiver else None,
            "mta": receiver.mta if receiver else None,
            "mode": act.mode,
        },
        "kind": _kind(text),
        "returned": "headers" if "text/rfc822-headers" in text.lower() else "full",
        "recipients": [one for one in act.recipients if one in text] or list(act.recipients),
    }


def _kind(text: str) -> str:
    kinds = {"delayed": "delay", "delivered": "delivered", "relayed": "delivered"}
    action = re.search(r"^Action: *(\w+)", text, re.MULTILINE | re.IGNORECASE)
    return kinds.get(action[1].lower(), "bounce") if action else "bounce"


def lab_name() -> str:
    """The hoster's host, which names its part of world.json."""
    return world.PLACES["hoster"].name


def _world() -> dict[str, object]:
    place = world.PLACES["hoster"]
    return {
        "hosters": {
            place.name: {
                "as": [*place.domains, place.name],
                "own": [place.name, *place.addresses],
                "logs": [f"logs/hoster/{name}" for name in LOGS],
            }
        }
    }


def _logs(lab: Lab, out: Path) -> None:
    paths = {"hoster": [f"/var/log/{name}" for name in LOGS]}
    paths |= {receiver.name: [receiver.log_file] for receiver in lab.receivers}
    for host, files in paths.items():
        (out / host).mkdir(parents=True, exist_ok=True)
        for file in files:
            (out / host / Path(file).name).write_text(lab.hosts[host].read(file), "utf-8", "surrogateescape")


def _text(message: bytes) -> str:
    return message.decode("utf-8", "surrogateescape")
