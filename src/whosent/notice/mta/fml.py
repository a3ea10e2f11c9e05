"""fml, a mailing list manager of Japan: refusals that go to the poster or to the list's administrator."""

from __future__ import annotations

from whosent.mail.address import all_addresses
from whosent.model.notice import Reason
from whosent.notice.prose import returned_behind, said, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_SUBJECTS: tuple[tuple[str, Reason], ...] = (
    # fml 4.0, libfml.pl and libloop.pl. A loop that fml's guard saw is the list's, not one on our way.
    ("loop alert", "system"), ("loop back warning", "system"), ("fml system error message", "system"),
    ("security alert", "policy"), ("not member article", "policy"), ("ignored not member", "policy"),
    ("reject mail", "policy"),
)  # fmt: skip
_COPY = ("original mail as follows:",)


def _read(view: View) -> Reading | None:
    """The list's address is the one that stands first."""
    reason = next((reason for words, reason in _SUBJECTS if words in view.subject_l), None)
    if reason is None:
        return None
    _, end = span(view, (), _COPY)
    text = view.text[:end]
    recipients = [Found(address, said(text), reason=reason) for address in all_addresses(text, limit=1)]
    return Reading(recipients=recipients, returned=returned_behind(view, _COPY))


DIALECT = Dialect(name="fml", source="fml 4.0 (X-MLServer: fml)", marks=(), read=_read, header=("x-mlserver:",))
