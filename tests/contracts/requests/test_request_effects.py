"""What follows from an answer on the contract itself."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.liability.force_majeure import Hindrance, accept_force_majeure, claim_force_majeure
from contracts.domain.life.amending import drop_amendment, start_amendment
from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.moving import move_version
from contracts.domain.papers.annex_register import AnnexLine, register_of
from contracts.domain.papers.annexes import Delivery, answer_annex, deliver_annex
from contracts.domain.requests.answering import Finding, ask_again, judge, put_into_amendment, withdraw
from contracts.domain.requests.statements import Said
from contracts.models import (
    AnnexVersion,
    Breach,
    Contract,
    ContractVersion,
    CriterionVerdict,
    Fulfilment,
    Obligation,
    Occurrence,
)
from contracts.models.requests import Request
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.scope import writing
from tests.contracts.amendments import drafted
from tests.contracts.asked import Table, again, at, consulting, ktv, plan_paper, retention
from tests.contracts.liabilities import paper
from tests.contracts.requests.test_requests import refusal
from tests.factories import term_of

pytestmark = pytest.mark.django_db


def value(version: ContractVersion, name: str) -> object:
    found = version.terms.get(name=name).value
    return found.plain if found else None


# ------------------------------------------------------------------------------------------------------------- annexes
def test_an_approved_plan_is_the_next_version_of_its_annex_and_does_the_duty_to_hand_it_in() -> None:
    table = ktv("service")
    due = Occurrence.objects.get(contract=table.agreement.contract, series="plan").obligation
    first = table.ask("service_plan", annex_code="service_rules", about_id=due.pk)
    assert Fulfilment.objects.filter(obligation=due).exists()
    table.answer(first, "agree")
    second = table.ask("service_plan", annex_code="service_rules", at=at("2026-03-05"))
    table.answer(second, "send_back", text="补充", on="2026-03-06")
    better = ContentFile("第二版".encode(), "第二版.txt")
    ask_again(second.pk, Said("", [better]), by=table.b, at=at("2026-03-07"))
    table.answer(second, "agree", on="2026-03-08")
    line = register_line(table, "service_rules")
    assert [(each.number, of_request(each).pk) for each in line.versions] == [(1, first.pk), (2, second.pk)]
    assert [[file.name for file in each.papers] for each in line.versions] == [["方案.txt"], ["第二版.txt"]]
    assert (line.state, line.versions[1].delivered_at) == ("accepted", at("2026-03-07"))
    answered = line.versions[1].answer
    assert (answered.party, answered.at, line.versions[1].party) == (second.answerer, at("2026-03-08"), second.asker)


def test_versions_count_for_each_annex_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    table = retention(monkeypatch, base_fee="10000", fee_change_notice="30")
    statement = table.answer(table.ask("ip_statement", annex_code="ip_statement"), "agree")
    plan = table.answer(table.ask("service_plan", annex_code="detailed_plan", files=[plan_paper()]), "agree")
    of_statement, of_plan = register_line(table, "ip_statement"), register_line(table, "detailed_plan")
    assert [of_request(each) for each in of_statement.versions] == [statement]
    assert [of_request(each) for each in of_plan.versions] == [plan]
    assert (of_statement.versions[0].papers, of_statement.state) == ([], "accepted")


def test_what_was_delivered_and_what_was_approved_count_in_one_row() -> None:
    table = ktv("service")
    contract = table.agreement.contract
    delivered = deliver_annex(contract.pk, "service_rules", Delivery(plan_paper()), by=table.b, at=at("2026-03-02"))
    table.answer(table.ask("service_plan", annex_code="service_rules", at=at("2026-03-03")), "agree")
    line = register_line(table, "service_rules")
    assert [each.number for each in line.versions] == [1, 2]
    assert (line.versions[0], line.state) == (delivered, "accepted")
    with pytest.raises(Refused) as refused:
        answer_annex(delivered.pk, is_accepted=True, by=table.a, at=at("2026-03-05"))
    assert refused.value.code == "contracts.annex_superseded"


def register_line(table: Table, code: str) -> AnnexLine:
    lines = register_of(table.agreement.contract, at=at("2026-03-10"))
    return next(line for line in lines if line.annex.code == code)


def of_request(version: AnnexVersion) -> Request:
    assert version.statement is not None
    return version.statement.request


# ------------------------------------------------------------------------------------------------------------ the fees
@pytest.fixture
def fees(monkeypatch: pytest.MonkeyPatch) -> Table:
    return retention(monkeypatch, base_fee="10000", fee_change_notice="30")


def test_other_fees_take_notice_consent_and_a_supplementary_agreement(fees: Table) -> None:
    request = fees.ask("fee_change", terms={"base_fee": "12000"})
    assert request.notice is not None
    assert (request.notice.kind, request.notice.state) == ("fee_change", "given")
    agreed = fees.answer(request, "agree")
    request.notice.refresh_from_db()
    assert (request.notice.state, request.notice.delivered_at) == ("delivered", at("2026-03-04"))
    version = agreed.amendment
    assert version is not None
    assert (version.state, value(version, "base_fee")) == ("draft", "12000.00")
    refused = fee_refusal(version, at=at("2026-03-20"))
    assert refused is not None
    assert refused.code == "contracts.fee_notice_runs"
    assert fee_refusal(version, at=at("2026-04-10")) is None


def test_without_consent_the_fees_stay(fees: Table) -> None:
    request = fees.ask("fee_change", terms={"base_fee": "12000"})
    refused = fees.answer(request, "refuse", text="预算不足")
    assert (refused.state, refused.amendment) == ("refused", None)
    assert fees.agreement.contract.working_version is None
    assert request.notice is not None
    assert [each.verb for each in request.notice.statements.all()] == ["acknowledge", "contest"]


def test_a_withdrawn_change_of_fees_takes_its_notice_back(fees: Table) -> None:
    request = fees.ask("fee_change", terms={"base_fee": "12000"})
    withdraw(request.pk, text="", by=fees.b, at=at("2026-03-03"))
    assert request.notice is not None
    request.notice.refresh_from_db()
    assert request.notice.state == "withdrawn"


def test_a_change_of_fees_changes_some(fees: Table) -> None:
    assert refusal(fees.ask, "fee_change", terms={"base_fee": "10000"}) == "contracts.request_changes_nothing"
    assert refusal(fees.ask, "fee_change", terms={"report_within": "3"}) == "contracts.request_changes_nothing"
    assert refusal(fees.ask, "fee_change", terms={"base_fee": "12000"}, sent_by="") == "foundation.required"
    assert not Request.objects.exists()


# ------------------------------------------------------------------------------------------------------------- changes
def test_an_agreed_change_stands_in_the_draft_of_a_supplementary_agreement() -> None:
    table = consulting()
    request = table.answer(table.ask("change", terms={"acceptance_within": "15"}), "agree")
    assert request.amendment == table.agreement.contract.working_version
    assert value(request.amendment, "acceptance_within") == 15  # type: ignore[arg-type]
    in_force = table.agreement.contract.version_in_force(at("2026-03-05"))
    assert in_force is not None
    assert value(in_force, "acceptance_within") == 10


def test_a_change_that_does_not_touch_the_contract_needs_none() -> None:
    table = consulting()
    plan = table.answer(table.ask("change", subject="培训改到周三"), "agree")
    text = table.answer(table.ask("change", amends=True), "agree")
    assert (plan.amends, plan.amendment, text.amends) == (False, None, True)
    assert text.amendment == table.agreement.contract.working_version


def test_a_second_change_joins_the_draft_that_is_there() -> None:
    table = consulting()
    first = table.answer(table.ask("change", terms={"acceptance_within": "15"}), "agree")
    second = table.answer(table.ask("change", table.a, terms={"cure_within": "20"}), "agree", table.b)
    assert first.amendment == second.amendment
    version = first.amendment
    assert version is not None
    assert (value(version, "acceptance_within"), value(version, "cure_within")) == (15, 20)


def test_while_one_is_out_for_signature_the_agreement_waits_for_the_provider() -> None:
    table = consulting()
    contract = table.agreement.contract
    version = start_amendment(contract.pk, by=table.b, at=at("2026-03-02"))
    with writing(table.b):
        version.contract = Contract.objects.select_for_update().get(pk=contract.pk)
        sent = move_version(version, "send", frozen_at=at("2026-03-02"))
    agreed = table.answer(table.ask("change", terms={"acceptance_within": "15"}), "agree")
    assert (agreed.state, agreed.amendment, agreed.waits_for_amendment) == ("agreed", None, True)
    assert list(Request.objects.to_be_amended()) == [agreed]
    late = at("2026-03-06")
    assert refusal(put_into_amendment, agreed.pk, by=table.a, at=late) == "contracts.not_your_side"
    assert refusal(put_into_amendment, agreed.pk, by=table.b, at=late) == "contracts.amended_already"
    with writing(table.b):
        sent.contract = Contract.objects.select_for_update().get(pk=contract.pk)
        move_version(sent, "withdraw")
    assert put_into_amendment(agreed.pk, by=table.b, at=late).amendment is not None
    assert refusal(put_into_amendment, agreed.pk, by=table.b, at=late) == "contracts.request_not_waiting"
    drop_amendment(contract.pk, by=table.b)
    assert list(Request.objects.to_be_amended()) == [agreed]


def test_values_that_no_longer_fit_wait_and_leave_the_draft_as_it_was() -> None:
    table = consulting()
    first = table.ask("change", terms={"first_instalment": "50", "final_instalment": "50"})
    second = table.ask("change", terms={"damages_cap_month": "8"})
    assert refusal(table.ask, "change", terms={"first_instalment": "50"}) == "contracts.terms_refused"
    draft = drafted(table.agreement, at=at("2026-03-03"), damages_cap_total="6")
    assert table.answer(second, "agree").amendment is None
    assert table.answer(first, "agree").amendment == draft
    assert [value(draft, name) for name in ("first_instalment", "damages_cap_month")] == ["50", "5"]


# ---------------------------------------------------------------------------------------------------------- acceptance
def criteria(request: Request, *passed: bool) -> dict[int, Finding]:
    pks = request.criteria.values_list("pk", flat=True)
    return {pk: Finding(good, "" if good else "未完成") for pk, good in zip(pks, passed, strict=True)}


def final_payments(table: Table) -> list[Occurrence]:
    return list(Occurrence.objects.filter(contract=table.agreement.contract, series="final_instalment"))


def test_work_is_improved_and_judged_until_it_passes_and_then_the_final_instalment_is_due() -> None:
    table = consulting()
    request = table.ask("acceptance", completes=True)
    answer_due = Obligation.objects.get(deadline=request.deadline)
    judge(request.pk, criteria(request, True, False), Said("未全部达到"), by=table.a, at=at("2026-03-10"))
    failed = again(request)
    answer_due.deadline.refresh_from_db()
    assert (failed.state, answer_due.deadline.is_kept) == ("returned", True)
    improvement = Obligation.objects.get(deadline=failed.deadline)
    assert (term_of(improvement).name, improvement.debtor) == ("reassess_within", table.agreement.provider)
    assert improvement.deadline.due_at == at("2026-03-25") + timedelta(hours=12)
    assert final_payments(table) == []
    ask_again(request.pk, Said("已改进"), by=table.b, at=at("2026-03-20"))
    second = again(request)
    improvement.deadline.refresh_from_db()
    assert (second.round, improvement.deadline.is_kept) == (2, True)
    judge(request.pk, criteria(request, True, True), Said(), by=table.a, at=at("2026-03-24"))
    assert again(request).is_agreed
    assert again(request).deadline.is_kept
    [payment] = final_payments(table)
    assert payment.obligation.debtor == table.agreement.client
    assert payment.obligation.deadline.started_at == at("2026-03-24")
    verdicts = CriterionVerdict.objects.order_by("pk").values_list("statement__round", "passed")
    assert list(verdicts) == [(1, True), (1, False), (2, True), (2, True)]


def test_the_day_of_acceptance_is_that_on_which_all_work_has_passed() -> None:
    table = consulting()
    part, rest = table.ask("acceptance"), table.ask("acceptance", completes=True)
    judge(rest.pk, criteria(rest, True, True), Said(), by=table.a, at=at("2026-03-10"))
    assert final_payments(table) == []
    judge(part.pk, criteria(part, True, True), Said(), by=table.a, at=at("2026-03-11"))
    [payment] = final_payments(table)
    assert payment.obligation.deadline.started_at == at("2026-03-11")


def test_a_part_alone_brings_no_final_payment() -> None:
    table = consulting()
    part = table.ask("acceptance")
    judge(part.pk, criteria(part, True, True), Said(), by=table.a, at=at("2026-03-10"))
    assert final_payments(table) == []


def test_every_criterion_is_judged_and_failing_says_why() -> None:
    table = consulting()
    request = table.ask("acceptance")
    when = at("2026-03-10")
    both = criteria(request, True, False)
    assert refusal(judge, request.pk, {}, Said(), by=table.a, at=when) == "contracts.criteria_unjudged"
    silent = {pk: Finding(False) for pk in both}
    assert refusal(judge, request.pk, silent, Said(), by=table.a, at=when) == "contracts.criterion_reason_missing"
    assert refusal(judge, request.pk, both, Said(), by=table.b, at=when) == "contracts.request_not_answerer"
    assert refusal(table.answer, request, "agree") == "contracts.request_answered_otherwise"
    assert again(request).is_asked


def test_an_improvement_that_is_late_is_a_breach() -> None:
    table = consulting()
    request = table.ask("acceptance")
    judge(request.pk, criteria(request, True, False), Said(), by=table.a, at=at("2026-03-10"))
    sweep_all(at("2026-03-26"))
    [breach] = Breach.objects.filter(obligation__deadline__kind="contracts.request_improvement")
    assert (breach.at_fault, breach.kind.code) == (table.agreement.provider, "step_late")


# ----------------------------------------------------------------------------------------------------------- more time
def assessment(table: Table) -> Obligation:
    """Party B's first assessment, due with 31 March."""
    rows = Occurrence.objects.filter(contract=table.agreement.contract, series="assessment")
    return rows.select_related("obligation__deadline").earliest("first_day").obligation


