from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from rich.console import Console
from tests.unit.report.cases import forged, incident, login, quiet, report, script, texts

from whosent.model.item import Unreadable
from whosent.report import terminal
from whosent.report.document import Collector
from whosent.report.parts import Report


def one(**changes: object) -> Report:
    case = forged()
    return report((case, incident(case, **changes)))


def printed(
    found: Report, *, verbose: bool = False, width: int = 80, colour: bool = False, encoding: str = "utf-8"
) -> str:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding, newline="\n") as stream:
        console = Console(file=stream, width=width, force_terminal=colour, color_system="standard" if colour else None,
                          no_color=not colour, legacy_windows=False)  # fmt: skip
        terminal.render(found, console, verbose=verbose)
        stream.flush()
        return raw.getvalue().decode(encoding)


def test_answer_then_what_to_do_then_how_we_know() -> None:
    text = printed(one())
    order = [
        "Probably not",
        "Your address was probably forged",
        "What you should do now",
        "  1. Change nothing for now",
        "How we know",
        "✓ The message did not come from your server",
        "\nWhat would change our mind",
    ]
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal_or_than_one_can_read(width: int, verbose: bool) -> None:
    case = forged()
    long = replace(case, notice=replace(case.notice, original=replace(case.notice.original, subject="wide " * 200)))
    text = printed(report((long, incident(long))), width=width, verbose=verbose)
    assert max(map(len, text.splitlines())) <= min(width, terminal.MAX_WIDTH)


def test_without_colour_there_is_not_one_control_character() -> None:
    text = printed(one(), verbose=True)
    assert not [sign for sign in text if sign < " " and sign != "\n"]


def test_colour_is_used_where_there_is_some() -> None:
    assert "\x1b[" in printed(one(), colour=True)


def test_a_mail_cannot_steer_the_terminal() -> None:
    evil = "\x1b]0;title\x07\x1b[2J\x9b31m[bold red]x[/]\u202e"
    case = forged()
    case = replace(case, victim=evil, source=evil, message_id=evil, hand_over_ip=evil)
    text = printed(
        report((case, incident(case, addresses=(evil,), origins=(evil, evil + "2"), origin_count=2))), verbose=True
    )
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert "[bold red]" in text


def test_verbose_adds_the_way_the_letter_and_all_steps() -> None:
    case = login(cause="mailbox")
    short, full = (printed(report((case, incident(case))), verbose=verbose) for verbose in (False, True))
    assert "4 more steps: -v" in short
    assert "  5. The other passwords too" in full
    assert "Here it entered our server" in full
    assert "Here it entered our server" not in short
    assert "Text to forward to your provider" in full


def test_how_to_attach_is_told_where_it_is_what_helps() -> None:
    case = forged()
    pasted = replace(case, notice=replace(case.notice, inline=True))
    assert "How to forward a bounce as an attachment" in printed(report((pasted, incident(pasted))))
    assert "How to forward a bounce as an attachment" not in printed(one())
    assert "How to forward a bounce as an attachment" in printed(one(), verbose=True)


def test_the_way_is_drawn_by_standing() -> None:
    text = printed(one(), verbose=True)
    assert text.index("  ○ mail.anbieter.example") < text.index("  ● Hand-over") < text.index("  ■ Border of our house")


def test_many_incidents_are_a_list_and_the_first_few_in_full() -> None:
    pairs = [(case, incident(case, str(number))) for number in range(7) if (case := script(source=str(number)))]
    text = printed(report(*pairs))
    assert text.startswith("Checked: 7 messages")
    assert "7 incidents, the most urgent first" in text
    assert text.count("What you should do now") == terminal.FULL
    assert "4 more incidents: at length with -v" in text
    assert printed(report(*pairs), verbose=True).count("What you should do now") == 7


def test_the_first_answer_comes_before_the_list_of_all() -> None:
    pairs = [(case, incident(case, str(number))) for number in range(9) if (case := script(source=str(number)))]
    text = printed(report(*pairs))
    places = [text.index(piece) for piece in ("Yes, from our side", "What you should do now", "All 9 incidents")]
    assert places == sorted(places)
    assert "! Script on the server (9)\n    1  uid 33 on web.anbieter.example" in text
    assert "    …  and 6 more like these, 6 messages" in text
    assert text.count("\n    3  ") == 1
    assert text.count("\n    4  ") == 0
    assert "more like" not in printed(report(*pairs), verbose=True)


def test_few_incidents_need_no_list() -> None:
    pairs = [(case, incident(case, case.source)) for case in (script(), login(), forged())]
    text = printed(report(*pairs))
    assert text.count("What you should do now") == 3
    assert "All 3 incidents" not in text
    assert "uid 33 on web.anbieter.example · One bounce" in text


def test_of_each_kind_one_is_told_before_a_second_of_another() -> None:
    """Else the many of the most urgent kind would hide all others."""
    cases = [script(source=f"s{number}") for number in range(5)] + [login(source="l"), forged(source="f")]
    text = printed(report(*((case, incident(case, case.source)) for case in cases)))
    answers = [line for line in text.splitlines() if line[:1] in "┃┇" and ". " in line[:5]]
    assert [line[2:4] for line in answers] == ["1.", "6.", "7."]


def test_a_terminal_that_is_not_utf8_gets_plain_signs() -> None:
    text = printed(one(), verbose=True, encoding="latin-1")
    assert "+ The message did not come from your server" in text
    assert ": Your address was probably forged" in text


@pytest.mark.parametrize(("encoding", "told"), [("latin-1", "Rückläufer"), ("ascii", "Ruecklaeufer")])
def test_german_can_be_read_where_there_are_no_umlauts(encoding: str, told: str) -> None:
    case = forged()
    assert told in printed(report((case, incident(case)), language="de"), encoding=encoding)


def test_nothing_in_the_readers_name_and_what_was_not_read() -> None:
    collector = Collector(texts("en"))
    collector.add(quiet("message"), None)
    collector.add_unreadable(Unreadable("a.msg", "broken"))
    text = printed(collector.finish([]))
    assert "Nothing to do" in text
    assert "  • a.msg: broken" in text
