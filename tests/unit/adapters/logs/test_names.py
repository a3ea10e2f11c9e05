from __future__ import annotations

import pytest

from whosent.adapters.logs.names import short_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([], []),
        (["/var/log/mail.log"], ["mail.log"]),
        (["/var/log/mail.log", "/var/log/mail.log.1"], ["mail.log", "mail.log.1"]),
        (["/logs/mx1/mail.log", "/logs/mx2/mail.log", "b.log"], ["mx1/mail.log", "mx2/mail.log", "b.log"]),
        (["/a/mx1/log/mail.log", "/a/mx2/log/mail.log"], ["mx1/log/mail.log", "mx2/log/mail.log"]),
        (["mail.log", "old/mail.log"], ["mail.log", "old/mail.log"]),
        (["/x/mail.log", "/x/mail.log", "/x/mail.log"], ["x/mail.log", "x/mail.log~2", "x/mail.log~3"]),
        (["/x/tab\there\x1b.log", "/"], ["tab\ufffdhere\ufffd.log", ""]),
    ],
)
def test_names_are_as_short_as_can_be_told_apart(paths, names):
    assert short_names(paths) == names
