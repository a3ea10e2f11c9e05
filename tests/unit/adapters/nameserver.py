"""A name server on the loopback interface for tests, honest or not: what it does is in the name that is asked."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

ZONE = {
    ("plain.victim.example.", "TXT"): ['"v=spf1 -all"'],
    ("joined.victim.example.", "TXT"): ['"v=DKIM1; " "p=" "abc"'],
    ("mx.victim.example.", "MX"): ["20 MX2.Victim.Example.", "10 mx1.victim.example."],
    ("null.victim.example.", "MX"): ["0 ."],
    ("host.victim.example.", "A"): ["192.0.2.7", "192.0.2.3"],
    ("host.victim.example.", "AAAA"): ["2001:db8::7"],
    ("1.2.0.192.in-addr.arpa.", "PTR"): ["Mail.Victim.Example."],
    ("alias.victim.example.", "A"): [],
    ("loop.victim.example.", "A"): [],
    ("cut.victim.example.", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 -all"'],
    ("cutdead.victim.example.", "TXT"): ['"never seen"'],
    ("many.victim.example.", "A"): [f"192.0.2.{n}" for n in range(150)],
    ("long.victim.example.", "TXT"): [" ".join(['"' + "x" * 250 + '"'] * 40)],
    ("escape.victim.example.", "TXT"): ['"\\027[31mred\\010 \\195\\164 \\255"'],
    ("wrongid.victim.example.", "TXT"): ['"honest"'],
    ("late.victim.example.", "TXT"): ['"late but true"'],
}
_ALIASES = {
    "alias.victim.example.": ["alias.victim.example. 60 IN CNAME host.victim.example.",
                              "host.victim.example. 60 IN A 192.0.2.7"],
    "loop.victim.example.": ["loop.victim.example. 60 IN CNAME loop2.victim.example.",
                             "loop2.victim.example. 60 IN CNAME loop.victim.example."],
}  # fmt: skip


class NameServer:
    """Serves UDP and TCP on one port of 127.0.0.1 until `close`."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str, str]] = Counter()
        """how often each (name, type, transport) was asked"""
        self.at_once = 0
        """most "slow" queries that were waiting at the same time"""
        self._waiting = 0
        self._lock = threading.Lock()
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        for _ in range(20):  # the same port number must be free for both
            self._udp.bind(("127.0.0.1", 0))
            self.port = self._udp.getsockname()[1]
            with suppress(OSError):
                self._tcp.bind(("127.0.0.1", self.port))
                break
            self._udp.close()
            self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._tcp.listen()
        threading.Thread(target=self._serve_udp, daemon=True).start()
        threading.Thread(target=self._serve_tcp, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        for server in (self._udp, self._tcp):
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()

    def _serve_udp(self) -> None:
        while True:
            try:
                data, client = self._udp.recvfrom(65_535)
            except OSError:
                return
            if not data:  # closed
                return
            threading.Thread(target=self._answer_udp, args=(data, client), daemon=True).start()

    def _answer_udp(self, data: bytes, client: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        name = self._count(query, "udp")
        replies = [_reply(query).to_wire(max_size=65_535)]
        if name.startswith("silent"):
            return
        if name.startswith("slow"):
            self._wait(0.2)
        elif name == "late.victim.example.":
            time.sleep(0.15)
        elif name.startswith("garbage"):
            replies = [b"\x00\x01 this is no DNS message"]
        elif name.startswith("cut"):
            replies = [_cut(query)]
        elif name.startswith("wrongid"):
            lie = dns.message.from_wire(replies[0])
            lie.id ^= 1
            lie.answer = [dns.rrset.from_text(name, 60, "IN", "TXT", '"a lie"')]
            replies.insert(0, lie.to_wire())
        with suppress(OSError):
            for reply in replies:
                self._udp.sendto(reply, client)

    def _wait(self, seconds: float) -> None:
        with self._lock:
            self._waiting += 1
            self.at_once = max(self.at_once, self._waiting)
        time.sleep(seconds)
        with self._lock:
            self._waiting -= 1

    def _serve_tcp(self) -> None:
        while True:
            try:
                connection, _ = self._tcp.accept()
            except OSError:
                return
            with connection:
                size = struct.unpack("!H", connection.recv(2))[0]
                query = dns.message.from_wire(connection.recv(size))
                name = self._count(query, "tcp")
                if not name.startswith("cutdead"):
                    wire = _reply(query).to_wire(max_size=65_535)
                    connection.sendall(struct.pack("!H", len(wire)) + wire)

    def _count(self, query: dns.message.Message, transport: str) -> str:
        question = query.question[0]
        name = question.name.to_text().lower()
        with self._lock:
            self.asked[name, dns.rdatatype.to_text(question.rdtype), transport] += 1
        return name


def _reply(query: dns.message.Message) -> dns.message.Message:
    reply = dns.message.make_response(query)
    question = query.question[0]
    name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
    if name.startswith("servfail"):
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif name in _ALIASES:
        for line in _ALIASES[name]:
            owner, ttl, cls, rdtype, text = line.split()
            reply.answer.append(dns.rrset.from_text(owner, int(ttl), cls, rdtype, text))
    elif (name, kind) in ZONE:
        reply.answer.append(dns.rrset.from_text_list(name, 60, "IN", kind, ZONE[name, kind]))
    elif name.startswith("slow"):
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", '"slow"'))
    elif not any(name == known for known, _ in ZONE):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply


def _cut(query: dns.message.Message) -> bytes:
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.TC
    return reply.to_wire()
