"""What checking a DKIM signature gives."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Result = Literal["valid", "invalid", "unknown"]

Why = Literal[
    "", "limit", "syntax", "version", "query", "algorithm", "identity", "from-unsigned",
    "open", "not-observed", "no-key", "key-revoked", "key-syntax", "key-size", "key-use",
    "sha1", "weak-key", "mismatch", "expired",
]  # fmt: skip
"""
limit          the field, or what it refers to, is longer than any honest one
syntax         a tag is missing, written twice or not as RFC 6376 section 3.5 has it: drafts of 2006, mangled fields
version        v= is another than 1
query          the key is not in the DNS
algorithm      a= or c= is none that we know
identity       invalid: i= does not lie in d=
from-unsigned  invalid: h= does not name From (section 5.4)
open           the question for the key has no answer yet
not-observed   nobody could look for the key
no-key         there is none: never was, or was taken away when keys were changed
key-revoked    its p= is empty
key-syntax     the record cannot be read as a key
key-size       the key is larger than 8192 bits, or its exponent is absurd
key-use        the record does not permit this: k=, h=, s= or t=s
sha1           RFC 8301 section 3.1: not to be considered valid
weak-key       RSA of less than 1024 bits (RFC 8301 section 3.2): anybody can find the private key
mismatch       invalid: the key did not make this b= over these fields
expired        x= is past at the time that was given; `header` and `body` are as if it were not
"""


class Signature(Struct, frozen=True, gc=False):
    """One DKIM-Signature field. Facts only; names are lower case.

    number      of the field in its header block
    header      whether b= was made by a holder of the key over the fields of `headers` and the body hash bh=, whatever
                became of the body. `unknown`: nobody can tell, `why` says for what reason; never a sign of forgery.
                `invalid`: the fields are not the signed ones, or never were signed; so it is where a mail system left
                out fields or wrote them anew when it returned the message
    body        whether the body has the hash bh=, which is worth what `header` is worth. `unknown` where it did not
                come back as a whole and what came has another hash
    why         what `header` is owed to
    domain      d=, who takes responsibility; "" where it cannot be read, as the following
    selector    s=
    identity    i=, by default "@" and d=
    algorithm   a=
    headers     h=: names in their order, repeated where several fields or the absence of more are signed
    covers      which of `WATCHED` stand in the message with every field of that name signed: what a valid `header`
                speaks for. A From that was put in front of the signed one takes "from" out of it
    oversigned  which of them could not be added without breaking the signature
    signed_at   t=, seconds since 1970
    expires_at  x=, likewise
    length      l=: so many octets of the canonical body are signed, and `body` speaks of no more; None: all
    key_bits    size of the key
    testing     t=y in the key's record: the domain asks not to be judged by its signatures (section 3.6.1)
    """

    number: int
    header: Result
    body: Result
    why: Why = ""
    domain: str = ""
    selector: str = ""
    identity: str = ""
    algorithm: str = ""
    headers: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    oversigned: tuple[str, ...] = ()
    signed_at: int | None = None
    expires_at: int | None = None
    length: int | None = None
    key_bits: int | None = None
    testing: bool = False


WATCHED = ("from", "to", "subject", "date", "message-id")
"""The fields by which a message is recognised."""
