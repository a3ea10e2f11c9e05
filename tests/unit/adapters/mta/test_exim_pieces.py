"""The pieces for Exim, in a real one: what it routes and what it says to strangers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from whosent.adapters.mta.exim_pieces import Facts, hooks, macros, predata, rcpt, router
from whosent.auth.keyring import EXIM_LIFETIME, Key, Keyring
from whosent.guard.settings import settle

EXIM = shutil.which("exim4", path="/usr/sbin:/usr/bin") or shutil.which("exim")
TODAY = int(datetime.now(UTC).timestamp()) // 86_400
KEYS = "# number state secret days\n3   sign    q4ycv6pcv3tqm2h5   7\n2 verify rxk2f7u4dm6azw3e 7\n"
ANNA = "anna@victim.example"
SIGNS = Key(3, "sign", "q4ycv6pcv3tqm2h5", EXIM_LIFETIME)
VERIFIES = Key(2, "verify", "rxk2f7u4dm6azw3e", EXIM_LIFETIME)
CONF = """\
{macros}{hooks}
primary_hostname = mx.victim.example
acl_smtp_rcpt = acl_rcpt
tls_advertise_hosts =
spool_directory = {folder}
log_file_path = {folder}/%slog
keep_environment =
domainlist local_domains = victim.example : other.example
begin acl
acl_rcpt:
  require domains = +local_domains
          verify = recipient
.include {folder}/rcpt
  accept
begin routers
{router}
here:
  driver = accept
  transport = box
begin transports
box:
  driver = autoreply
"""


class Real(NamedTuple):
    """An Exim with a configuration of its own; it delivers nothing."""

    folder: Path
    refuses_from: int | None

    def run(self, *arguments: str, text: str = "") -> str:
        done = subprocess.run(  # noqa: S603
            [str(EXIM), "-C", str(self.folder / "conf"), *arguments], input=text, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        return done.stdout

    def routed(self, address: str) -> str:
        """To whom mail for the address goes."""
        return self.run("-bt", address).splitlines()[0].strip()

    def codes(self, *recipients: str, sender: str = "", client: str = "203.0.113.9") -> list[str]:
        """The replies to RCPT and DATA."""
        lines = ["HELO x", f"MAIL FROM:<{sender}>", *(f"RCPT TO:<{one}>" for one in recipients), "DATA", ".", "QUIT"]
        said = self.run("-bh", client, text="".join(f"{line}\r\n" for line in lines)).splitlines()
        replies = [line[:3] for line in said if line[:3].isdecimal() and line[3:4] == " "]
        return replies[3 : 4 + len(recipients)]


def _real(folder: Path, refuses_from: int | None, keys: str = KEYS) -> Real:
    if EXIM is None:
        pytest.skip("Exim is not installed")
    settings = settle(["victim.example"], senders=["news@victim.example"], clients=["192.0.2.0/24"])
    facts = Facts(settings, str(folder / "tags"), refuses_from)
    for name, text in (("tags", keys), ("rcpt", rcpt()), ("predata", predata(facts))):
        (folder / name).write_text(text)
        (folder / name).chmod(0o644)
    head = macros(facts, "<; 127.0.0.1 ; ::1")
    (folder / "conf").write_text(CONF.format(macros=head, hooks=hooks(str(folder)), folder=folder, router=router()))
    real = Real(folder, refuses_from)
    if not real.run("-bV"):
        pytest.skip("this Exim takes no configuration of ours from this user")
    return real


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that Exim's own account may enter and write to, other than those of pytest."""
    with TemporaryDirectory() as path:
        Path(path).chmod(0o777)
        yield Path(path)


@pytest.fixture
def real(folder: Path) -> Real:
    return _real(folder, TODAY - 1)


def _tag(key: Key = SIGNS, day: int = TODAY, address: str = ANNA) -> str:
    return Keyring((replace(key, state="sign"),)).sign(address, day)


def test_valid_tags_are_taken_off(real: Real) -> None:
    assert real.routed(_tag()) == ANNA
    assert real.routed(_tag(VERIFIES)) == ANNA  # a key that only verifies
    assert real.routed(_tag().upper()) == ANNA
    assert real.routed(_tag(address="Anna@Victim.example")) == ANNA


@pytest.mark.parametrize(
    "tag",
    [
        _tag(day=TODAY - EXIM_LIFETIME - 1),
        _tag(Key(3, "sign", VERIFIES.secret, EXIM_LIFETIME)),
        _tag(Key(9, "sign", "", EXIM_LIFETIME)),  # nobody's number, and made with the empty secret
        "prvs=3000000000=anna@victim.example",
        "prvs=anna@victim.example",
        "prvs=3=anna@victim.example",
    ],
    ids=["expired", "of-another-key", "of-no-key", "false", "no-tag", "short"],
)
def test_all_others_stay_as_they_are(real: Real, tag: str) -> None:
    assert real.routed(tag) == tag
    assert real.codes(tag) == ["250", "550"]


@pytest.mark.parametrize(
    ("recipients", "codes"),
    [
        ([_tag()], ["250", "354"]),
        ([ANNA], ["250", "550"]),  # who asks whether it exists hears yes
        ([ANNA, "bernd@victim.example"], ["250", "550", "550"]),
        ([ANNA, _tag()], ["250", "250", "354"]),
        ([_tag(), ANNA], ["250", "550", "354"]),
        (["postmaster@victim.example"], ["250", "354"]),
        (["news@victim.example"], ["250", "354"]),
        (["SRS0=abcd=xy=b.example=u@victim.example"], ["250", "354"]),
        (["x" * 49 + "@victim.example"], ["250", "354"]),
        (["anna@other.example"], ["250", "354"]),
        ([ANNA, "anna@other.example"], ["250", "250", "354"]),
    ],
)
def test_bounces_are_judged(real: Real, recipients: list[str], codes: list[str]) -> None:
    assert real.codes(*recipients) == codes


def test_all_other_mail_is_let_alone(real: Real) -> None:
    assert real.codes(ANNA, "bernd@victim.example", sender="ruth@example.net") == ["250", "250", "354"]
    assert real.codes(ANNA, client="192.0.2.77") == ["250", "354"]


@pytest.mark.parametrize("refuses_from", [None, TODAY + 2])
def test_at_first_it_only_observes(folder: Path, refuses_from: int | None) -> None:
    assert _real(folder, refuses_from).codes(ANNA, "bernd@victim.example") == ["250", "250", "354"]


def test_the_file_of_keys_says_who_signs(folder: Path) -> None:
    asked = "${if eq{1}{1}{WHOSENT_NUMBER:WHOSENT_SECRET}}"
    assert _real(folder, None).run("-be", asked).strip() == "3:q4ycv6pcv3tqm2h5"
    (folder / "tags").write_text("3 verify q4ycv6pcv3tqm2h5 7\n")
    assert Real(folder, None).run("-be", asked).strip() == ":"
