"""What a recogniser hands over: mutable while it is put together, frozen into `model.notice.Notice` at the end."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from whosent.mail.part import Part
from whosent.model.notice import Action, Kind, Reason
from whosent.notice.view import View


class Found(Struct, gc=False):
    """One recipient as printed. `status` and `reason` may stay None: `finish` infers them from
    `diagnostic` (RFC 3463 code in the text, SMTP reply code, phrase). `reason` here is a statement of the dialect
    that outranks the inference."""

    address: str
    diagnostic: str = ""
    action: Action | None = None
    original_address: str | None = None
    status: str | None = None
    reason: Reason | None = None
    remote_mta: str | None = None


class Reading(Struct, gc=False):
    """One notice as printed. `returned` only where the dialect found it (the view's MIME part is the default);
    `envelope_from`, `message_id`: of the returned message, where the notice itself prints them."""

    kind: Kind = "bounce"
    dialect: str = ""
    recipients: list[Found] = field(default_factory=list)
    reporting_mta: str | None = None
    received_from: str | None = None
    queue_id: str | None = None
    envelope_from: str | None = None
    message_id: str | None = None
    returned: Part | None = None
    source_ip: str | None = None
    inline: bool = False
    """told by a person who forwarded it as text"""


class Dialect(Struct, frozen=True):
    """One way to write a notice.

    name    short lower-case name, the `dialect` of the machine interface
    source  where the wording comes from: program and source file, or the provider's documentation
    marks   lower-case literals of which one stands in the first 4 KiB of the human-readable text, best at the
            beginning of a line; the dialect is asked only if one of these or of `header` is there
    header  where programs sign, in lower case: "field: literal" where the literal stands in that field
            (`View.signed`), "field:" where it is enough that the field is there
    read    the reading, or None: not mine after all
    """

    name: str
    source: str
    marks: tuple[str, ...]
    read: Callable[[View], Reading | None]
    header: tuple[str, ...] = ()
