"""The live answerer, `check` and `posture` with real name servers: NSD behind Unbound."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from tests.unit.adapters.realdns import BROKEN, NSD, SILENT, UNBOUND, RealDns
from tests.unit.apps.command import called
from tests.unit.service.messages import bounce

from whosent.adapters.dns import NO_TIME, NOTHING, TOO_LARGE, Resolver
from whosent.model.question import Answer, NotObserved, Observed, Question, Topic

pytestmark = pytest.mark.skipif(not (NSD and UNBOUND), reason="needs the name servers nsd and unbound")


@pytest.fixture(scope="module")
def server() -> Iterator[RealDns]:
    server = RealDns()
    yield server
    server.close()


def ask(server: RealDns, topic: Topic, name: str) -> Answer:
    question = Question(topic, name)
    return Resolver(["127.0.0.1"], server.port)([question], 10.0)[question]


@pytest.mark.parametrize(
    ("topic", "name", "values"),
    [
        ("MX", "kunde.example", ("10 mail.kunde.example",)),
        ("TXT", "kunde.example", (f"token={'a' * 200}{'b' * 200}", "v=spf1 mx -all")),
        ("A", "mail.kunde.example", ("192.0.2.10",)),
        ("AAAA", "mail.kunde.example", ("2001:db8:2::10",)),
        ("PTR", "192.0.2.10", ("mail.kunde.example",)),
        ("A", "alias.kunde.example", ("192.0.2.10",)),
    ],
)
def test_records(server, topic, name, values):
    assert ask(server, topic, name) == Observed(values)


@pytest.mark.parametrize(("topic", "name"), [("TXT", "none.kunde.example"), ("TXT", "mail.kunde.example")])
def test_no_such_name_or_no_such_record(server, topic, name):
    assert ask(server, topic, name) == NOTHING


def test_what_is_too_long_for_a_datagram_comes_by_tcp(server):
    answer = ask(server, "TXT", "many.kunde.example")
    assert isinstance(answer, Observed)
    assert len(answer.values) == 30


@pytest.mark.parametrize(
    ("topic", "name", "why"),
    [
        ("TXT", f"x.{BROKEN}", "the name server could not answer (SERVFAIL)"),
        ("TXT", f"x.{SILENT}", "no answer from the name server within 3 seconds"),
        ("A", "loop.kunde.example", "the name server could not answer (SERVFAIL)"),
        ("TXT", "long.kunde.example", TOO_LARGE.why),
    ],
)
def test_no_answer_with_the_reason(server, topic, name, why):
    assert ask(server, topic, name) == NotObserved(why)


def test_many_that_never_answer_end_with_the_time_for_all(server):
    silent = [Question("TXT", f"n{n}.{SILENT}") for n in range(200)]
    quick = Question("MX", "kunde.example")
    answers = Resolver(["127.0.0.1"], server.port)([quick, *silent], 1.5)
    assert answers.pop(quick) == Observed(("10 mail.kunde.example",))
    assert answers == dict.fromkeys(silent, NO_TIME)


def test_check_asks_the_name_server_that_is_named(server, tmp_path):
    message = tmp_path / "bounce.eml"
    message.write_bytes(bounce(ip="203.0.113.9").replace(b"victim.example", b"kunde.example"))
    recorded = tmp_path / "dns.json"
    side = ("--as", "kunde.example", "--own", "mail.kunde.example", "--own-complete", "--record-dns", recorded)
    done = called(
        "check", *side, "--dns", "own", "--resolver", f"127.0.0.1:{server.port}", "--format", "jsonl", message
    )
    (row,) = done.rows()
    assert (row["verdict"]["cause"], row["verdict"]["certainty"]) == ("forged", "certain")
    answers = msgspec.json.decode(recorded.read_bytes())
    assert answers["TXT kunde.example"] == [f"token={'a' * 200}{'b' * 200}", "v=spf1 mx -all"]
    assert answers["MX kunde.example"] == ["10 mail.kunde.example"]


def test_posture_of_a_domain_in_order_and_of_one_that_runs_in_circles(server):
    resolver = ("--resolver", f"127.0.0.1:{server.port}", "--lang", "en")
    good = called("posture", *resolver, "kunde.example")
    assert (good.status, good.err) == (0, "")
    assert "name@kunde.example: is refused" in good.out.decode()
    circles = called("posture", *resolver, "-v", "kreis.example")
    assert "could not be seen completely" in circles.out.decode()
    assert "SERVFAIL" in circles.out.decode()


def test_posture_where_nobody_answers_is_one_line(server):
    for domain, why in ((BROKEN, "(SERVFAIL)"), (SILENT, "within 3 seconds")):
        done = called("posture", "--resolver", f"127.0.0.1:{server.port}", domain)
        assert (done.status, done.out, done.err.count("\n")) == (2, b"", 1)
        assert why in done.err
