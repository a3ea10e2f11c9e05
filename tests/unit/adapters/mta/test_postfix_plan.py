"""What is set in a Postfix, by what stands in it: forms of real configurations."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from whosent.adapters.mta.postfix_config import Config
from whosent.adapters.mta.postfix_plan import Sockets, Wishes, plan
from whosent.report.setup import Plan

SMTPD = "smtp inet n - y - - smtpd"
PICKUP = "pickup unix n - y 60 1 pickup"
CLEANUP = "cleanup unix n - y - 0 cleanup"
SUBMISSION = "submission inet n - y - - smtpd"
SIGN = "pipemap:{regexp:/etc/postfix/whosent-untagged,socketmap:unix:whosent/map:sign}"
UNSIGN = "socketmap:unix:whosent/map:unsign"
CHECK = "check_policy_service { unix:whosent/policy, timeout=10s, default_action=DUNNO }"
BOUNCE = "check_sender_access inline:{<>=whosent_guard}"
TAKES_OFF = f"pipemap:{{regexp:/etc/postfix/whosent-tagged, {UNSIGN}}}"


def _config(
    settings: Mapping[str, str] | None = None, options: Mapping[str, Mapping[str, str]] | None = None, *more: str,
    version: str = "3.7.11",
) -> Config:  # fmt: skip
    lines = {"/".join(line.split()[:2]): line for line in (SMTPD, PICKUP, CLEANUP, SUBMISSION, *more)}
    return Config(version, "/etc/postfix", "/var/spool/postfix", settings or {}, lines, options or {})


def _planned(config: Config, wishes: Wishes | None = None) -> tuple[dict[str, str | None], Plan]:
    made = plan(config, Sockets(), wishes or Wishes())
    return {change.what: change.after for change in made.changes}, made


def _keys(made: Plan, *, good: bool) -> list[str]:
    return [note.key for note in made.notes if note.good is good]


def test_of_an_empty_configuration() -> None:
    values, made = _planned(_config())
    files = [f"/etc/postfix/whosent-{name}" for name in ("tagged", "untagged", "judge")]
    assert list(values)[:3] == files
    assert {what: value for what, value in values.items() if what not in files} == {
        "virtual_alias_maps": TAKES_OFF,
        "smtpd_restriction_classes": "whosent_guard",
        "whosent_guard": CHECK,
        "smtpd_recipient_restrictions": f"{BOUNCE}, check_recipient_access regexp:/etc/postfix/whosent-judge",
        "smtpd_data_restrictions": BOUNCE,
        "whosent-cleanup/unix": f"whosent-cleanup unix n - y - 0 cleanup -o sender_canonical_maps={SIGN}"
        " -o sender_canonical_classes=envelope_sender",
        "submission/inet/cleanup_service_name": "whosent-cleanup",
        "pickup/unix/cleanup_service_name": "whosent-cleanup",
    }
    assert made.notes == ()
    assert [change.what for change in made.changes if change.lasts] == [files[0], "virtual_alias_maps"]


def test_tags_are_taken_off_before_any_mail_is_tagged() -> None:
    values, _ = _planned(_config())
    order = list(values)
    assert order.index("virtual_alias_maps") < order.index("whosent-cleanup/unix")
    assert order.index("whosent-cleanup/unix") < order.index("pickup/unix/cleanup_service_name")


def test_every_change_is_taken_back_by_its_opposite() -> None:
    settings = {"virtual_alias_maps": "hash:/etc/postfix/virtual"}
    options = {"submission/inet": {"cleanup_service_name": "cleanup"}}
    _, made = _planned(_config(settings, options))
    back = {change.what: change.back for change in made.changes}
    assert back["virtual_alias_maps"] == ("postconf", "-e", "virtual_alias_maps=hash:/etc/postfix/virtual")
    assert back["smtpd_data_restrictions"] == ("postconf", "-X", "smtpd_data_restrictions")
    assert back["submission/inet/cleanup_service_name"] == (
        "postconf", "-P", "submission/inet/cleanup_service_name=cleanup",
    )  # fmt: skip
    assert back["pickup/unix/cleanup_service_name"] == ("postconf", "-PX", "pickup/unix/cleanup_service_name")
    assert back["whosent-cleanup/unix"] == ("postconf", "-MX", "whosent-cleanup/unix")


def test_where_all_is_set_nothing_is_to_be_done() -> None:
    values, _ = _planned(_config())
    settings = {name: value for name, value in values.items() if "/" not in name and value}
    options = {
        service: {"cleanup_service_name": "whosent-cleanup"} for service in ("submission/inet", "pickup/unix")
    } | {"whosent-cleanup/unix": {"sender_canonical_maps": SIGN}}
    again, _ = _planned(_config(settings, options, str(values["whosent-cleanup/unix"])))
    assert all(what.startswith("/etc/postfix/") for what in again)  # which lie on disk, where `Postfix` looks


@pytest.mark.parametrize(
    ("settings", "table"),
    [
        # postsrsd: its own table first, ours for what that leaves
        (
            {"sender_canonical_maps": "tcp:localhost:10001", "sender_canonical_classes": "envelope_sender"},
            f"{{sender_canonical_maps=tcp:localhost:10001, {SIGN}}} -o sender_canonical_classes=envelope_sender",
        ),
        # a table that changes the header, too, keeps its place
        (
            {"sender_canonical_maps": "hash:/etc/postfix/canonical"},
            f"canonical_maps={SIGN} -o canonical_classes=envelope_sender",
        ),
        (
            {"canonical_maps": "hash:/c"},
            f"{{sender_canonical_maps=hash:/c, {SIGN}}} -o sender_canonical_classes=envelope_sender",
        ),
    ],
)
def test_beside_other_tables_of_senders(settings: dict[str, str], table: str) -> None:
    values, made = _planned(_config(settings))
    assert values["whosent-cleanup/unix"] == f"whosent-cleanup unix n - y - 0 cleanup -o {table}"
    assert not made.hindrances


def test_where_no_place_is_left_nothing_is_done() -> None:
    _, made = _planned(_config({"sender_canonical_maps": "hash:/a", "canonical_maps": "hash:/b"}))
    assert _keys(made, good=False) == ["setup-canonical"]


def test_a_cleanup_that_is_there_keeps_its_options() -> None:
    options = {
        "submission/inet": {"cleanup_service_name": "privacy"},
        "privacy/unix": {"header_checks": "regexp:/etc/postfix/privacy"},
    }
    values, _ = _planned(_config({}, options, "privacy unix n - n - 0 cleanup -o header_checks=…"))
    assert values["submission/inet/cleanup_service_name"] == "whosent-privacy"
    assert values["pickup/unix/cleanup_service_name"] == "whosent-cleanup"
    assert str(values["whosent-privacy/unix"]).startswith(
        "whosent-privacy unix n - n - 0 cleanup -o header_checks=regexp:/etc/postfix/privacy"
        f" -o sender_canonical_maps={SIGN}"
    )


def test_before_a_content_filter_only_the_tag_is_set() -> None:
    settings = {"receive_override_options": "no_address_mappings", "content_filter": "smtp-amavis:[127.0.0.1]:10024"}
    options = {"submission/inet": {"receive_override_options": "no_address_mappings,no_milters"}}
    values, _ = _planned(_config(settings, options))
    assert values["pickup/unix/receive_override_options"] == ""
    assert values["submission/inet/receive_override_options"] == "no_milters"
    assert values["pickup/unix/cleanup_service_name"] == "whosent-cleanup-first"
    line = str(values["whosent-cleanup-first/unix"])
    assert all(f"-o {name}=" in line for name in ("virtual_alias_maps", "always_bcc", "sender_bcc_maps"))
    assert f"sender_canonical_maps={SIGN}" in line


def test_tables_of_senders_know_those_with_tags_too() -> None:
    values, _ = _planned(
        _config({"sender_dependent_relayhost_maps": "hash:/r, mysql:/m", "sender_bcc_maps": "hash:/b",
                 "smtp_sasl_password_maps": "hash:/p"})
    )  # fmt: skip
    assert values["sender_dependent_relayhost_maps"] == (
        f"hash:/r, mysql:/m, pipemap:{{{UNSIGN}, hash:/r}}, pipemap:{{{UNSIGN}, mysql:/m}}"
    )
    assert values["sender_bcc_maps"] == "hash:/b, pipemap:{regexp:/etc/postfix/whosent-plain, hash:/b}"
    assert "/etc/postfix/whosent-plain" in values
    assert "smtp_sasl_password_maps" not in values
    by_sender = {"smtp_sasl_password_maps": "hash:/p", "smtp_sender_dependent_authentication": "yes"}
    assert "smtp_sasl_password_maps" in _planned(_config(by_sender))[0]


def test_a_filter_in_the_dialogue_needs_the_service_behind_it() -> None:
    options = {"submission/inet": {"smtpd_proxy_filter": "127.0.0.1:10026"}}
    behind = "127.0.0.1:10027 inet n - n - - smtpd"
    _, made = _planned(_config({}, options, behind))
    assert _keys(made, good=False) == ["setup-proxy"]
    values, made = _planned(_config({}, options, behind), Wishes(sign=("127.0.0.1:10027",)))
    assert not made.hindrances
    assert values["127.0.0.1:10027/inet/cleanup_service_name"] == "whosent-cleanup"
    assert "submission/inet/cleanup_service_name" not in values


def test_a_port_for_web_applications() -> None:
    values, made = _planned(_config(), Wishes(local="127.0.0.1:2525"))
    assert "-o cleanup_service_name=whosent-cleanup" in str(values["127.0.0.1:2525/inet"])
    assert not made.hindrances
    taken = _config({"inet_interfaces": "loopback-only"})
    assert _keys(_planned(taken, Wishes(local="127.0.0.1:25"))[1], good=False) == ["setup-local-taken"]
    free = _config({"inet_interfaces": "192.0.2.10"})
    assert not _planned(free, Wishes(local="127.0.0.1:25"))[1].hindrances


@pytest.mark.parametrize(
    ("settings", "options", "key"),
    [
        ({"smtpd_sasl_auth_enable": "yes"}, {}, "setup-login-at-25"),
        ({}, {"smtp/inet": {"smtpd_data_restrictions": "permit"}}, "setup-overridden"),
        ({"mynetworks": "127.0.0.0/8 [::1]/128 192.0.2.0/24"}, {}, "setup-networks"),
        ({"smtp_generic_maps": "hash:/etc/postfix/generic"}, {}, "setup-rewritten-later"),
        ({"soft_bounce": "yes"}, {}, "setup-soft-bounce"),
        ({"multi_instance_directories": "/etc/postfix-out"}, {}, "setup-instances"),
    ],
)
def test_what_else_is_to_be_known(settings: dict[str, str], options: dict[str, dict[str, str]], key: str) -> None:
    _, made = _planned(_config(settings, options))
    assert _keys(made, good=True) == [key]
    assert not made.hindrances


def test_what_cannot_be_done_is_said() -> None:
    assert _keys(_planned(_config(version="2.11.3"))[1], good=False) == ["setup-postfix-old"]
    assert _keys(_planned(_config(), Wishes(sign=("10027",)))[1], good=False) == ["setup-no-service"]
    lost = _config({}, {"pickup/unix": {"cleanup_service_name": "lost"}})
    assert _keys(_planned(lost)[1], good=False) == ["setup-no-cleanup"]
