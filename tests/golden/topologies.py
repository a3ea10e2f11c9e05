"""The same mail in other worlds: golden messages rewritten as if other hosts had lain on the way.

Each topology takes a golden case and gives the message as it would have come, or None where it does not apply. What
really happened stays the same, so the promises of `cases.broken_promises` hold in every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.golden.cases import Golden
from tests.unit.walk.mtas import DATE, MTAS, amavis, exchange, fetched, google, lmtp, postfix, postfix_again

from whosent.mail import parse
from whosent.mail.address import first_address
from whosent.model.hop import Hop
from whosent.notice import recognise_with_returned
from whosent.received import parse as parse_received

FILTER, FILTER_IP = "mx2.filterservice.test", "198.51.100.201"
BACKUP, BACKUP_IP = "backupmx.isp.test", "198.51.100.211"
POOL, POOL_IP = "relay7.pool.isp-relay.test", "198.51.100.240"
OUTSIDE_IP = "203.0.113.250"
FRIEND = "mx.friend.test"


class Topology(NamedTuple):
    """`rewrite` makes the message; `options` are added to those of each level. `hides`: our host is seen under an
    address that nobody can have listed, so to say that the list is complete would be a lie. `same`: it must not change
    the verdict where our hosts are listed."""

    name: str
    rewrite: Callable[[Golden], bytes | None]
    options: Mapping[str, Any] = MappingProxyType({})
    hides: bool = False
    same: bool = False


class Block:
    """A header block as fields (raw bytes, folds included), and what follows it."""

    def __init__(self, data: bytes) -> None:
        head, gap, self.body = data.partition(b"\n\n")
        self.fields = re.split(rb"\n(?![ \t])", head)
        self.gap = gap

    def render(self) -> bytes:
        return b"\n".join(self.fields) + self.gap + self.body

    def hops(self) -> list[tuple[int, Hop]]:
        """(number of the field, what it says), topmost first."""
        return [
            (number, parse_received(value(field)))
            for number, field in enumerate(self.fields)
            if field[:9].lower() == b"received:"
        ]

    def without(self, *names: bytes) -> None:
        self.fields = [field for field in self.fields if not field.lower().startswith(names)]

    def put(self, number: int, *lines: str) -> None:
        """Insert Received fields before field `number`."""
        self.fields[number:number] = [received(line) for line in lines]


def value(field: bytes) -> str:
    return re.sub(r"\s+", " ", field.partition(b":")[2].decode("utf-8", "replace")).strip()


def received(line: str) -> bytes:
    return f"Received: {line}".encode()


def on_notice(change: Callable[[Golden, Block], bool | None]) -> Callable[[Golden], bytes | None]:
    """A topology that rewrites the notice's own header; False: it does not apply."""

    def rewrite(case: Golden) -> bytes | None:
        block = Block(case.message)
        return None if change(case, block) is False else block.render()

    return rewrite


def on_returned(change: Callable[[Golden, Block], bool | None]) -> Callable[[Golden], bytes | None]:
    """A topology that rewrites the header of the message that came back."""

    def rewrite(case: Golden) -> bytes | None:
        _, returned = recognise_with_returned(parse(case.message))
        if returned is None or returned.data != case.message:
            return None
        start, end = returned.start, returned.end
        block = Block(case.message[start:end])
        if change(case, block) is False:
            return None
        return case.message[:start] + block.render() + case.message[end:]

    return rewrite


def border(case: Golden, block: Block) -> tuple[int, Hop] | None:
    """The line with which our host took the notice from outside."""
    found = ((n, hop) for n, hop in block.hops() if hop.by == case.truth.host and hop.from_ip and not hop.local)
    return next(found, None)


def hand_over(case: Golden, block: Block) -> tuple[int, Hop] | None:
    """The reporter's line in the returned message whose client is a host of ours."""
    own = case.options["own"]["own"]
    return next(((n, hop) for n, hop in block.hops() if hop.by not in own and hop.from_ip in own), None)


def reporters_line(case: Golden, block: Block) -> tuple[int, Hop] | None:
    own = case.options["own"]["own"]
    found = next(((n, hop) for n, hop in block.hops() if hop.from_ip and not hop.local), None)
    return None if found is None or found[1].by in own else found


def recipient(hop: Hop) -> str:
    return hop.for_addr or "somebody@remote.test"


# --- the way of the notice ------------------------------------------------------------------------


