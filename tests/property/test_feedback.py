"""Reports come unasked from anybody: whatever is in them gives a result, within limits, and numbers that add up."""

from __future__ import annotations

import gzip
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import msgpack
from tests.unit.feedback.reports import DOMAIN, Row, mail, plain, tls_json, zipped

from whosent.feedback import read_feedback
from whosent.feedback.aggregate import MAX_KEPT
from whosent.incident.world import Worlds
from whosent.mail import parse
from whosent.model.case import Case
from whosent.model.feedback import Feedback
from whosent.notice import recognise

TAGS = ("feedback", "record", "row", "count", "source_ip", "policy_evaluated", "dkim", "spf", "auth_results", "domain",
        "result", "identifiers", "header_from", "report_metadata", "date_range", "begin", "end", "type")  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["7", "-1", "9" * 12, "pass", "fail", "203.0.113.7", "::1", "1795132800", DOMAIN, "]]>",
                     "<![CDATA[", "&amp;", "&#0;", "&x;", "<?pi?>", "<!-- -->", "<!DOCTYPE a>", "<a b='c'/>"]),
    st.text(max_size=8),
)  # fmt: skip
PACK = st.sampled_from([bytes, gzip.compress, zipped, lambda data: gzip.compress(data)[: len(data) // 2 + 3]])
COUNT = st.integers(0, 10**7)
RESULT = st.sampled_from(["pass", "fail", "", "none"])
ROWS = st.lists(
    st.builds(Row, st.sampled_from(["203.0.113.7", "192.0.2.1", "x"]), COUNT, RESULT, RESULT,
              st.sampled_from(["none", "reject", "quarantine", "?"]), st.sampled_from(["", "forwarded", "other"]),
              auth=st.just(""), header_from=st.just(DOMAIN)),
    min_size=1, max_size=12,
)  # fmt: skip


def read(data: bytes) -> tuple[Feedback, ...]:
    message = parse(mail(data))
    found = read_feedback(message, recognise(message))
    assert found
    assert msgpack.decode(msgpack.encode(found), type=tuple[Feedback, ...]) == found
    return found


@given(st.binary(max_size=400), PACK)
@settings(max_examples=200, deadline=None)
def test_any_bytes(data: bytes, pack) -> None:
    read(pack(data))
    read(data[:2].replace(data[:2], b"\x1f\x8b") + data)
    read(b"PK\x03\x04" + data)


@given(st.lists(PIECES, max_size=60).map("".join), PACK)
@settings(max_examples=300, deadline=None)
def test_any_markup(text: str, pack) -> None:
    for report in read(pack(b"<feedback>" + text.encode("utf-8", "surrogatepass"))):
        assert report.totals.messages >= report.totals.passed + report.totals.failed >= 0
        assert len(report.records) <= MAX_KEPT


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_changed_bytes(data) -> None:
    whole = data.draw(st.sampled_from([plain(), tls_json(), gzip.compress(plain()), zipped(plain(), tls_json())]))
    place = data.draw(st.integers(0, len(whole) - 1))
    read(whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + data.draw(st.integers(0, 4)) :])


@given(st.binary(max_size=64), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_streams_that_never_end(data: bytes, level: int) -> None:
    packer = zlib.compressobj(level, wbits=31)
    read(packer.compress(b"<feedback>" + data * 500) + packer.flush(zlib.Z_SYNC_FLUSH))


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_every_message_is_counted_once(rows: list[Row]) -> None:
    worlds = Worlds()
    message = parse(mail(gzip.compress(plain(*rows))))
    notice = recognise(message)
    worlds.add(Case("x", notice, feedback=read_feedback(message, notice)))
    (world,) = worlds.all()
    unsaid = sum(row.count for row in rows if row.dkim == row.spf == "")
    assert world.messages == sum(row.count for row in rows)
    assert world.passed + world.failed + world.forwarded + world.own + unsaid == world.messages
    assert sum(count for _, count in world.days) == world.failed
    assert world.rejected + world.quarantined <= world.failed
