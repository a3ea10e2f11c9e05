"""Sender Rewriting Scheme: `SRS0=hash=stamp=domain=local@forwarder` and its SRS1 chain.

There is no RFC; the form is that of the SRS paper (Meng Weng Wong, 2003-2004) as postsrsd, libsrs2 and Exim write it:
the separator after the tag is `=`, `+` or `-`, inside it is `=`.
"""

from __future__ import annotations

import re

_SRS0 = re.compile(r"SRS0[=+-][^=@]{1,64}=[^=@]{1,16}=([^=@]{1,255})=([^@]{1,128})@", re.IGNORECASE)
_SRS1 = re.compile(
    r"SRS1[=+-][^=@]{1,64}=[^=@]{1,255}==?[^=@]{1,64}=[^=@]{1,16}=([^=@]{1,255})=([^@]{1,128})@", re.IGNORECASE
)


def unwrap_srs(address: str) -> str | None:
    """The sender inside an SRS address, None if it is not one. The hash is the forwarder's and is not checked."""
    found = _SRS0.match(address) or _SRS1.match(address)
    return f"{found[2]}@{found[1]}" if found else None