def _forwarded_to_gmail(case: Golden, block: Block) -> bool | None:
    """A catch-all forwarded to a big provider; our host passes the notice on."""
    host = case.truth.host
    block.fields = [
        field for field in block.fields if not (field.lower().startswith(b"received:") and b"with LMTP" in field)
    ]
    block.without(b"delivered-to:", b"return-path:", b"envelope-to:", b"delivery-date:")
    inside = f"by 2002:a05:6a10:1234:b0:4c2:98b1:22aa with SMTP id qy28csp1234567pxb; {DATE}"
    mx = google("mx.google.com", host, _address(case), host, "collector@gmail.test")
    block.fields[:0] = [
        b"Delivered-To: collector@gmail.test", received(inside), b"Return-Path: <>", received(mx),
        received(postfix_again(host)),
    ]  # fmt: skip
    return None


def _address(case: Golden) -> str:
    own = case.options["own"]["own"]
    return str(own[own.index(case.truth.host) + 1])


def _filter_in_front(case: Golden, block: Block, name: str = FILTER, ip: str = FILTER_IP) -> bool | None:
    found = border(case, block)
    if found is None:
        return False
    number, hop = found
    to = recipient(hop)
    client = postfix(name, hop.from_helo or "x", hop.from_ip or "", hop.from_rdns, to)
    block.fields[number : number + 1] = [received(_ours(case, name, ip, name, to)), received(client)]
    return None


def _backup_mx(case: Golden, block: Block) -> bool | None:
    return _filter_in_front(case, block, BACKUP, BACKUP_IP)


def _ours(case: Golden, helo: str, ip: str, name: str | None, to: str) -> str:
    """A line of our host, by the mail server that it runs."""
    family = "exim" if any(hop.family == "exim" for _, hop in Block(case.message).hops()[:1]) else "postfix"
    return MTAS[family].smtp(case.truth.host, helo, ip, name, to)


def _our_mx_behind_nat(case: Golden, block: Block) -> bool | None:
    found = border(case, block)
    if found is None:
        return False
    number, hop = found
    block.fields[number] = received(_ours(case, hop.from_helo or "x", "172.17.0.1", None, recipient(hop)))
    return None


def _collected(case: Golden, block: Block) -> None:
    block.put(0, fetched())


def _stored_elsewhere(case: Golden, block: Block) -> None:
    """The mailbox lies with another organisation than the outbound host: it wrote our topmost line."""
    host = case.truth.host
    block.put(0, lmtp("store.mailhost.test"), postfix("store.mailhost.test", host, _address(case), host))


# --- the way of the message -----------------------------------------------------------------------


def _amavis_on_our_outbound(case: Golden, block: Block) -> bool | None:
    ours = [n for n, hop in block.hops() if hop.by == case.truth.host]
    if not ours:
        return False
    block.put(ours[0], *amavis(case.truth.host))
    return None


def _inside(*lines: str) -> Callable[[Golden, Block], bool | None]:
    """Inner hops of the receiver above its line. `{by}` is the reporter, `{ip}` an address of its own."""

    def change(case: Golden, block: Block) -> bool | None:
        found = reporters_line(case, block)
        if found is None:
            return False
        number, hop = found
        block.put(number, *(line.replace("{by}", hop.by or "mx.remote.test") for line in lines))
        return None

    return change


def _receiver_behind_nat(case: Golden, block: Block) -> bool | None:
    found = reporters_line(case, block)
    if found is None:
        return False
    number, hop = found
    block.fields[number] = received(postfix(hop.by or "", hop.from_helo or "x", "10.0.0.1", None, recipient(hop)))
    return None


def _receiver_writes_no_line(case: Golden, block: Block) -> bool | None:
    found = reporters_line(case, block)
    if found is None:
        return False
    del block.fields[found[0]]
    return None


def _seen_as(helo: str | None, ip: str, name: str | None) -> Callable[[Golden, Block], bool | None]:
    """How the receiver saw our host. HELO None: as it was."""

    def change(case: Golden, block: Block) -> bool | None:
        found = hand_over(case, block)
        if found is None:
            return False
        number, hop = found
        said = helo or hop.from_helo or case.truth.host
        block.fields[number] = received(postfix(hop.by or "", said, ip, name and name.replace("{helo}", said),
                                                recipient(hop)))  # fmt: skip
        return None

    return change


def _through_a_relay_pool(case: Golden, block: Block) -> bool | None:
    """Our host hands everything to its provider's relays, as other customers do."""
    found = hand_over(case, block)
    if found is None:
        return False
    number, hop = found
    to = recipient(hop)
    block.fields[number : number + 1] = [
        received(postfix(hop.by or "", POOL, POOL_IP, POOL, to)),
        received(postfix(POOL, hop.from_helo or "x", hop.from_ip or "", hop.from_rdns, to)),
    ]
    return None


