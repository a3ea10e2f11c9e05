"""Senders inside SRS addresses, as the programs of the field write them."""

from __future__ import annotations

import pytest

from whosent.auth.srs import unwrap_srs

FORMS = {
    # postsrsd, Mail::SRS, libsrs2, Exim: SRS0, the separator after the tag in each of its three forms
    "SRS0=HHHH=TT=a.example=anna@relay.example": "anna@a.example",
    "SRS0+HHHH=TT=a.example=anna@relay.example": "anna@a.example",
    "SRS0-HHHH=TT=a.example=anna@relay.example": "anna@a.example",
    # lower-cased on the way, as the draft allows for
    "srs0=hhhh=tt=a.example=anna@relay.example": "anna@a.example",
    # a hash of base 64 with a plus and a slash; a stamp of digits
    "SRS0=1+a/=849=a.example=anna@relay.example": "anna@a.example",
    # equals signs in the local part are the sender's own
    "SRS0=HHHH=TT=a.example=anna=b=c@relay.example": "anna=b=c@a.example",
    "SRS0=HHHH=TT=a.example=anna+shop@relay.example": "anna+shop@a.example",
    # a tag inside: the forwarder wrapped what had been tagged
    "SRS0=HHHH=TT=a.example=prvs=123456789=anna@relay.example": "prvs=123456789=anna@a.example",
    # Exim: the whole in quotation marks where the sender's local part was quoted
    '"SRS0=HHHH=TT=a.example=anna b"@relay.example': '"anna b"@a.example',
    # SRS1: the second forwarder's hash, the first one's host, and what followed SRS0 with its separator
    "SRS1=KKKK=relay.example==HHHH=TT=a.example=anna@second.example": "anna@a.example",
    "SRS1=KKKK=relay.example=+HHHH=TT=a.example=anna@second.example": "anna@a.example",
    "SRS1=KKKK=relay.example=-HHHH=TT=a.example=anna@second.example": "anna@a.example",
    "SRS1+relay.example=HHHH=TT=a.example=anna@second.example": "anna@a.example",
    # Microsoft 365: a forwarding mailbox
    "desk+SRS=HHHHH=TT=a.example=anna@tenant.example": "anna@a.example",
}


@pytest.mark.parametrize(("address", "sender"), FORMS.items())
def test_forms(address: str, sender: str) -> None:
    assert unwrap_srs(address) == sender


@pytest.mark.parametrize(
    "address",
    [
        "anna@a.example",
        "SRS0@relay.example",
        "SRS0=HHHH=TT=a.example@relay.example",
        "SRS0=HHHH=TT=a.example=anna",
        "srs0x=HHHH=TT=a.example=anna@relay.example",
        "xSRS0=HHHH=TT=a.example=anna@relay.example",
        "bounces+SRS=HHHHH=TT@tenant.example",  # Microsoft 365, relayed: it keeps no sender
        "anna+srs@a.example",
        "",
    ],
)
def test_what_is_none(address: str) -> None:
    assert unwrap_srs(address) is None
