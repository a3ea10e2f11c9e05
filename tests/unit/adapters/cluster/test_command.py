"""`whosent check --cluster`: the same bytes as without, and every end of it in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.adapters.cluster.local import distributed, workers
from tests.unit.apps.command import CLEAN, called, whosent
from tests.unit.service.messages import LETTER, bounce

LINE = b"From MAILER-DAEMON Tue Nov 24 09:00:05 2026\n"


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory) -> Path:
    """600 bounces of a few waves with letters, something broken and a forged separator in between."""
    path = tmp_path_factory.mktemp("mail") / "in.mbox"
    messages = [bounce(ip=f"203.0.113.{number % 200}").replace(b"24 Nov", b"%d Nov" % (1 + number % 30))
                for number in range(600)]  # fmt: skip
    messages[100:100] = [LETTER, b"no mail at all\n", LETTER.replace(b"How", b">From here on: How")]
    path.write_bytes(b"".join(LINE + message + b"\n" for message in messages))
    return path


@pytest.mark.parametrize("form", ["jsonl", "json", "html", "text"])
def test_the_report_is_the_same_byte_by_byte(cluster, mailbox, form):
    options = ("check", "--as", "victim.example", "--format", form, "--lang", "de", mailbox, "absent.eml")
    here = called(*options, "--jobs", "1")
    there = called(*options, "--cluster", cluster.scheduler_address)
    assert there == here
    assert len(here.out) > 1000


def test_a_very_long_message_is_no_reason_to_warn(cluster, tmp_path):
    path = tmp_path / "long.eml"
    path.write_bytes(LETTER + b"x" * 15_000_000)
    done = whosent("check", "--format", "jsonl", path, "--cluster", cluster.scheduler_address)
    assert done == whosent("check", "--format", "jsonl", path)
    assert done.err == ""


def test_redacted_reports_name_nobody_either(cluster, mailbox):
    options = ("check", "--format", "jsonl", "--redact", mailbox)
    here, there = called(*options), called(*options, "--cluster", cluster.scheduler_address)
    assert (there.status, len(there.rows())) == (here.status, len(here.rows()))
    assert b"nobody@remote.test" not in there.out


def test_wrong_use_is_one_line(mailbox):
    done = called("check", "--cluster", "127.0.0.1:8786", mailbox)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "is no address of a cluster" in done.err
    done = called("check", "--cluster", "tcp://127.0.0.1:1", "--jobs", "2", mailbox)
    assert (done.status, done.err.count("\n")) == (2, 1)


def started(address: str, mail: Path) -> subprocess.Popen[bytes]:
    """A run in the middle of its work: nobody takes more than the first line of what it has to say."""
    mail.write_bytes((LINE + LETTER + b"\n") * 20_000)
    command = [sys.executable, "-m", "whosent", "check", "--quiet", "--format", "jsonl", "--cluster", address, mail]
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **CLEAN}
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"schema":1,"source":')
    return process


def test_ctrl_c_ends_it_and_the_cluster_stays(cluster, tmp_path):
    process = started(cluster.scheduler_address, tmp_path / "in.mbox")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"whosent: stopped\n")
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        assert client.submit(int, "7", pure=False).result(timeout=10) == 7
        assert [key for key in client.run_on_scheduler(tasks) if key.startswith("whosent-")] == []


def tasks(dask_scheduler):
    """Keys that the scheduler has."""
    return [str(key) for key in dask_scheduler.tasks]


def test_a_cluster_that_goes_away_ends_the_run(tmp_path):
    with workers(1) as short:
        process = started(short.scheduler_address, tmp_path / "in.mbox")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 74
    assert err.decode().startswith("whosent: tcp://127.0.0.1:")
    assert err.decode().endswith(": the connection to the cluster is lost: the rest was not examined\n")