def _through_a_big_provider(case: Golden, block: Block) -> bool | None:
    """ "Send as": the owner, or who knows his password, sends through another provider."""
    if case.truth.way != "login":
        return False
    found = reporters_line(case, block)
    if found is None:
        return False
    number, hop = found
    to = recipient(hop)
    block.fields[number:] = [
        field for field in block.fields[number:] if not field.lower().startswith(b"received:")
    ]  # fmt: skip
    block.put(
        number,
        postfix(hop.by or "", "mout.bigmail.test", "198.51.100.150", "mout.bigmail.test", to),
        postfix("mrelay.bigmail.test", "pc", "198.51.100.77", "p5b.dip0.dsl.test", to, login="customer"),
    )
    return None


def _through_a_list(case: Golden, block: Block) -> bool | None:
    """Marks of a mailing list in what came back."""
    block.fields += [b"List-Id: <friends.lists.test>", b"List-Post: <mailto:friends@lists.test>",
                     b"Sender: owner-friends@lists.test"]  # fmt: skip
    return None


def _our_server_is(family: str) -> Callable[[Golden], bytes | None]:
    """The lines of our host as another mail server would have printed them."""

    def lines(case: Golden, block: Block) -> None:
        for number, hop in block.hops():
            if hop.by != case.truth.host or hop.protocol == "LMTP":
                continue
            block.fields[number] = received(_as_written_by(family, hop))

    outer = on_notice(lines)

    def rewrite(case: Golden) -> bytes | None:
        data = on_returned(lines)(case)
        return None if data is None else outer(case._replace(message=data))

    return rewrite


def _as_written_by(family: str, hop: Hop) -> str:
    mta, by = MTAS[family], hop.by or ""
    if hop.from_ip is not None:
        login = hop.login or ("somebody" if hop.auth else None)
        return mta.smtp(by, hop.from_helo or "x", hop.from_ip, hop.from_rdns, hop.for_addr, login=login)
    if hop.local_uid is not None or (hop.local_user is not None and hop.local_user != "Debian-exim"):
        return mta.local(by, uid=hop.local_uid or 33, user=hop.local_user or "www-data")
    return mta.made(by)


# --- copies instead of bounces --------------------------------------------------------------------


def _spam_copy(case: Golden) -> bytes | None:
    """The spam itself, sent to its own sender; the receiver's line is ours."""
    copy = _copy(case, case.truth.host)
    if copy is None:
        return None
    block, address = copy
    block.fields[:0] = [f"Return-Path: <{address}>".encode(), f"Delivered-To: {address}".encode(),
                        received(lmtp(case.truth.host, address))]  # fmt: skip
    return block.render()


def _copy_of_a_friend(case: Golden) -> bytes | None:
    """A friend got it and attaches it to a letter."""
    copy = _copy(case, FRIEND)
    if copy is None:
        return None
    block, address = copy
    host = case.truth.host
    head = (f"Received: {postfix(host, FRIEND, '198.51.100.80', FRIEND, address)}\nFrom: friend@friend.test\n"
            f"To: {address}\nSubject: Is this from you?\nMIME-Version: 1.0\n"
            "Content-Type: multipart/mixed; boundary=friend\n\n--friend\n\nlook\n"
            "--friend\nContent-Type: message/rfc822\n\n").encode()  # fmt: skip
    return head + block.render() + b"\n--friend--\n"


def _copy(case: Golden, receiver: str) -> tuple[Block, str] | None:
    """The returned message as `receiver` would have got it, and the address in whose name it was sent."""
    if case.truth.way in ("forwarded", "fake"):
        return None
    notice, returned = recognise_with_returned(parse(case.message))
    if returned is None or returned.data != case.message:
        return None
    block = Block(case.message[returned.start : returned.end])
    address = notice.original.envelope_from or first_address(notice.original.from_addr)
    found = reporters_line(case, block)
    if not address:
        return None
    if found is not None:
        number, hop = found
        came_from_us = hop.from_ip in case.options["own"]["own"]
        if receiver == case.truth.host and came_from_us:
            del block.fields[number]
        else:
            line = postfix(receiver, hop.from_helo or "x", hop.from_ip or "", hop.from_rdns, address)
            block.fields[number] = received(line)
    elif receiver != case.truth.host:
        block.put(0, postfix(receiver, case.truth.host, _address(case), case.truth.host, address))
    block.without(b"from:", b"return-path:", b"to:")
    block.fields += [f"From: <{address}>".encode(), f"To: <{address}>".encode()]
    return block, address