def more_time(table: Table, day: date = date(2026, 4, 20), on: str = "2026-03-20") -> Request:
    return table.ask("extension", about_id=assessment(table).pk, wanted_date=day, at=at(on))


def test_a_granted_extension_moves_the_duty_and_the_old_date_is_no_delay() -> None:
    table = consulting()
    request = more_time(table)
    before = assessment(table).deadline.due_at
    granted = table.answer(request, "agree", on="2026-03-22", granted_date=date(2026, 4, 15))
    assert (granted.granted_date, granted.replacement) == (date(2026, 4, 15), None)
    duty = assessment(table)
    assert duty.due_day == duty.planned_day == date(2026, 4, 15)
    [entry] = duty.deadline.extensions.all()
    assert (entry.was_due_at, entry.due_at) == (before, duty.deadline.due_at)
    sweep_all(before + timedelta(days=2))
    assert assessment(table).deadline.is_open
    keep_obligation(duty.pk, proof=Proof("完成"), by=table.b, at=at("2026-04-10"))
    assert assessment(table).deadline.is_kept
    assert not Breach.objects.filter(obligation=duty).exists()


def test_refused_or_unanswered_the_date_stands() -> None:
    table = consulting()
    before = assessment(table).deadline.due_at
    table.answer(more_time(table), "refuse", on="2026-03-22")
    assert assessment(table).deadline.due_at == before
    more_time(table)
    sweep_all(before + timedelta(days=1))
    assert assessment(table).deadline.is_missed


