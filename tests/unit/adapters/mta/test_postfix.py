"""Postfix as postconf(1) shows it: what is read, what is compared, and what counts as trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.mta.asked import Told
from whosent.adapters.mta.machine import Machine, Ran
from whosent.adapters.mta.postfix import Postfix
from whosent.adapters.mta.postfix_plan import Wishes
from whosent.report.setup import Change

SAYS = {
    ("-h", "mail_version"): "3.7.11\n",
    ("-h", "config_directory"): "/etc/postfix\n",
    ("-h", "queue_directory"): "/var/spool/postfix\n",
    ("-n",): "append_dot_mydomain = no\nvirtual_alias_maps = hash:/etc/postfix/virtual\nempty =\n",
    ("-M",): "smtp       inet  n       -       y       -       -       smtpd -o { a = b }\n"
    "cleanup    unix  n       -       y       -       0       cleanup\n"
    "pickup     unix  n       -       y       60      1       pickup\n",
    ("-P",): "pickup/unix/cleanup_service_name = own\n127.0.0.1:10025/inet/content_filter =\n",
}


class Paper(Machine):
    """A machine with a postconf that says what it is told to say."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.said = {argv: Ran(0, text, "") for argv, text in SAYS.items()}
        self.ran: list[tuple[str, ...]] = []

    def run(self, *argv: str, text: str = "") -> Ran:
        self.ran.append(argv)
        return self.said.get(argv[1:], Ran(0, "", ""))


@pytest.fixture
def machine(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def _change(what: str, after: str) -> Change:
    return Change(what, "/etc/postfix/main.cf", None, after, "why", ("set",), ("unset",))


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("virtual_alias_maps", "hash:/etc/postfix/virtual"),
        ("empty", ""),
        ("nothing", None),
        ("pickup/unix/cleanup_service_name", "own"),
        ("127.0.0.1:10025/inet/content_filter", ""),
        ("pickup/unix/other", None),
        ("pickup/unix", "pickup unix n - y 60 1 pickup"),  # columns are laid out anew
        ("gone/unix", None),
    ],
)
def test_what_is_set_now(machine: Paper, what: str, value: str | None) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    assert postfix.value(_change(what, value or "x")) == value


@pytest.mark.parametrize(
    ("told", "map_", "policy"),
    [
        (Told("example.org"), "socketmap:unix:whosent/map:", "unix:whosent/policy,"),
        (
            Told("example.org", map="/var/spool/postfix/private/m", policy="127.0.0.1:9110"),
            "socketmap:unix:private/m:", "inet:127.0.0.1:9110,",
        ),
    ],
)  # fmt: skip
def test_sockets_as_postfix_writes_them(machine: Paper, told: Told, map_: str, policy: str) -> None:
    text = " ".join(str(change.after) for change in Postfix(machine, told, Wishes()).plan().changes)
    assert map_ in text
    assert policy in text


def test_a_socket_that_postfix_cannot_reach(machine: Paper) -> None:
    with pytest.raises(ValueError, match="let the guard listen at /var/spool/postfix/whosent/map"):
        Postfix(machine, Told("example.org", map="/run/whosent/map"), Wishes())


def test_no_change_before_a_guard_answers(machine: Paper) -> None:
    plan = Postfix(machine, Told("example.org"), Wishes()).plan()
    assert {note.key for note in plan.hindrances} == {"setup-silent", "setup-no-cleanup"}


def test_each_instance_is_undone_by_itself(machine: Paper) -> None:
    assert Postfix(machine, Told("example.org"), Wishes()).name == "postfix"
    machine.said["-h", "config_directory"] = Ran(0, "/etc/postfix-out\n", "")
    assert Postfix(machine, Told("example.org"), Wishes()).name == "postfix@etc-postfix-out"


def test_tables_that_are_there_are_not_written_again(machine: Paper) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    tables = [change for change in postfix.plan().changes if not change.command]
    postfix.apply(tables[0])
    machine.write(tables[1].what, "old\n")
    again = [change for change in postfix.plan().changes if not change.command]
    assert [change.what for change in again] == [change.what for change in tables[1:]]
    assert again[0].before == "old\n"


@pytest.mark.parametrize(
    ("argv", "ran"),
    [
        # postconf -e takes a $1, and each cleanup ends with it: postconf says so, and ends well
        (("-n",), Ran(0, SAYS["-n",], 'postconf: warning: empty macro name: "regexp:{{/^(.+)$/ $1}}"\n')),
        (("-M",), Ran(1, "", "postconf: fatal: /etc/postfix/master.cf: line 9: bad\n")),
        (("check",), Ran(1, "", "postfix: fatal: bad\n")),
    ],
)
def test_what_postfix_says_against_it_counts(machine: Paper, argv: tuple[str, ...], ran: Ran) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    assert postfix.trouble() is None
    machine.said[argv] = ran
    assert ran.last in str(postfix.trouble())


def test_only_one_that_runs_is_reloaded(machine: Paper) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    machine.said["status",] = Ran(1, "", "the Postfix mail system is not running")
    postfix.reload()
    assert ("postfix", "reload") not in machine.ran
    assert [point.key for point in postfix.check()] == ["setup-check-stopped"]
    machine.said["status",] = Ran(0, "", "")
    postfix.reload()
    assert ("postfix", "reload") in machine.ran


LIST = Change(
    "virtual_alias_maps", "/etc/postfix/main.cf", "hash:/a", "ours:x, hash:/a", "why", ("set",),
    ("postconf", "-e", "virtual_alias_maps=hash:/a"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "command"),
    [
        ("ours:x, hash:/a", LIST.back),
        ("ours:x, hash:/a, hash:/b", ("postconf", "-e", "virtual_alias_maps=hash:/a, hash:/b")),
        ("hash:/b ours:x", ("postconf", "-e", "virtual_alias_maps=hash:/b")),
    ],
)
def test_what_somebody_added_to_a_list_stays(machine: Paper, now: str, command: tuple[str, ...]) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    machine.said["-n",] = Ran(0, f"virtual_alias_maps = {now}\n", "")
    assert postfix.value(LIST) == LIST.after
    postfix.revert(LIST)
    assert machine.ran[-1] == command


def test_a_list_without_ours_is_somebody_elses(machine: Paper) -> None:
    machine.said["-n",] = Ran(0, "virtual_alias_maps = hash:/b\n", "")
    assert Postfix(machine, Told("example.org"), Wishes()).value(LIST) == "hash:/b"


def test_what_others_built_on_ours_is_named(machine: Paper) -> None:
    postfix = Postfix(machine, Told("example.org"), Wishes())
    machine.said["-n",] = Ran(0, "smtpd_client_restrictions = whosent_guard\nwhosent_guard = x whosent-y\n", "")
    machine.said["-P",] = Ran(
        0,
        "whosent-cleanup/unix/sender_canonical_maps = regexp:/etc/postfix/whosent-untagged\n"
        "pickup/unix/cleanup_service_name = whosent-cleanup\nqmqpd/inet/cleanup_service_name = whosent-cleanup\n"
        "127.0.0.1:2525/inet/cleanup_service_name = whosent-cleanup\n",
        "",
    )
    known = {"whosent_guard", "pickup/unix/cleanup_service_name", "127.0.0.1:2525/inet"}
    found = [(point.good, point.params["what"]) for point in postfix.clings(known)]
    assert found == [(False, "smtpd_client_restrictions"), (False, "qmqpd/inet/cleanup_service_name")]
