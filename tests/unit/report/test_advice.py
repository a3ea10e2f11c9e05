from __future__ import annotations

from msgspec.structs import replace
from tests.unit.report.cases import forged, incident, login, script

from whosent.model.case import Case
from whosent.model.evidence import Evidence
from whosent.model.incident import Incident
from whosent.model.verdict import Relation, Subject, Verdict
from whosent.report import advice


def verdict_of(case: Case) -> Verdict:
    assert case.verdict is not None
    return case.verdict


def steps(case: Case, wave: Incident | None = None) -> tuple[str, ...]:
    return advice.steps(case, verdict_of(case), wave or incident(case))


def stolen(relation: Relation = "addressee") -> Case:
    return login(Subject("x@blumenhaus.example", relation), cause="mailbox")


def test_after_a_theft_the_order_is_stop_evict_scan_and_only_then_the_final_password() -> None:
    found = steps(stolen())
    assert found[:4] == ("step-mailbox-stop", "step-mailbox-evict", "step-mailbox-scan", "step-mailbox-final")
    assert {"step-mailbox-others", "step-mailbox-second-factor"} <= set(found[4:])


def test_another_customers_account_is_reported_and_not_repaired() -> None:
    assert steps(stolen("other-tenant")) == ("step-other-report", "step-other-keep")
    assert advice.letter(verdict_of(stolen("other-tenant")), incident(stolen("other-tenant"))) == "letter-other"


def test_a_login_asks_first_and_does_not_accuse() -> None:
    case = login()
    assert steps(case)[:3] == ("step-login-ask", "step-login-yes", "step-login-no")
    assert advice.shown(verdict_of(case), incident(case)) == 3
    assert "step-mailbox-stop" not in steps(case)
    assert advice.tells_reasons(verdict_of(case), incident(case))


def test_catch_all_only_where_there_is_one() -> None:
    case = forged()
    assert "step-forged-catch-all" not in steps(case)
    assert "step-forged-catch-all" in steps(case, incident(case, catch_all=True))
    assert "step-forged-catch-all" in steps(case, incident(case, aim="random"))


def test_a_targeted_wave_says_keep_everything() -> None:
    case = forged()
    assert "step-forged-targeted" in steps(case, incident(case, aim="targeted"))
    assert "step-forged-targeted" not in steps(case)


def test_nothing_to_repair_only_if_certain() -> None:
    assert steps(forged("certain"))[0] == "step-forged-nothing"
    assert steps(forged("likely"))[0] == "step-forged-wait"


def test_own_backscatter_is_to_be_refused_at_smtp_time() -> None:
    case = forged()
    made = verdict_of(case)
    seen = Evidence("bounced-own-recipient", "observed", "returned:Received[1]", {"accepted_for": "x@y.test"})
    assert "step-reject-at-smtp" not in steps(case)
    assert "step-reject-at-smtp" in steps(replace(case, verdict=replace(made, evidence_for=(*made.evidence_for, seen))))


def test_what_is_open_has_what_would_settle_it_as_steps() -> None:
    made = verdict_of(forged())
    case = replace(forged(), verdict=replace(made, cause="undetermined", certainty="unclear", rule="other-service"))
    assert steps(case) == ("step-open-keep", "missing-spf", "missing-original-id", "missing-other-services")
    assert not advice.tells_reasons(verdict_of(case), incident(case))


def test_the_script_is_blocked_before_anything_is_cleaned_and_unblocked_last() -> None:
    found = steps(script())
    assert found[0] == "step-script-block"
    assert found[-1] == "step-script-unblock"


def test_variants_go_from_the_special_to_the_general() -> None:
    case = login()
    assert advice.variants("heading", verdict_of(case), incident(case)) == (
        "heading-rule-login-self", "heading-rule-login", "heading-undetermined-unclear-self",
        "heading-undetermined-unclear", "heading-undetermined-self", "heading-undetermined",
    )  # fmt: skip
