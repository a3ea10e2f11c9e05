"""Places from which people, thieves and bots connect; names as access providers and hosters give them."""

from __future__ import annotations

from tests.worlds.letter import Client


def home(day: int, number: int = 77) -> Client:
    """A line at home: another address every night. `number` tells the houses apart."""
    return Client(f"198.18.{day}.{number}", f"p5b0a{day:02x}{number:02x}.dip0.dsl-nord.test", "[192.168.178.22]")


def phone(day: int, number: int = 30) -> Client:
    return Client(f"198.18.{200 + day % 7}.{number + day}", f"tmo-{number + day:03}.mobil.test", "[10.64.7.12]")


OFFICE = Client("198.51.100.50", "gate.firma-sued.test", "[192.168.1.31]")
SHOP = Client("198.18.90.14", "static-14.kabel-ost.test", "LADEN-PC")
HOTEL = Client("198.51.100.90", "guest-17.hotel-see.test", "[172.16.4.9]")
WEBMAIL = Client("127.0.0.1", "localhost", "localhost")
TOWN = Client("198.18.120.9", "cpe-120-9.cable.stadt-netz.test", "[192.168.0.14]")
"""A cable line in another town: a friend's home, or a rented proxy behind one."""


def server(number: int) -> Client:
    """A rented machine."""
    return Client(f"203.0.113.{200 + number}", f"vps{200 + number}.cheapvps.test", f"PC-{number}vr5y")


def bot(number: int) -> Client:
    """One infected computer of many, at many access providers; a third of them without a name in DNS."""
    name = None if number % 3 == 2 else f"dyn-{number}.pool{number % 7}.isp{number % 9}.test"
    return Client(f"198.19.{number}.7", name, "localhost" if number % 2 else f"PC-{number}oob")


def nameless(number: int) -> Client:
    """A machine somewhere, of which DNS knows nothing."""
    return Client(f"203.0.113.{100 + number}", None, "User")


def exit_node(number: int) -> Client:
    """Exits of one VPN service."""
    return Client(f"203.0.113.{140 + number}", f"exit{number}.sichervpn.test", "[10.8.0.2]")
