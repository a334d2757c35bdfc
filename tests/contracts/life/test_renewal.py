from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from contracts.domain.in_force import terms_for_venue
from contracts.domain.liability.adjusting import NewSum, accept_adjustment, propose_adjustment
from contracts.domain.liability.breaches import confirm_breach, waive_breach
from contracts.domain.life.ending import pass_moments
from contracts.domain.life.renewal import wish_renewal
from contracts.domain.targets.performance import performance_of
from contracts.models import Contract, RenewalWish
from deadlines.domain.clock import stop
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.life.test_ending import END, NEAR, TICK

pytestmark = pytest.mark.django_db


def state(contract: Contract) -> str:
    return Contract.objects.get(pk=contract.pk).state


def test_the_first_written_wish_of_either_side_starts_the_successors_draft() -> None:
    desk = lives.running(verify_within="12")
    client = factories.scope(desk.owner)
    successor = wish_renewal(desk.contract.pk, text="合作愉快，希望续约一年。", by=client, at=NEAR)
    assert (successor.state, successor.renews, successor.party_a) == ("draft", desk.contract, desk.client)
    assert (successor.account_manager, successor.contract_owner) == (desk.manager, desk.owner)
    assert list(successor.venues.all()) == [desk.venue]
    values = {term.name: term.stored for term in successor.latest_version.terms.all()}
    assert values == {term.name: term.stored for term in desk.version.terms.all()}
    assert wish_renewal(desk.contract.pk, text="同意", by=desk.drafter, at=NEAR + TICK) == successor
    wishes = list(RenewalWish.objects.values_list("party", "text", "at"))
    assert wishes == [
        (desk.client.pk, "合作愉快，希望续约一年。", NEAR),
        (desk.provider.pk, "同意", NEAR + TICK),
    ]
    assert Message.objects.filter(kind="contracts.renewal_wished", user=desk.manager).count() == 2
    assert state(desk.contract) == "effective"


def test_a_wish_needs_words_a_side_and_a_contract_that_runs() -> None:
    desk, draft = lives.running(), drafts.draft()
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    finance = factories.scope(factories.person(desk.provider, Role.FINANCE))
    for contract, text, by, code in (
        (desk.contract, "  ", desk.drafter, "contracts.reason_missing"),
        (desk.contract, "续约", stranger, "parties.not_yours"),
        (desk.contract, "续约", finance, "parties.not_yours"),
        (draft.contract, "续约", draft.drafter, "contracts.not_renewable"),
    ):
        with pytest.raises(Refused) as refusal:
            wish_renewal(contract.pk, text=text, by=by, at=NEAR)
        assert refusal.value.code == code
    assert not RenewalWish.objects.exists()


def test_a_contract_whose_successor_is_signed_in_time_is_renewed_at_its_end() -> None:
    desk = lives.running()
    successor = wish_renewal(desk.contract.pk, text="续约", by=desk.drafter, at=NEAR)
    lives.begin(successor, by=desk.drafter, at=NEAR + timedelta(days=9))
    assert state(desk.contract) == "effective"
    acting = terms_for_venue(desk.venue.pk, END - TICK)
    assert acting is not None
    assert acting.contract_id == successor.pk
    pass_moments(desk.contract.pk, at=END)
    assert (state(desk.contract), state(successor)) == ("renewed", "effective")
    assert Message.objects.filter(kind="contracts.renewed").count() == 2


def test_a_contract_that_expired_is_renewed_when_its_successor_is_signed_late() -> None:
    desk = lives.running()
    pass_moments(desk.contract.pk, at=END)
    successor = wish_renewal(desk.contract.pk, text="续约", by=desk.drafter, at=END + TICK)
    assert state(desk.contract) == "expired"
    lives.begin(successor, by=desk.drafter, at=END + timedelta(days=3))
    assert state(desk.contract) == "renewed"


def test_the_figures_beside_the_draft_have_their_denominators() -> None:
    agreement = factories.effective_contract(at=lives.AT)
    owner, manager = factories.scope(agreement.owner), factories.scope(agreement.account_manager)
    obligations = agreement.owe(5, started_at=lives.AT)
    with writing(SYSTEM):
        stop([obligations[0].deadline_id], at=lives.AT + timedelta(hours=1))
    sweep_all(lives.AT + timedelta(days=40))
    agreement.owe(2, started_at=lives.AT + timedelta(days=40))
    breaches = list(agreement.contract.breaches.order_by("pk"))
    confirm_breach(breaches[0].pk, by=owner, at=lives.AT + timedelta(days=41))
    waive_breach(breaches[1].pk, by=owner, at=lives.AT + timedelta(days=41), text="小事")
    found = performance_of(agreement.contract, by=manager)
    assert (found.kept, found.missed, found.judged, found.open) == (1, 4, 5, 2)
    assert (found.breaches, found.confirmed, found.waived) == (4, 1, 1)
    assert (found.damages, found.damages_count) == (Decimal("3000.00"), 1)
    lower = NewSum("agreement", Decimal("1800.00"), "双方商定")
    proposed = propose_adjustment(breaches[0].pk, lower, by=owner, at=lives.AT + timedelta(days=42))
    assert performance_of(agreement.contract, by=manager).damages == Decimal("3000.00")
    accept_adjustment(proposed.pk, by=manager, at=lives.AT + timedelta(days=43))
    assert performance_of(agreement.contract, by=manager).damages == Decimal("1800.00")
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert performance_of(agreement.contract, by=stranger).judged == 0


def test_wishes_are_only_added_to() -> None:
    desk = lives.running()
    wish_renewal(desk.contract.pk, text="续约", by=desk.drafter, at=NEAR)
    for statement in ("UPDATE contracts_renewalwish SET text = 'x'", "DELETE FROM contracts_renewalwish"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
