"""The language that the locale asks for."""

from __future__ import annotations

import pytest
from tests.unit.apps.command import SAMPLES, called, sample

from whosent.apps.cli.language import language, wanted


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "fr_FR"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "de"}, "de"),
        ({"LC_ALL": "de_DE", "LC_MESSAGES": "en_GB"}, "de"),
        ({"LC_ALL": "", "LANG": "de_DE"}, "de"),
    ],
)
def test_posix_order(environment, expected):
    assert language(environment) == expected


@pytest.mark.parametrize(
    ("arguments", "configured", "expected"),
    [
        (["check", "--lang", "de", "--frob"], None, "de"),
        (["check", "--frob", "--lang=de"], "en", "de"),
        (["check", "--frob"], "de", "de"),
        (["check", "--lang"], None, "en"),
        (["check", "--lang", "fr"], 5, "en"),
    ],
)
def test_an_error_is_told_in_the_language_that_was_asked_for(monkeypatch, arguments, configured, expected):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert wanted(arguments, configured) == expected


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["check"], "Es fehlt noch 'SOURCE...' (siehe: whosent check --help)"),
        (["check", "--own", "300.1.1.1", "x"], "„300.1.1.1“ ist kein Server. Schreiben Sie einen Namen"),
        (["check", "--as", "a@b@c.example", "x"], "„a@b@c.example“ ist weder eine Mailadresse"),
        (["check", "--limit", "much", "x"], "Ungültiger Wert für '--limit': „much“ ist keine Größe."),
        (["check", "--format", "xml", "x"], "Ungültiger Wert für '--format': 'xml' gibt es nicht, nur 'text'"),
        (["check", "--jobs", "0", "x"], "0 liegt nicht im Bereich"),
        (["check", "--jobs", "many", "x"], "'many' ist keine ganze Zahl"),
        (["check", "--own"], "Hinter '--own' fehlt ein Wert"),
        (["check", "--quiet=1", "x"], "'--quiet' hat keinen Wert"),
        (["check", "--frobnicate", "x"], "Die Option '--frobnicate' gibt es nicht"),
        (["check", "--formt", "json", "x"], "Die Option '--formt' gibt es nicht. Meinten Sie '--format'?"),
        (["check", "--resume", "x"], "--resume gilt nur für das Lesen über IMAP."),
        (["check", "--record-dns", "x.json", "x"], "Setzen Sie --dns own oder --dns full dazu"),
        (["check", "--tz", "Mars/Base", "x"], "Die Zeitzone „Mars/Base“ gibt es nicht."),
        (["check", "-o", "/nonexistent/x", "x"], "/nonexistent/x lässt sich nicht schreiben: Diese Datei oder diesen"),
        (["trace", "--own-complete", "x"], "--own-complete heißt, dass Ihre Server alle genannt sind."),
        (["trace", "a", "b"], "Zu viel angegeben: (b)"),
        (["trace", str(SAMPLES)], "enthält mehr als eine Nachricht."),
        (["frob"], "Den Befehl 'frob' gibt es nicht (siehe: whosent --help)"),
        (["chekc"], "Den Befehl 'chekc' gibt es nicht. Meinten Sie check?"),
        ([sample("letter")], "Um diese Datei zu prüfen, schreiben Sie: whosent check"),
    ],
)
def test_errors_of_usage_in_german(arguments, line):
    done = called(*arguments, LANG="de_DE.UTF-8")
    assert done.status == 2
    assert done.err.startswith("whosent: ")
    assert line in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('lang = "de"\nown_complete = true', "„own_complete“ ist keine Option von `whosent check`. Meinten Sie"),
        ("own = 5", "own muss eine Liste von Zeichenketten sein"),
        ("own-complete = 1", "own-complete muss true oder false sein"),
        ("own = [", "kein gültiges TOML"),
    ],
)
def test_errors_of_configuration_in_german(tmp_path, text, line):
    path = tmp_path / "site.toml"
    path.write_text(text)
    done = called("check", "--config", path, "--lang", "de", "x")
    assert f"{path}: {line}" in done.err


def test_german_can_be_configured_and_english_typed(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text('lang = "de"')
    assert "gibt es nicht" in called("check", "--config", path, "--jobs", "2", "--tz", "Mars/Base", "x").err
    assert "no time zone" in called("check", "--config", path, "--lang", "en", "--tz", "Mars/Base", "x").err


def test_a_remark_in_german():
    done = called("check", "--lang", "de", "--log", "mail.log", sample("letter"))
    assert done.err.startswith("whosent: mail.log: Diese Datei oder diesen Ordner gibt es nicht.")


def test_hostile_words_do_not_take_long():
    done = called("check", "--lang", "de", "--tz", ": " * 50_000, "x")
    assert (done.status, done.err.count("\n")) == (2, 1)
