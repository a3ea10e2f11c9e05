"""Is the notice what it says? Compare who delivered it with who it says speaks (walk, step 2).

Agreement makes the reporter's part of the trace `reported`. Disagreement alone is never `fake` (SRS return paths,
backup MX hosts, filters, internal Exchange names and providers' DSN pools all disagree): it makes the content
`claimed`.
"""

from __future__ import annotations

from typing import Literal

from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop
from whosent.model.notice import Notice
from whosent.walk.lines import Line
from whosent.walk.outer import Outer

Genuine = Literal["ours", "agrees", "agrees-below", "unchecked", "disagrees"]
"""ours: made by a host of ours. agrees: the client at our border fits the reporter. agrees-below: it fits one line
lower, through a host that we do not know. unchecked: our border printed no name that could be compared."""


def judge_notice(notice: Notice, outer: Outer, lines: tuple[Line, ...], returned: tuple[Line, ...]) -> Genuine:
    """Compare the clients that delivered the notice with the names that the notice gives for its author."""
    if outer.border is None:
        return _of_our_host(outer, returned) if lines else "unchecked"
    names = _names_of_reporter(notice, returned)
    at_border = outer.border.hop
    if fits(at_border, names):
        return "agrees-below" if outer.crossed else "agrees"
    for line in lines[outer.inner + 1 :]:
        above = lines[line.index - 1].hop
        if not _continues(above, line.hop):
            break
        if fits(line.hop, names):
            return "agrees-below"
    if at_border.from_rdns is None or at_border.rdns_confirmed is None:
        return "unchecked" if _named(at_border.from_helo, names) and not _refuted(at_border) else "disagrees"
    return "disagrees"


def _of_our_host(outer: Outer, returned: tuple[Line, ...]) -> Genuine:
    """A notice that never crossed our border was made by our mail system, unless a local account handed it in, or the
    message it returns was never at this host: an MTA stamps whatever it accepts."""
    if outer.account is not None:
        return "disagrees"
    if returned and outer.maker and not same_organisation(returned[0].hop.by, outer.maker):
        by = (returned[0].hop.by or "").lower()
        return "ours" if by in ("localhost", outer.maker.lower()) else "disagrees"
    return "agrees-below" if outer.crossed or outer.looped else "ours"


def _names_of_reporter(notice: Notice, returned: tuple[Line, ...]) -> list[str]:
    """Names the notice gives for its author: Reporting-MTA, the failed recipients' domains, the host that wrote the
    topmost line of the returned message."""
    names = [notice.reporting_mta or ""]
    names += [domain_of(recipient.address) or "" for recipient in notice.recipients[:20]]
    if returned:
        names.append(returned[0].hop.by or "")
    return [name.lower() for name in names if name]


def reporter_names(notice: Notice, outer: Outer, genuine: Genuine) -> list[str]:
    """Names of the reporter's house, without those that the returned message gives: what the notice says, and who
    delivered it if that was the reporter itself."""
    names = _names_of_reporter(notice, ())
    if outer.border is not None and genuine in ("agrees", "unchecked"):
        names.append(outer.border.hop.from_rdns or outer.border.hop.from_helo or "")
    return [name for name in names if name]


def fits(hop: Hop, names: list[str]) -> bool:
    """Does the confirmed name of this client lie in the organisation of one of these names (lower case)?"""
    return bool(hop.from_rdns) and hop.rdns_confirmed is True and _named(hop.from_rdns, names)


def _named(name: str | None, names: list[str]) -> bool:
    lower = (name or "").lower()
    return bool(lower) and (lower in names or any(same_organisation(lower, other) for other in names))


def _refuted(hop: Hop) -> bool:
    """The border printed a name that contradicts HELO, or said that the name is forged."""
    return hop.rdns_confirmed is False or (
        hop.from_rdns is not None and not same_organisation(hop.from_rdns, hop.from_helo)
    )


def _continues(above: Hop, below: Hop) -> bool:
    """Was the lower line written by the client of the line above it, as far as names can tell?"""
    return above.local or (above.rdns_confirmed is not False and same_organisation(above.from_rdns, below.by))
