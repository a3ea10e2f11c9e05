"""Sender Rewriting Scheme: `SRS0=hash=stamp=domain=local@forwarder` and its SRS1 chain.

There is no RFC; the form is that of the SRS paper (Meng Weng Wong, 2003-2004) as Mail::SRS, libsrs2, postsrsd and Exim
write it: the separator after the tag is `=`, `+` or `-`, inside it is `=`. Exim puts quotation marks around the whole
where the sender had a quoted local part. Microsoft 365 hangs it on the forwarding mailbox.
"""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern

# What all forms end with: hash (base 64: it may hold a `+`), stamp (days), domain, local part.
_SENDER = r"[^=@]{1,64}=[0-9a-z]{1,16}=([^=@]{1,255})=([^@]{1,128})@"
_FORMS = (
    pattern(rf"\"?SRS0[=+-]{_SENDER}", re.IGNORECASE),
    # The hash of the second forwarder, the first one's host, and what followed SRS0, its separator included.
    pattern(rf"\"?SRS1[=+-](?:[^=@]{{1,64}}=)?[^=@]{{1,255}}=[=+-]?{_SENDER}", re.IGNORECASE),
    pattern(rf"[^=@]{{1,128}}\+SRS={_SENDER}", re.IGNORECASE),
)


def unwrap_srs(address: str) -> str | None:
    """The sender inside an SRS address, None if it is not one. The hash is the forwarder's and is not checked."""
    if "=" not in address:
        return None
    for form in _FORMS:
        found = form.match(address)
        if found is not None:
            quote = '"' if address.startswith('"') else ""
            return f"{quote}{found[2]}@{found[1]}"
    return None