EXCHANGE_STORE = exchange("EX02.corp.local", "EX01.corp.local", "10.1.1.5")
GOOGLE_INSIDE = f"by 2002:a05:6a10:1234:b0:4c2:98b1:22aa with SMTP id qy28csp1234567pxb; {DATE}"
GMX_INSIDE = f"from mx by mxgmx001.server.lan id 0LvVA5; {DATE}"
TONLINE_INSIDE = f"from {{by}} ([172.20.27.32]) by {{by}} with LMTP; {DATE}"
OUTLOOK_INSIDE = exchange("AM0PR02MB1.eurprd02.prod.outlook.com", "{by}", "2603:10a6:10:1::5")

TOPOLOGIES: tuple[Topology, ...] = (
    Topology("unchanged", lambda case: case.message, same=True),
    Topology("forwarded-to-gmail", on_notice(_forwarded_to_gmail)),
    Topology("filter-in-front", on_notice(_filter_in_front)),
    Topology("filter-in-front-listed", on_notice(_filter_in_front), {"mx": [FILTER]}, same=True),
    Topology("backup-mx", on_notice(_backup_mx)),
    Topology("our-mx-behind-nat", on_notice(_our_mx_behind_nat)),
    Topology("collected-by-pop", on_notice(_collected), same=True),
    Topology("stored-elsewhere", on_notice(_stored_elsewhere)),
    Topology("uploaded", lambda case: case.message, {"intake": "upload"}),
    Topology("amavis-on-our-outbound", on_returned(_amavis_on_our_outbound)),
    Topology("receiver-edge-and-store", on_returned(_inside(postfix("store.corp.local", "{by}", "10.0.0.5")))),
    Topology("receiver-exchange-inside", on_returned(_inside(EXCHANGE_STORE))),
    Topology("receiver-google-inside", on_returned(_inside(GOOGLE_INSIDE, GOOGLE_INSIDE)), same=True),
    Topology("receiver-gmx-inside", on_returned(_inside(GMX_INSIDE)), same=True),
    Topology("receiver-t-online-inside", on_returned(_inside(TONLINE_INSIDE)), same=True),
    Topology("receiver-outlook-inside", on_returned(_inside(OUTLOOK_INSIDE))),
    Topology("receiver-amavis", on_returned(_inside(*amavis("{by}")))),
    Topology("receiver-again", on_returned(_inside(postfix_again("{by}"))), same=True),
    Topology("receiver-behind-nat", on_returned(_receiver_behind_nat)),
    Topology("receiver-writes-no-line", on_returned(_receiver_writes_no_line)),
    Topology("seen-by-ipv6-without-ptr", on_returned(_seen_as(None, "2001:db8:77::25", None)), hides=True),
    Topology("seen-by-ipv6", on_returned(_seen_as(None, "2001:db8:77::25", "{helo}")), hides=True),
    Topology("seen-through-nat", on_returned(_seen_as(None, OUTSIDE_IP, "static-250.isp.test")), hides=True),
    Topology("seen-through-nat-internal-helo",
             on_returned(_seen_as("mail.office.local", OUTSIDE_IP, "static-250.isp.test")), hides=True),
    Topology("seen-with-a-rented-name",
             on_returned(_seen_as(None, OUTSIDE_IP, "static.250.113.0.203.clients.cloud.test")), hides=True),
    Topology("seen-on-an-access-line", on_returned(_seen_as(None, OUTSIDE_IP, "p5b0.dip0.dsl.test")), hides=True),
    Topology("through-a-relay-pool", on_returned(_through_a_relay_pool), hides=True),
    Topology("through-a-big-provider", on_returned(_through_a_big_provider), hides=True),
    Topology("through-a-list", on_returned(_through_a_list)),
    *(Topology(f"our-server-is-{family}", _our_server_is(family)) for family in sorted(MTAS)),
    Topology("spam-copy", _spam_copy),
    Topology("copy-of-a-friend", _copy_of_a_friend),
)  # fmt: skip


def levels(case: Golden, topology: Topology) -> Iterable[tuple[str, dict[str, Any]]]:
    """How much the user told us: nothing, all, all without saying that it is all, names, addresses, a network."""
    own = case.options["own"]
    hosts = own["own"]
    addresses = [host for host in hosts if re.fullmatch(r"[0-9a-f.:]+", host)]
    names = [host for host in hosts if host not in addresses]
    told: dict[str, dict[str, Any]] = {
        "nothing": {},
        "own": own,
        "partial": {**own, "own_complete": False},
        "names": {**own, "own": names},
        "addresses": {**own, "own": addresses},
        "network": {**own, "own": ["192.0.2.0/24", "2001:db8:2::/48"]},
        "as-only": {"as": own["as"]},
    }
    for level, options in told.items():
        if topology.hides and options.get("own_complete"):
            options = {**options, "own_complete": False}
        yield level, {**options, **topology.options}
