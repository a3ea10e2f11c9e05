"""Parameters of MIME fields, well-formed and otherwise."""

from __future__ import annotations

import pytest

from whosent.mail.params import parameters

FORMS: dict[str, dict[str, str]] = {
    "text/plain": {},
    "text/plain; charset=utf-8": {"charset": "utf-8"},
    "text/plain;charset=utf-8;format=flowed": {"charset": "utf-8", "format": "flowed"},
    'text/plain; Charset="utf-8"': {"charset": "utf-8"},
    "text/plain; charset = utf-8 ; x=y": {"charset": "utf-8", "x": "y"},
    "text/plain; charset=us-ascii (plain)": {"charset": "us-ascii"},
    'multipart/mixed; boundary="a; b=c"': {"boundary": "a; b=c"},
    "multipart/mixed; boundary=----=_Part_1.2/3:4": {"boundary": "----=_Part_1.2/3:4"},
    'x/y; name="a \\"b\\" \\\\c"': {"name": 'a "b" \\c'},
    'x/y; name="C:\\mail\\note.eml"': {"name": "C:\\mail\\note.eml"},  # unescaped, as old Outlooks write it
    "x/y; a=1; A=2": {"a": "1"},
    'x/y; boundary="open': {"boundary": "open"},
    'x/y; boundary=""': {"boundary": ""},
    "x/y; ; =x; charset; a=": {},
    "charset=utf-8": {},
    "": {},
}

RFC_2231 = {
    # section 3
    'x/y; name*0="a long "; name*1="file.eml"': "a long file.eml",
    'x/y; NAME*1="file.eml"; name*0="a long "': "a long file.eml",
    # section 4
    "x/y; name*=us-ascii'en-us'a%20b%2A.eml": "a b*.eml",
    "x/y; name*=utf-8''R%C3%BCckl%C3%A4ufer.eml": "Rückläufer.eml",
    "x/y; name*=iso-8859-1'de'R%FCck.eml": "Rück.eml",
    "x/y; name*=UTF-8''100%.eml": "100%.eml",
    "x/y; name*=no-charset.eml": "no-charset.eml",
    "x/y; name*=''x.eml": "x.eml",
    # section 4.1, a character cut in two between the sections
    "x/y; name*0*=utf-8''R%C3; name*1*=%BCck; name*2=\"%20.eml\"": "Rück%20.eml",
    "x/y; name*0*=utf-8''a; name*1*='b'c.eml": "a'b'c.eml",
    # for older readers as well
    "x/y; name=\"R?ck.eml\"; name*=utf-8''R%C3%BCck.eml": "Rück.eml",
    # a section is missing
    'x/y; name*0="a"; name*2="c"': "a",
    'x/y; name=plain; name*1="b"': "plain",
    "x/y; name*x=1; name=plain": "plain",
}


@pytest.mark.parametrize(("value", "found"), FORMS.items())
def test_forms(value: str, found: dict[str, str]) -> None:
    assert parameters(value) == found


@pytest.mark.parametrize(("value", "name"), RFC_2231.items())
def test_rfc_2231(value: str, name: str) -> None:
    assert parameters(value)["name"] == name


def test_a_boundary_in_sections() -> None:
    assert parameters('multipart/mixed; boundary*0="----part"; boundary*1="-1"')["boundary"] == "----part-1"


def test_a_section_without_the_first_gives_nothing() -> None:
    assert "name" not in parameters('x/y; name*1="b"')


def test_limits() -> None:
    many = "x/y" + "".join(f"; p{n}=v" for n in range(10_000))
    assert 100 < len(parameters(many)) < 1_000
    sections = "x/y" + "".join(f"; n*{n}=v" for n in range(300))
    assert parameters(sections)["n"] == "v" * 100