def test_what_was_missed_stays_missed_and_the_injured_side_may_let_it_go() -> None:
    """consulting 3.4: a delay that had occurred is not undone, unless Party A lets it go."""
    table = consulting()
    old = assessment(table)
    sweep_all(old.deadline.due_at + timedelta(days=1))
    request = more_time(table, on="2026-04-03")
    verdict = assessment(table).deadline.outcome_at
    granted = table.answer(request, "agree", on="2026-04-04")
    old.refresh_from_db()
    assert old.deadline.is_missed
    assert old.deadline.outcome_at == verdict
    assert Breach.objects.get(obligation=old).state == "waived"
    new = granted.replacement
    assert new is not None
    assert (new.due_day, new.deadline.is_open, new.breach_kind.code) == (date(2026, 4, 20), True, "step_late")  # type: ignore[union-attr]
    sweep_all(at("2026-04-22"))
    assert Breach.objects.get(obligation=new).state == "proposed"


def test_more_time_is_granted_for_a_duty_whose_breach_force_majeure_exempts() -> None:
    table = consulting()
    old = assessment(table)
    hindrance = Hindrance(old.due_day, old.due_day, "suspend", "台风停业", [paper()])
    moment = old.deadline.due_at + timedelta(hours=1)
    sweep_all(moment)
    claim = claim_force_majeure(old.contract_id, hindrance, by=table.b, at=moment)
    accept_force_majeure(claim.pk, by=table.a, at=moment)
    granted = table.answer(more_time(table, on="2026-04-03"), "agree", on="2026-04-04")
    assert granted.replacement is not None
    assert Breach.objects.get(obligation=old).state == "exempted"


