"""Which reason an RFC 3463 code names by itself. Codes that many systems print for anything (5.0.0, 5.1.0, 5.2.0,
5.7.1, ...) are left out: there the words decide, and BY_SUBJECT only where the words say nothing."""

from __future__ import annotations

from whosent.model.notice import Reason

BY_DETAIL: dict[str, Reason] = {
    # RFC 3463 section 3.2, addressing; key without class: true of 4.x and 5.x
    "1.1": "user-unknown", "1.2": "domain-unknown", "1.3": "user-unknown", "1.4": "user-unknown", "1.6": "moved",
    "1.7": "policy", "1.8": "policy",
    # Exchange (RFC 7505 gives 5.1.10 to null MX, with 556: see the phrases)
    "5.1.10": "user-unknown", "5.1.351": "user-unknown", "5.1.90": "rate-limited",
    # section 3.3, mailbox
    "2.1": "user-disabled", "2.2": "mailbox-full", "2.3": "too-large",
    "5.2.121": "rate-limited", "5.2.122": "rate-limited",  # Exchange Online: receiving limits
    # section 3.4, mail system
    "3.1": "system", "3.2": "not-accepting", "3.3": "system", "3.4": "too-large", "3.5": "system",
    "4.3.2": "system",  # Exchange and Sendmail: busy, not closed
    # section 3.5, network and routing
    "4.1": "connection", "4.2": "connection", "4.3": "system", "4.4": "domain-unknown", "4.5": "connection",
    "4.6": "loop", "4.7": "expired",
    # Exchange Online: learn.microsoft.com, "Email non-delivery reports in Exchange Online"
    "4.14": "loop", "4.300": "expired", "4.310": "domain-unknown", "4.312": "domain-unknown", "4.316": "expired",
    "4.317": "tls", "4.318": "connection", "4.320": "tls", "4.321": "tls", "4.322": "tls", "4.323": "tls",
    "4.324": "tls", "4.325": "tls",
    # section 3.6, protocol
    "5.1": "protocol", "5.2": "protocol", "5.5": "protocol", "5.6": "protocol",
    # section 3.7, content
    "6.1": "content-rejected", "6.2": "content-rejected", "6.3": "content-rejected", "6.5": "content-rejected",
    "6.6": "content-rejected", "6.7": "protocol", "6.8": "protocol", "6.9": "protocol",
    # section 3.8 and RFC 7372, 7505, 6710 ...: security and policy
    "7.2": "policy", "7.10": "tls", "7.11": "tls", "7.13": "user-disabled", "7.17": "user-unknown",
    "7.20": "auth-failed", "7.21": "auth-failed", "7.22": "auth-failed", "7.23": "auth-failed", "7.24": "auth-failed",
    "7.25": "reputation", "7.26": "auth-failed",
    # Gmail: support.google.com/a/answer/3726730
    "7.27": "auth-failed", "7.28": "rate-limited", "7.29": "tls", "7.30": "auth-failed", "7.32": "auth-failed",
    # Exchange Online
    "7.57": "policy", "7.60": "policy", "7.64": "relay-denied",
    "7.124": "policy", "7.129": "policy", "7.133": "policy", "7.134": "policy", "7.135": "policy", "7.136": "policy",
    "7.193": "policy", "7.232": "rate-limited", "7.233": "rate-limited",
    "7.501": "reputation", "7.502": "reputation", "7.503": "reputation", "7.505": "policy", "7.506": "protocol",
    "7.508": "rate-limited", "7.509": "auth-failed", "7.511": "reputation", "7.512": "protocol", "7.513": "policy",
    "7.515": "auth-failed", "7.520": "policy", "7.606": "reputation", "7.703": "reputation", "7.705": "reputation",
    "7.708": "reputation", "7.750": "policy",
}  # fmt: skip

DOUBTFUL = frozenset({"2.1", "4.1"})
"""Details that many systems print for something else: 5.2.1 for an unknown user (Sendmail, Gmail), 5.4.1 for a
recipient that does not exist (Exchange Online). Clear words go first."""

BY_SUBJECT: dict[str, Reason] = {
    "1": "user-unknown", "2": "user-disabled", "3": "system", "4": "connection", "5": "protocol",
    "6": "content-rejected", "7": "policy",
}  # fmt: skip

BY_REPLY: dict[str, Reason] = {
    "421": "connection", "450": "policy", "451": "system", "452": "system", "454": "tls", "455": "protocol",
    "500": "protocol", "501": "protocol", "502": "protocol", "503": "protocol", "504": "protocol",
    "521": "not-accepting", "530": "policy", "550": "policy", "551": "not-local", "552": "mailbox-full",
    "553": "policy", "554": "policy", "555": "protocol", "556": "not-accepting",
}  # fmt: skip
"""RFC 5321 section 4.2.3, RFC 7504."""

BY_EXIT: dict[str, Reason] = {
    "64": "system", "65": "system", "66": "system", "67": "user-unknown", "68": "domain-unknown", "69": "system",
    "70": "system", "71": "system", "72": "system", "73": "system", "74": "system", "75": "system", "76": "protocol",
    "77": "policy", "78": "system",
}  # fmt: skip
"""sysexits.h, printed by Sendmail and Postfix for a delivery program that failed (`Diagnostic-Code: X-Unix; 71`)."""
