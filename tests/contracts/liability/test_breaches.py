from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from contracts.domain.liability.breaches import (
    BREACH,
    accept_breach,
    confirm_breach,
    contest_breach,
    propose_for_missed,
    verbs_for,
    waive_breach,
)
from contracts.models import Breach, Damages, Obligation
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests import factories
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
STARTED = SIGNED + timedelta(days=10)


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def breach_of(agreement: Agreement, *, started_at: datetime = STARTED) -> Breach:
    [obligation] = agreement.owe(started_at=started_at)
    sweep_all(started_at + timedelta(hours=30))
    return Breach.objects.get(obligation=obligation)


def test_a_missed_obligation_proposes_one_breach_at_its_due_time(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    assert breach.occurred_at == STARTED + timedelta(hours=24)
    assert (breach.state, breach.kind.code) == ("proposed", "step_late")
    assert (breach.at_fault, breach.injured) == (agreement.provider, agreement.client)


def test_proposing_again_changes_nothing(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    assert breach.obligation is not None
    with writing(SYSTEM):
        propose_for_missed([breach.obligation.deadline], breach.proposed_at)
    assert Breach.objects.count() == 1


def test_both_sides_are_told_once_however_many_clocks_run_out_together(agreement: Agreement) -> None:
    agreement.owe(5, started_at=STARTED)
    sweep_all(STARTED + timedelta(hours=30))
    told = Message.objects.filter(kind="contracts.breaches_proposed")
    assert {m.user_id for m in told} == {agreement.account_manager.pk, agreement.owner.pk}
    assert [m.params["count"] for m in told] == [5, 5]


def test_an_obligation_whose_catalogue_has_no_word_for_it_stops_nobodys_clock(agreement: Agreement) -> None:
    [silent, other] = agreement.owe(2, started_at=STARTED)
    Obligation.objects.filter(pk=silent.pk).update(breach_kind=None)
    assert sweep_all(STARTED + timedelta(hours=30)).missed == 2
    assert list(Breach.objects.values_list("obligation", flat=True)) == [other.pk]


@pytest.mark.parametrize(("term", "debtor"), [("payment_within", "client"), ("verify_within", "provider")])
def test_the_debtor_is_the_party_that_the_clause_names(agreement: Agreement, term: str, debtor: str) -> None:
    terms = agreement.terms(STARTED)
    named = terms.term(term)
    assert named is not None
    assert terms.debtor_of(named) == getattr(agreement, debtor).pk


def test_a_clause_that_binds_both_does_not_say_who_owes_it(agreement: Agreement) -> None:
    terms = agreement.terms(STARTED)
    both = terms.term("renewal_notice")
    assert both is not None
    with pytest.raises(LookupError, match=r"11\.2"):
        terms.debtor_of(both)


def test_the_debtor_is_the_bearer_that_the_contract_names() -> None:
    agreement = factories.effective_contract(at=SIGNED, duty_bearer="party_a")
    [obligation] = agreement.owe(started_at=STARTED)
    assert (obligation.debtor, obligation.creditor) == (agreement.client, agreement.provider)


def test_only_the_injured_party_confirms(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    at = breach.occurred_at + timedelta(days=1)
    for outsider in (agreement.account_manager, factories.person(factories.party(), Role.CONTRACT_OWNER)):
        with pytest.raises(Refused) as refusal:
            confirm_breach(breach.pk, by=factories.scope(outsider), at=at)
        assert refusal.value.code == "contracts.not_injured"
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=at)
    breach.refresh_from_db()
    assert (breach.state, breach.decided_at) == ("confirmed", at)


def test_only_the_party_at_fault_contests_and_says_why(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    at = breach.occurred_at
    with pytest.raises(Refused) as refusal:
        contest_breach(breach.pk, by=factories.scope(agreement.owner), at=at, text="no")
    assert refusal.value.code == "contracts.not_at_fault"
    with pytest.raises(Refused) as refusal:
        contest_breach(breach.pk, by=factories.scope(agreement.account_manager), at=at, text="  ")
    assert (refusal.value.code, refusal.value.field) == ("contracts.reason_missing", "text")
    contest_breach(breach.pk, by=factories.scope(agreement.account_manager), at=at, text="客人未留电话")
    assert Breach.objects.get(pk=breach.pk).state == "contested"
    assert [s.text for s in breach.statements.all()] == ["客人未留电话"]


def test_what_a_side_may_do_follows_from_the_state(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    injured, at_fault = factories.scope(agreement.owner), factories.scope(agreement.account_manager)
    assert verbs_for(breach, by=at_fault) == ["accept", "contest"]
    assert verbs_for(breach, by=injured) == ["confirm", "waive"]
    accept_breach(breach.pk, by=at_fault, at=breach.occurred_at)
    breach.refresh_from_db()
    assert verbs_for(breach, by=at_fault) == []


def test_a_decision_is_made_once(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    by = factories.scope(agreement.owner)
    waive_breach(breach.pk, by=by, at=breach.occurred_at, text="首次，免于追究")
    with pytest.raises(Refused) as refusal:
        confirm_breach(breach.pk, by=by, at=breach.occurred_at)
    assert refusal.value.code == "foundation.not_allowed_now"
    assert Damages.objects.count() == 0


def test_the_database_refuses_a_decision_without_its_moment(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    with pytest.raises(IntegrityError, match="breach_decision_has_moment"), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_breach SET state = 'confirmed' WHERE id = %s", [breach.pk])


def test_the_database_refuses_a_second_breach_of_one_obligation(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    with pytest.raises(IntegrityError), writing(SYSTEM):
        Breach.objects.create(
            contract=breach.contract,
            kind=breach.kind,
            obligation=breach.obligation,
            at_fault=breach.at_fault,
            injured=breach.injured,
            occurred_at=breach.occurred_at,
            proposed_at=breach.occurred_at,
        )


@pytest.mark.parametrize("state", BREACH.states)
@pytest.mark.parametrize("verb", ["accept", "contest", "confirm", "waive"])
def test_every_state_and_verb_is_decided_by_the_table(state: str, verb: str) -> None:
    allowed = {
        "proposed": {"accept", "contest", "confirm", "waive"},
        "accepted": {"confirm", "waive"},
        "contested": {"confirm", "waive"},
    }
    if verb in allowed.get(state, set()):
        assert (
            BREACH.next_state(state, verb)
            == {
                "accept": "accepted",
                "contest": "contested",
                "confirm": "confirmed",
                "waive": "waived",
            }[verb]
        )
    else:
        with pytest.raises(Refused):
            BREACH.next_state(state, verb)


def test_confirming_assesses_the_damages_by_the_clause(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=breach.occurred_at)
    damages = Damages.objects.get(breach=breach)
    assert damages.amount == Decimal("3000.00")
    assert damages.term.name == "damages_per_breach"
