"""Local accounts that hand in: the mail system's, the web server's, the machine's, anybody else's."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import exim_bounce, exim_local, postfix, postfix_again, postfix_local, qmail_local
from tests.unit.walk.notices import BOT, US, read

from whosent.walk.account import is_system_account, is_web_account, may_pass_on, stranger


@pytest.mark.parametrize(("line", "name", "web", "system", "passes_on"), [
    (postfix_local(US, 33), "33", True, False, False),
    (postfix_local(US, 48), "48", True, False, False),
    (exim_local(US, user="www-data"), "www-data", True, False, False),
    (exim_local(US, user="Apache"), "Apache", True, False, False),
    (exim_local(US, user="nobody"), "nobody", True, False, True),
    (exim_local(US, user="daemon"), "daemon", True, False, True),
    (postfix_local(US, 65534), "65534", True, False, True),
    (postfix_local(US, 0), "0", False, True, True),
    (exim_local(US, user="root"), "root", False, True, True),
    (exim_local(US, user="mailman"), "mailman", False, True, True),
    (postfix_local(US, 1003), "1003", False, False, True),
    (exim_local(US, user="shop"), "shop", False, False, True),
    (qmail_local(US, 89), "89", False, False, True),
    (exim_bounce(US), None, False, False, True),
    (postfix_again(US), None, False, False, True),
    (postfix(US, "pc", BOT), None, False, False, True),
])  # fmt: skip
def test_accounts(line, name, web, system, passes_on):
    hop = read(line)[0].hop
    assert (stranger(hop), is_web_account(hop), is_system_account(hop), may_pass_on(hop)) == (
        name, web, system, passes_on,
    )  # fmt: skip
