"""What the home page asks of a side after the other one did something: once, of the right side, until it answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.domain.duties.contesting import accept_fulfilment, answer_contest, contest_fulfilment
from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.liability import force_majeure
from contracts.domain.liability.adjusting import NewSum, decline_adjustment, propose_adjustment
from contracts.domain.liability.dispute_ends import Outcome, accept_end, propose_end
from contracts.domain.liability.disputes import Step, open_dispute
from contracts.domain.liability.force_majeure import Hindrance
from contracts.domain.papers.annexes import answer_annex
from contracts.domain.signature.asking import answer as answer_signer
from encore.web.needs import needs_of
from parties.models import User
from tests import factories
from tests.contracts import delivered, drafts
from tests.contracts.calendars import occurrence, running
from tests.contracts.liabilities import SIGNED, confirmed, paper
from tests.contracts.signature.test_asking import asked as put_by_signer
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


def asked(user: User) -> set[str]:
    """The pages."""
    return {need.path for need in needs_of(factories.scope(user))}


def asks_only(path: str, user: User, *others: User) -> None:
    assert path in asked(user)
    for other in others:
        assert path not in asked(other)


def signed() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def test_a_signers_question_is_asked_of_the_provider_until_it_is_answered() -> None:
    desk = drafts.sent()
    question = put_by_signer(desk, text="违约金上限？")
    titles = [need.title for need in needs_of(desk.drafter)]
    assert f"{desk.contract.number} · 违约金上限？" in titles
    assert not any("违约金上限？" in need.title for need in needs_of(factories.scope(desk.owner)))
    answer_signer(question.pk, text="合同金额的百分之十", by=desk.drafter, at=timezone.now())
    assert not any("违约金上限？" in need.title for need in needs_of(desk.drafter))


def test_an_annex_is_asked_of_the_other_side_until_it_is_answered() -> None:
    agreement = running()
    old = delivered.deliver(agreement, "training_plan", delivered.provider(agreement), at=timezone.now())
    version = delivered.deliver(agreement, "training_plan", delivered.provider(agreement), at=timezone.now())
    page = reverse("contracts:annex", args=[agreement.contract.pk, "training_plan"])
    assert old.number < version.number
    asks_only(page, agreement.owner, agreement.account_manager)
    assert [need.path for need in needs_of(delivered.client(agreement))].count(page) == 1
    answer_annex(version.pk, is_accepted=True, by=delivered.client(agreement), at=timezone.now())
    assert page not in asked(agreement.owner)


def test_data_is_asked_of_its_receiver_and_then_of_its_giver() -> None:
    agreement = running()
    data = delivered.give(agreement, delivered.client(agreement), at=timezone.now())
    page = reverse("contracts:handover", args=[agreement.contract.pk, data.pk])
    asks_only(page, agreement.account_manager, agreement.owner)
    delivered.answer(data, "receive", delivered.provider(agreement), at=timezone.now())
    assert page not in asked(agreement.account_manager) | asked(agreement.owner)
    delivered.answer(data, "give_back", delivered.provider(agreement), at=timezone.now())
    asks_only(page, agreement.owner, agreement.account_manager)


def test_what_is_contested_is_asked_of_the_debtor_and_its_answer_of_the_creditor() -> None:
    agreement, at = running(training_interval="1"), timezone.now()
    duty = occurrence(agreement, "training").obligation
    page = reverse("contracts:obligation", args=[duty.pk])
    keep_obligation(duty.pk, proof=Proof("完成"), by=delivered.provider(agreement), at=at)
    assert page not in asked(agreement.owner)
    contest_fulfilment(duty.pk, text="到场不足", by=delivered.client(agreement), at=at)
    asks_only(page, agreement.account_manager, agreement.owner)
    answer_contest(duty.pk, proof=Proof("签到表"), by=delivered.provider(agreement), at=at)
    asks_only(page, agreement.owner, agreement.account_manager)
    accept_fulfilment(duty.pk, by=delivered.client(agreement), at=at)
    assert page not in asked(agreement.owner)


def test_a_bill_is_asked_of_the_payer_because_its_payment_waits_for_that_word() -> None:
    agreement = running("service", report_interval="3", term_years="1", service_term="1年")
    bill = occurrence(agreement, "fee_bill").obligation
    page = reverse("contracts:obligation", args=[bill.pk])
    keep_obligation(bill.pk, proof=Proof("发票已送达"), by=delivered.provider(agreement), at=timezone.now())
    asks_only(page, agreement.owner, agreement.account_manager)
    accept_fulfilment(bill.pk, by=delivered.client(agreement), at=timezone.now())
    assert page not in asked(agreement.owner)


def test_other_damages_are_asked_of_the_side_that_did_not_propose_them() -> None:
    agreement = signed()
    breach = confirmed(agreement)
    page = reverse("contracts:breach", args=[breach.pk])
    assert page not in asked(agreement.account_manager)
    new = NewSum("agreement", Decimal("100.00"), "双方商定", None, [])
    by, at = factories.scope(agreement.owner), timezone.now()
    adjustment = propose_adjustment(breach.pk, new, by=by, at=at)
    asks_only(page, agreement.account_manager, agreement.owner)
    decline_adjustment(adjustment.pk, text="不同意", by=delivered.provider(agreement), at=at)
    assert page not in asked(agreement.account_manager)


def test_the_end_of_a_dispute_is_asked_of_the_side_that_did_not_record_it() -> None:
    agreement, at = signed(), timezone.now()
    breach, client, provider = confirmed(agreement), delivered.client(agreement), delivered.provider(agreement)
    page, day = reverse("contracts:breach", args=[breach.pk]), timezone.localdate(at)
    dispute = open_dispute(breach.pk, Step("双方会谈", day), by=provider, at=at)
    assert page not in asked(agreement.owner)
    outcome = Outcome("和解协议", day, "own", [paper("和解协议.pdf")])
    end = propose_end(dispute.pk, "settle", outcome, by=provider, at=at)
    asks_only(page, agreement.owner, agreement.account_manager)
    accept_end(end.pk, by=client, at=at)
    assert page not in asked(agreement.owner)


def test_claimed_force_majeure_is_asked_of_the_other_side() -> None:
    agreement, at = signed(), timezone.now()
    day = timezone.localdate(at)
    claim = Hindrance(day - timedelta(days=3), day - timedelta(days=2), "suspend", "台风停业", [paper()])
    force_majeure.claim_force_majeure(agreement.contract.pk, claim, by=delivered.provider(agreement), at=at)
    page = reverse("contracts:force-majeure", args=[agreement.contract.pk])
    assert page in asked(agreement.owner)
    assert page not in asked(agreement.account_manager)
