"""Systems seen in Japan that write prose of their own."""

from __future__ import annotations

from whosent.notice.prose import ALONE, Form, line, prose
from whosent.notice.reading import Dialect

ACTIVEHUNTER = prose(
    "activehunter",
    "TransWARE Active!hunter (X-AHMailID), subject 'FAILURE NOTICE :'",
    (),
    # Active!hunter prints the address twice: `>>> user@example.jp <user@example.jp>`
    Form(line(r">>>[ \t]{1,4}(?:[^\n<>]{0,320}<)?", r">?[ \t]*$"), until=("original message follows",), paragraphs=2),
    header=("x-ahmailid:",),
)
BIGLOBE = prose(
    "biglobe",
    "BIGLOBE and the providers on its machines (inacatv, tmtv, ttv): 'The following addresses had delivery problems'",
    ("----- non-delivered information -----",),
    Form(ALONE, after=("----- the following addresses had delivery problems -----",),
         until=("----- non-delivered information -----",), because=("----- non-delivered information -----",)),
    header=("content-type: _biglobe", "from: postmaster@biglobe.ne.jp"),
)  # fmt: skip
KDDI = prose(
    "kddi",
    "au one net (KDDI): 'Your mail sent on: ... Could not be delivered to: ...'",
    ("your mail sent on:",),
    Form(line(r"[ \t]{0,8}(?:could not be delivered to|not be delivered to|sent to):[ \t]{0,4}<?", r">?[ \t]*$")),
    header=("received: auone-net.jp",),
)
MFILTER = prose(
    "mfilter",
    "Digital Arts m-FILTER (X-Mailer: m-FILTER), subject 'failure notice'",
    ("-------server message",),
    Form(ALONE, until=("-------server message",), copy=("-------original message", "-------original mail info"),
         because=("-------server message",)),
    header=("x-mailer: m-filter",),
)  # fmt: skip
VTEXT = prose(
    "vtext",
    "Verizon Wireless vtext.com, vzwpix.com: 'Error: Invalid user address'",
    ("error message below:",),
    Form(
        line(r"[ \t]{0,8}rcpt to:[ \t]{0,4}<?"),
        until=("\n  from:",),
        sender="mail from:",
        because=("error message below:", "error:"),
    ),
    Form(line(r"[ \t]{0,8}to:[ \t]{0,4}<?"), because=("error:",)),
    header=("from: post_master@",),
)
DIALECTS: tuple[Dialect, ...] = (ACTIVEHUNTER, BIGLOBE, KDDI, MFILTER, VTEXT)
