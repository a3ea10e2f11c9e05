from __future__ import annotations

import random
from string import ascii_letters, digits

import pytest

from whosent.content.fingerprint import fingerprint

INVOICE = """Guten Tag {first} {last},

anbei erhalten Sie die Rechnung {number} vom {day}.11.2026. Bitte überweisen Sie den offenen Betrag von {amount},00 EUR
innerhalb der nächsten Tage, sonst sehen wir uns gezwungen, ein Inkassobüro zu beauftragen.
Zum Dokument: http://{sub}.rechnung-laden.test/d/{token}?m={address}

Buchhaltung
{address}
"""
PILLS = """Dear {first},

best prices on prescription medicine, discreet worldwide shipping, no questions asked. Order no. {number}.
Visit https://{sub}.cheap-pharma.test/{token} today and save {amount}%.

{token}
"""
PARCEL = """<html><head><style>p {{ color: #{number} }} .headline {{ font-weight: bold }}</style></head>
<body bgcolor="#ffffff"><p>Hello {first} {last}!</p><p>Your parcel <b>{number}</b> is waiting at the sorting
centre. Customs clearance requires a small payment.</p><a href="http://{sub}.parcel-office.test/{token}">Confirm
delivery</a><img src="http://{sub}.parcel-office.test/o.gif?{token}" width="1"></body></html>
"""
SHORT = "Listen here: http://{sub}.voicemail-box.test/{token}\n"
BITCOIN = """I recorded you. Transfer {amount}00 USD in bitcoin to bc1q{token} within {day} hours, otherwise everybody
you know receives the footage.
"""
TEMPLATES = [INVOICE, PILLS, PARCEL, SHORT, BITCOIN]

FIRST = ["Anna", "Bernd", "Christiane", "Ulf", "Maximilian", "Zoë", "John", "Mary-Jane", "Krzysztof", "Gülşah"]
LAST = ["Müller", "Smith", "Schwarzenberger", "Li", "O'Neill", "Wiśniewska", "von der Heide", "Papadopoulos"]


def message(template: str, draw: random.Random) -> tuple[str, str]:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    body = template.format(
        first=first,
        last=last,
        number=draw.randrange(10_000, 99_999),
        day=draw.randrange(1, 29),
        amount=draw.randrange(20, 90),
        sub="".join(draw.choices(ascii_letters, k=6)),
        token="".join(draw.choices(ascii_letters, k=14)) + draw.choice(digits),
        address=f"{first}.{last}{draw.randrange(99)}@{''.join(draw.choices(ascii_letters, k=8))}.example",
    )
    return body, f"{first}, your order {draw.randrange(1000)} - {last}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_messages_of_one_wave_are_equal(template: str) -> None:
    draw = random.Random(7)  # noqa: S311
    seen = {fingerprint(*message(template, draw)) for _ in range(300)}
    assert len(seen) == 1
    assert None not in seen


def test_different_texts_differ() -> None:
    draw = random.Random(7)  # noqa: S311
    assert len({fingerprint(*message(template, draw)) for template in TEMPLATES}) == len(TEMPLATES)


def test_host_of_the_link_counts_and_its_front_labels_do_not() -> None:
    one, same, other = (
        fingerprint(f"Listen here: http://{host}/a") for host in ("a.box.test", "www.b.box.test", "a.other.test")
    )
    assert one == same
    assert one != other


LINKED = '<p>Listen to <a class="x" HREF = "https://{host}/a?b">www.brand.example</a> your message here</p>'


def test_where_a_link_of_html_leads_counts_as_a_link_of_a_text_does() -> None:
    one, same, other = (
        fingerprint(LINKED.format(host=host)) for host in ("a.box.test", "www.b.BOX.test", "a.other.test")
    )
    assert one == same
    assert one != other
    assert fingerprint(LINKED.format(host="a.box.test").replace("www.brand.example", "4711")) == one


def test_words_of_html_and_the_html_itself() -> None:
    words = "Listen to your message here"
    one, same, other, none = (
        fingerprint(words, html=html.encode())
        for html in (LINKED.format(host="a.box.test"), LINKED.format(host="b.box.test"), LINKED.format(host="c.test"),
                     "<p><img src='http://x.test/a'><a href='#top'>x</a></p>")
    )  # fmt: skip
    assert one == same
    assert one != other
    assert none == fingerprint(words)


def test_subject_counts_only_without_body() -> None:
    body = "best prices on prescription medicine"
    assert fingerprint(body, "one") == fingerprint(body, "another subject altogether")
    assert fingerprint("", "Cheap medicine online 17") == fingerprint("", "Re: cheap medicine online 4")
    assert fingerprint("", "Cheap medicine online") != fingerprint("", "Your parcel waits")


def test_kind_is_marked() -> None:
    assert (fingerprint("best prices on prescription medicine") or "").startswith("b")
    assert (fingerprint("", "Cheap medicine online") or "").startswith("s")


@pytest.mark.parametrize("nothing", ["", b"", "4711", "a b c", "\r\n\r\n", "x7f3a 99"])
def test_nothing_to_know_it_by(nothing: str | bytes) -> None:
    assert fingerprint(nothing, "") is None


def test_recipients_and_names_are_left_out() -> None:
    text = "Congratulations {}, claim it"
    one = fingerprint(text.format("Bartholomew"), recipients=["bartholomew77@a.example"])
    assert one == fingerprint(text.format("Wilhelmina"), names=["Wilhelmina K."])
    assert one != fingerprint(text.format("Wilhelmina"))


def test_octets_and_text_are_the_same() -> None:
    text = "Schöne Grüße aus dem Schwarzwald, Ihre Überweisung ist eingetroffen"
    assert fingerprint(text) == fingerprint(text.encode())


def test_line_breaks_and_case_do_not_count() -> None:
    text = "Your parcel is waiting. Customs clearance requires payment."
    assert fingerprint(text) == fingerprint(text.upper().replace(" ", "\r\n"))


def test_a_cut_end_does_not_count() -> None:
    text = "Your parcel is waiting at the sorting centre. Customs clearance requires a small payment today.\n" * 20
    assert fingerprint(text) == fingerprint(text[:900])


def test_scripts_without_spaces() -> None:
    one = fingerprint("您的包裹正在分拣中心等待您支付少量清关费用请立即确认" * 2)
    assert one is not None
    assert one != fingerprint("我已经录下了您的视频请在四十八小时之内支付比特币" * 2)


def test_letters_without_sense_are_left_out() -> None:
    text = "best prices on prescription medicine {}"
    assert fingerprint(text.format("xqzvwkrtpl")) == fingerprint(text.format("bvnqkzwxtr"))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_umlauts_do_not_count_since_reporters_spoil_them(charset: str) -> None:
    text = "Ihr Konto wurde vorübergehend gesperrt, bitte bestätigen Sie Ihre Angaben umgehend."
    assert fingerprint(text.encode(charset)) == fingerprint(text.encode("ascii", "replace"))


def test_markup_does_not_count() -> None:
    text = "Your parcel is waiting. Customs clearance requires payment."
    body = f"<body lang=en><p>{text.replace(' ', ' <b>', 1)}</b></p></body>"
    html = f"<html><head><title>Something else</title></head>{body}</html>"
    assert fingerprint(html) == fingerprint(text)