def test_the_new_duty_after_a_missed_one_is_done_like_any_other() -> None:
    table = consulting()
    sweep_all(assessment(table).deadline.due_at + timedelta(days=1))
    new = table.answer(more_time(table, on="2026-04-03"), "agree", on="2026-04-04").replacement
    assert new is not None
    keep_obligation(new.pk, proof=Proof("完成"), by=table.b, at=at("2026-04-10"))
    new.deadline.refresh_from_db()
    assert new.deadline.is_kept


def test_what_the_sweep_has_not_reached_yet_is_missed_all_the_same() -> None:
    table = consulting()
    request = more_time(table)
    granted = table.answer(request, "agree", on="2026-04-04")
    assert granted.replacement is not None
    assert assessment(table).deadline.is_missed


@pytest.mark.parametrize(
    ("granted", "code"),
    [(date(2026, 4, 21), "contracts.extension_beyond"), (date(2026, 3, 25), "contracts.extension_not_later")],
)
def test_a_part_may_be_granted_but_no_more_and_nothing_earlier(granted: date, code: str) -> None:
    table = consulting()
    request = more_time(table)
    with pytest.raises(Refused) as refused:
        table.answer(request, "agree", on="2026-03-22", granted_date=granted)
    assert refused.value.code == code
    assert again(request).is_asked


def test_no_date_moves_once_it_is_done_or_its_breach_is_confirmed() -> None:
    table = consulting()
    request = more_time(table)
    keep_obligation(assessment(table).pk, proof=Proof("完成"), by=table.b, at=at("2026-03-21"))
    assert refusal(table.answer, request, "agree", on="2026-03-22") == "contracts.extension_too_late"


def test_only_an_own_open_duty_can_be_put_off_to_a_later_day() -> None:
    table = consulting()
    theirs = Occurrence.objects.filter(contract=table.agreement.contract, debtor=table.agreement.client).first()
    assert theirs is not None
    wanted = {"wanted_date": date(2026, 4, 20)}
    assert refusal(table.ask, "extension", about_id=theirs.obligation_id, **wanted) == "contracts.request_duty_missing"
    assert refusal(more_time, table, date(2026, 3, 25)) == "contracts.extension_not_later"
