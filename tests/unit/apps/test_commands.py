"""The program itself: version, help, completion, wrong words."""

from __future__ import annotations

import pytest
from tests.unit.apps.command import sample, whosent

import whosent as package


def test_version():
    assert whosent("--version").out.decode() == f"whosent {package.__version__}\n"


def test_version_and_help_import_nothing_heavy():
    heavy = ("whosent.examine", "whosent.notice", "msgspec", "dns", "rich", "asyncio", "publicsuffixlist")
    for argument in ("--version", "--help"):
        loaded = whosent(argument, PYTHONPROFILEIMPORTTIME="1").err
        names = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
        assert "click" in names
        assert not names & set(heavy)


def test_a_single_message_needs_no_resolver_no_bar_and_no_processes():
    loaded = whosent("check", "--format", "jsonl", sample("forged"), PYTHONPROFILEIMPORTTIME="1").err
    names = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
    assert "whosent.examine" in names
    assert not names & {"dns", "rich", "asyncio", "multiprocessing.context", "imap_tools", "ssl"}


@pytest.mark.parametrize("command", ["check", "trace", "completion"])
def test_help_of_each_command(command):
    done = whosent(command, "--help")
    assert done.status == 0
    assert done.out.decode().startswith(f"Usage: whosent {command}")
    assert b"\nExamples:\n" in done.out
    assert command in whosent("--help").out.decode()


def test_no_command_shows_the_help_but_is_wrong_usage():
    done = whosent()
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("Usage: whosent")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["chekc"], "no such command 'chekc'. Did you mean check? (see: whosent --help)"),
        ([sample("forged")], "To examine that file write: whosent check"),
        (["frobnicate"], "no such command 'frobnicate' (see: whosent --help)"),
        (["--frob"], "no such option"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
    ],
)
def test_wrong_words_are_one_line(arguments, line):
    done = whosent(*arguments)
    assert done.status == 2
    assert line in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("shell", "part"), [("bash", "complete -o nosort"), ("zsh", "#compdef whosent"), ("fish", "complete")]
)
def test_completion_script(shell, part):
    assert part in whosent("completion", shell).out.decode()


def test_completion_completes_commands_and_options():
    words = {"COMP_WORDS": "whosent ch", "COMP_CWORD": "1", "_WHOSENT_COMPLETE": "bash_complete"}
    assert whosent(**words).out == b"plain,check\n"
    words |= {"COMP_WORDS": "whosent check --own-", "COMP_CWORD": "2"}
    assert whosent(**words).out == b"plain,--own-complete\n"
    words |= {"COMP_WORDS": "whosent check --dns o", "COMP_CWORD": "3"}
    assert whosent(**words).out.splitlines()[:2] == [b"plain,off", b"plain,own"]
