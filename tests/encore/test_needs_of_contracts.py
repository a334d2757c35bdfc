"""What the home page asks people to do about contracts on their way, ending and over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.domain.duties.contesting import answer_contest, contest_fulfilment
from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.life import termination
from contracts.domain.life.amending import start_amendment
from contracts.domain.life.ending import pass_moments
from contracts.domain.life.negotiating import share_draft
from contracts.domain.life.notices import Letter
from encore.web.needs import needs_of
from parties.models import User
from tests import factories
from tests.contracts import calendars, drafts, lives

pytestmark = pytest.mark.django_db


def asked(user: User) -> dict[str, str]:
    """Page → why."""
    return {need.path: str(need.why) for need in needs_of(factories.scope(user))}


def test_drafts_amendments_and_what_was_shared_wait_for_the_account_manager() -> None:
    draft, running = drafts.draft(), lives.running(at=timezone.now() - timedelta(days=9))
    page = reverse("contracts:detail", args=[draft.contract.pk])
    before = asked(draft.manager)[page]
    share_draft(draft.contract.pk, by=draft.drafter, at=timezone.now())
    assert asked(draft.manager)[page] != before
    assert page not in asked(draft.owner)
    start_amendment(running.contract.pk, by=running.drafter, at=timezone.now())
    assert reverse("contracts:amendment", args=[running.contract.pk, 2]) in asked(running.manager)


def test_both_sides_are_asked_about_a_contract_that_ends_and_is_over() -> None:
    now = timezone.now()
    ending, over = lives.running(at=now - timedelta(days=340)), lives.running(at=now - timedelta(days=400))
    for desk in (ending, over):
        pass_moments(desk.contract.pk, at=now)
        page = reverse("contracts:detail", args=[desk.contract.pk])
        assert all(page in asked(user) for user in (desk.manager, desk.owner))


def test_a_notice_waits_for_the_other_side_until_it_answers() -> None:
    desk = lives.running(at=timezone.now() - timedelta(days=40))
    letter = Letter("多次逾期", "email", timezone.localdate())
    by, at = factories.scope(desk.owner), timezone.now()
    given = termination.give_termination(desk.contract.pk, "by_law", letter, by=by, at=at)
    page = reverse("contracts:notice", args=[desk.contract.pk, given.notice_id])
    assert page in asked(desk.manager)
    assert page not in asked(desk.owner)
    termination.confirm_arrival(given.notice_id, by=desk.drafter, at=timezone.now())
    assert page not in asked(desk.manager)


def test_what_is_contested_waits_for_the_debtor_and_its_answer_for_the_creditor() -> None:
    agreement = calendars.running(**calendars.INTERVALS)
    training, at = calendars.occurrence(agreement, "training").obligation_id, calendars.at("2026-03-20")
    debtor, creditor = factories.scope(agreement.account_manager), factories.scope(agreement.owner)
    page = reverse("contracts:obligation", args=[training])
    keep_obligation(training, proof=Proof("十二人参加"), by=debtor, at=at)
    assert all(page not in asked(user) for user in (agreement.account_manager, agreement.owner))
    contest_fulfilment(training, text="签到表不实", by=creditor, at=at)
    assert page in asked(agreement.account_manager)
    assert page not in asked(agreement.owner)
    answer_contest(training, proof=Proof("另附监控截图"), by=debtor, at=at)
    assert page in asked(agreement.owner)
    assert page not in asked(agreement.account_manager)


def test_a_bill_waits_for_the_word_of_who_pays() -> None:
    agreement = calendars.running("service", report_interval="3", term_years="1", service_term="1年")
    bill = calendars.occurrence(agreement, "fee_bill").obligation_id
    by = factories.scope(agreement.account_manager)
    keep_obligation(bill, proof=Proof("发票已送达"), by=by, at=calendars.at("2026-03-02"))
    assert reverse("contracts:obligation", args=[bill]) in asked(agreement.owner)
