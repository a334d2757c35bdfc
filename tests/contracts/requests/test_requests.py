"""Asking and answering: who may, by when, once; what is said stays."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from contracts.domain.requests.answering import ask_again, say, withdraw
from contracts.domain.requests.kinds import KINDS
from contracts.domain.requests.lapsing import lapse_requests
from contracts.domain.requests.lifecycle import REQUEST_LIFE
from contracts.domain.requests.offers import offered
from contracts.domain.requests.statements import Said
from contracts.models import Breach, Obligation, RequestStatement
from contracts.models.requests import Request
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Message
from tests import factories
from tests.contracts.asked import ASKED, Table, again, at, consulting, ktv, retention

pytestmark = pytest.mark.django_db


def kinds_of(table: Table, by: Scope) -> set[str]:
    contract = table.agreement.contract
    return {kind.code.value for kind in offered(contract, table.agreement.terms(ASKED), by=by)}


def refusal(act: object, *args: object, **named: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **named)  # type: ignore[operator]
    return refused.value.code


def test_each_form_offers_each_side_what_its_clauses_say(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"change", "data_request", "third_party"}
    table = consulting()
    assert kinds_of(table, table.b) == both | {"service_plan", "extension", "acceptance"}
    assert kinds_of(table, table.a) == both | {"suggestion"}
    table = ktv(improvement_plan_within="10")
    assert kinds_of(table, table.b) == both | {"service_plan", "extension", "improvement_report"}
    assert kinds_of(table, table.a) == both | {"extension", "suggestion"}
    table = ktv("service", report_interval="1")
    assert kinds_of(table, table.b) >= {"service_plan", "improvement_report"}
    table = ktv("loyalty")
    assert {"service_plan", "improvement_report"} <= kinds_of(table, table.a)
    assert "improvement_report" not in kinds_of(table, table.b)
    table = retention(monkeypatch, base_fee="10000", fee_change_notice="30", report_interval="1")
    assert kinds_of(table, table.b) >= {"fee_change", "ip_statement", "improvement_report"}
    assert not {"fee_change", "ip_statement"} & kinds_of(table, table.a)


def test_who_bears_the_duties_hands_in_the_improvement_report() -> None:
    table = ktv(improvement_plan_within="10", duty_bearer="party_a")
    assert "improvement_report" in kinds_of(table, table.a)
    assert "improvement_report" not in kinds_of(table, table.b)


def test_an_answer_is_due_by_the_contracts_term_as_an_obligation_of_the_one_asked() -> None:
    table = ktv()
    request = table.ask("third_party")
    owed = Obligation.objects.get(deadline=request.deadline)
    assert (factories.term_of(owed).name, owed.debtor_id) == ("third_party_answer_within", table.agreement.client.pk)
    assert owed.deadline.owner_id == table.agreement.owner.pk
    assert owed.deadline.due_at == at("2026-03-09") + timedelta(hours=12)
    table.answer(request, "agree")
    owed.deadline.refresh_from_db()
    assert owed.deadline.is_kept


def test_without_a_term_the_usual_time_runs_and_no_obligation_is_made() -> None:
    request = ktv().ask("data_request")
    assert not Obligation.objects.filter(deadline=request.deadline).exists()
    assert request.deadline.due_at == at("2026-03-09") + timedelta(hours=12)


def test_a_term_that_binds_the_other_side_sets_no_time() -> None:
    """service 3.3 gives Party A its time to answer a report; in a clause of A nothing binds B."""
    table = consulting()
    extension = KINDS["extension"]
    terms = table.agreement.terms(ASKED)
    assert [term.name for term in [terms.term(extension.answer_terms[0])] if term] == ["extension_answer_within"]
    request = table.ask("change", table.a)
    assert Obligation.objects.get(deadline=request.deadline).debtor_id == table.agreement.provider.pk


def test_silence_is_a_breach_only_where_the_form_says_so() -> None:
    late, silent = ktv(), ktv("ktv-3")
    for table in (late, silent):
        table.ask("third_party")
    sweep_all(at("2026-03-20"))
    [breach] = Breach.objects.filter(obligation__deadline__kind="contracts.request_answer")
    assert (breach.contract, breach.kind.code) == (late.agreement.contract, "step_late")
    assert breach.at_fault == late.agreement.client


def test_a_late_answer_still_answers_and_its_lateness_stays() -> None:
    table = ktv()
    request = table.ask("third_party")
    answered = table.answer(request, "agree", on="2026-03-20")
    assert answered.is_agreed
    assert answered.deadline.is_missed
    assert answered.deadline.done_at == at("2026-03-20")
    assert Breach.objects.filter(obligation__deadline=answered.deadline).count() == 1


@pytest.mark.parametrize("verb", ["agree", "refuse"])
def test_only_the_side_that_was_asked_answers_and_only_once(verb: str) -> None:
    table = ktv()
    request = table.ask("change")
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    finance = factories.scope(factories.person(table.agreement.client, Role.FINANCE))
    for other in (table.b, stranger, finance):
        assert refusal(table.answer, request, verb, other) == "contracts.request_not_answerer"
    assert table.answer(request, verb).state == REQUEST_LIFE.next_state("asked", verb)
    for second in KINDS["change"].answers:
        assert refusal(table.answer, request, second) == "foundation.not_allowed_now"
    assert RequestStatement.objects.filter(request=request).count() == 2


def test_only_who_may_ask_asks() -> None:
    table = consulting()
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert refusal(table.ask, "acceptance", table.a) == "contracts.request_not_yours"
    assert refusal(table.ask, "change", stranger) == "contracts.request_not_yours"
    assert not Request.objects.exists()


def test_to_refuse_or_send_back_takes_a_reason_and_some_agreements_take_words() -> None:
    table = ktv(improvement_plan_within="10")
    assert refusal(table.answer, table.ask("change"), "refuse", text=" ") == "contracts.reason_missing"
    assert refusal(table.answer, table.ask("improvement_report"), "send_back", text="") == "contracts.reason_missing"
    assert refusal(table.answer, table.ask("data_request"), "agree", text="") == "contracts.request_answer_missing"
    sheet = ContentFile("会员数,2000\n".encode(), "数据.txt")
    handed = table.answer(table.ask("data_request"), "agree", text="", files=[sheet])
    assert [str(file) for file in handed.statements.get(verb="agree").files.all()] == ["数据.txt"]
    assert refusal(table.answer, table.ask("change"), "send_back") == "contracts.request_answered_otherwise"


def test_a_suggestion_is_acted_on_or_declined_with_reasons() -> None:
    table = ktv()
    request = table.ask("suggestion", table.a)
    assert request.answerer == table.agreement.provider
    assert refusal(table.answer, request, "agree", table.b, text="") == "contracts.request_answer_missing"
    assert table.answer(request, "agree", table.b, text="本月起增加巡台").is_agreed


def test_what_was_sent_back_is_asked_again_and_the_time_runs_anew() -> None:
    table = ktv("service", report_interval="1")
    request = table.ask("service_plan", annex_code="service_rules")
    returned = table.answer(request, "send_back", text="请补充培训安排")
    assert returned.is_returned
    assert refusal(ask_again, request.pk, Said("改"), by=table.a, at=at("2026-03-05")) == "contracts.request_not_asker"
    assert refusal(ask_again, request.pk, Said(), by=table.b, at=at("2026-03-05")) == "contracts.request_answer_missing"
    ask_again(request.pk, Said("已补充"), by=table.b, at=at("2026-03-05"))
    second = again(request)
    assert (second.state, second.round) == ("asked", 2)
    assert second.deadline_id != request.deadline_id
    assert Obligation.objects.get(deadline=second.deadline).deadline.due_at == at("2026-03-12") + timedelta(hours=12)
    assert table.answer(request, "agree", on="2026-03-06").is_agreed


def test_the_asker_takes_it_back_and_nothing_is_added_after_the_end() -> None:
    table = ktv()
    request = table.ask("third_party")
    say(request.pk, Said("能否先通话？"), by=table.a, at=at("2026-03-03"))
    assert refusal(withdraw, request.pk, text="", by=table.a, at=at("2026-03-03")) == "contracts.request_not_asker"
    withdraw(request.pk, text="不再需要", by=table.b, at=at("2026-03-03"))
    ended = again(request)
    assert (ended.state, ended.deadline.is_cancelled) == ("withdrawn", True)
    assert refusal(say, request.pk, Said("?"), by=table.a, at=at("2026-03-04")) == "contracts.request_closed"
    assert refusal(table.answer, request, "agree") == "foundation.not_allowed_now"
    assert [each.verb for each in request.statements.all()] == ["ask", "say", "withdraw"]


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("change", {"subject": " "}, "foundation.required"),
        ("change", {"text": ""}, "foundation.required"),
        ("change", {"particulars": {}}, "foundation.required"),
        ("third_party", {"particulars": {"need": "评估"}}, "foundation.required"),
        ("service_plan", {"files": []}, "contracts.request_file_missing"),
        ("service_plan", {"annex_code": ""}, "contracts.request_annex_missing"),
        ("service_plan", {"annex_code": "team"}, "contracts.request_annex_missing"),
        ("extension", {}, "contracts.request_duty_missing"),
        ("extension", {"about_id": 2**40}, "contracts.request_duty_missing"),
        ("acceptance", {"criteria": [" "]}, "contracts.criteria_missing"),
        ("acceptance", {"criteria": [str(number) for number in range(31)]}, "contracts.criteria_missing"),
        ("change", {"terms": {"contract_amount": "abc"}}, "contracts.terms_refused"),
    ],
)
def test_each_kind_says_what_it_lacks(kind: str, given: dict[str, object], code: str) -> None:
    assert refusal(consulting().ask, kind, **given) == code
    assert not Request.objects.exists()


def test_nothing_is_asked_or_answered_under_a_contract_that_is_over() -> None:
    table = ktv()
    request = table.ask("change")
    type(table.agreement.contract).objects.update(state="expired")
    assert refusal(table.ask, "change") == "contracts.not_running"
    assert refusal(table.answer, request, "agree") == "contracts.not_running"


def test_what_is_open_lapses_with_the_contract() -> None:
    table = ktv()
    open_one, done = table.ask("third_party"), table.ask("change")
    table.answer(done, "refuse")
    with writing(SYSTEM):
        assert lapse_requests(table.agreement.contract, at=at("2026-03-05")) == 1
    assert (again(open_one).state, again(open_one).deadline.is_cancelled) == ("lapsed", True)
    assert again(done).state == "refused"


def told() -> list[tuple[str, int]]:
    rows = Message.objects.filter(kind__startswith="contracts.request_").order_by("pk")
    return [(message.kind.removeprefix("contracts.request_"), message.user_id) for message in rows]


def test_each_side_is_told_what_the_other_did_and_both_when_time_is_over() -> None:
    table = ktv()
    owner, manager = table.agreement.owner.pk, table.agreement.account_manager.pk
    request = table.ask("third_party")
    say(request.pk, Said("请补充费用"), by=table.a, at=at("2026-03-03"))
    sweep_all(at("2026-03-09"))
    table.answer(request, "refuse", on="2026-03-20")
    assert told()[:3] == [("ask", owner), ("say", manager), ("due", owner)]
    assert sorted(told()[3:]) == sorted([("late", owner), ("late", manager), ("refuse", manager)])
