"""What is owed has one cause and names it: a term, a chosen remedy, or a dispute; a failure has one as well."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from contracts.domain.duties.calendar_entries import entries_of
from contracts.domain.duties.recounting import due_again
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.causes import causes_of
from contracts.domain.liability.disputes import Step, open_dispute, set_date
from contracts.domain.liability.remedies import Choice
from contracts.models import Breach, BreachReport, Dispute, Obligation, Remedy
from deadlines.domain.sweep import sweep_all
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.liabilities import NOW, SIGNED
from tests.contracts.liability.test_breaches import breach_of
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 10)


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def remedied(agreement: Agreement, breach: Breach | None = None) -> Remedy:
    breach = breach or breach_of(agreement)
    choice = Choice(["redo"], until=UNTIL)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW, chosen=choice)
    return Remedy.objects.get(breach=breach)


def noted(agreement: Agreement, breach: Breach) -> Obligation:
    by = factories.scope(agreement.owner)
    dispute = open_dispute(breach.pk, Step("对责任有异议", NOW.date()), by=by, at=NOW)
    return set_date(dispute.pk, subject="提交证据", day=UNTIL, by=by, at=NOW)


def test_what_a_remedy_asks_for_has_the_remedy_as_its_cause_and_borrows_no_term(agreement: Agreement) -> None:
    remedy = remedied(agreement)
    duty = remedy.obligation
    assert (duty.term, duty.remedy, duty.dispute, duty.breach_behind) == (None, remedy, None, remedy.breach)
    assert duty.clause == remedy.breach.kind.clause
    assert (due_again(duty, lambda _name: None), remedy.until_date) == (duty.deadline.first_due_at, UNTIL)
    [cause] = causes_of(duty)
    assert cause.path == f"/breaches/{remedy.breach_id}/"
    assert str(remedy.breach_id) in cause.title


def test_a_failure_to_make_good_counts_as_what_the_catalogue_calls_late_and_not_as_a_borrowed_terms_lateness(
    agreement: Agreement,
) -> None:
    duty = remedied(agreement).obligation
    sweep_all(NOW + timedelta(days=30))
    assert Breach.objects.get(obligation=duty).kind.code == "step_late"


def test_a_date_in_a_dispute_has_the_dispute_as_its_cause_and_counts_as_no_breach(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    duty = noted(agreement, breach)
    assert (duty.term, duty.remedy, duty.dispute) == (None, None, Dispute.objects.get(breach=breach))
    assert (duty.clause, duty.breach_kind_id) == (breach.kind.clause, None)
    sweep_all(NOW + timedelta(days=60))
    assert not Breach.objects.filter(obligation=duty).exists()


def test_page_list_and_calendar_name_the_breach_behind_it(agreement: Agreement) -> None:
    remedy = remedied(agreement)
    manager = factories.scope(agreement.account_manager)
    client = Client()
    client.force_login(agreement.account_manager)
    client.cookies["django_language"] = "en"
    reason = f"Remedy for breach #{remedy.breach_id}"
    for address in (f"/obligations/{remedy.obligation.pk}/", "/obligations/?show=open"):
        assert reason in client.get(address).content.decode(), address
    [entry] = [
        each for each in entries_of(manager, at=NOW) if each.uid.startswith(f"obligation-{remedy.obligation.pk}@")
    ]
    assert remedy.breach.kind.clause.number in entry.description


def alter(duty: Obligation, changes: str) -> None:
    with writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"UPDATE contracts_obligation SET {changes} WHERE id = %s", [duty.pk])


def test_the_database_wants_exactly_one_cause_of_an_obligation(agreement: Agreement) -> None:
    duty = remedied(agreement).obligation
    for changes in ("term_id = NULL, remedy_id = NULL", "term_id = (SELECT min(id) FROM contracts_term)"):
        with pytest.raises(IntegrityError, match="obligation_one_cause"):
            alter(duty, changes)


def test_a_remedy_or_a_dispute_is_the_cause_of_nothing_between_others(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    duties = (noted(agreement, breach), remedied(agreement, breach).obligation)
    elsewhere = factories.effective_contract(at=SIGNED).contract
    for duty in duties:
        for changes in (f"debtor_id = {elsewhere.party_a_id}", f"contract_id = {elsewhere.pk}"):
            with pytest.raises(IntegrityError, match="other parties than its cause"):
                alter(duty, changes)


def test_what_a_remedy_asks_for_is_owed_by_somebody_when_the_transaction_ends(agreement: Agreement) -> None:
    breach = remedied(agreement).breach
    with pytest.raises(IntegrityError, match="nobody owes remedy"), transaction.atomic():
        owed_by_nobody(breach)


def owed_by_nobody(breach: Breach) -> None:
    with writing(SYSTEM):
        Remedy.objects.create(breach=breach, code="reassess", until_date=UNTIL, chosen_at=NOW, by="测试")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_wants_exactly_one_cause_of_a_breach(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    with pytest.raises(IntegrityError, match="breach_one_cause"), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(obligation=None)
    told = BreachReport.objects.create(
        contract=agreement.contract, party=agreement.client, text="现场核查发现", recorded_at=NOW, by="测试"
    )
    with pytest.raises(IntegrityError, match="breach_one_cause"), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(report=told)
