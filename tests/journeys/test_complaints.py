"""Complaints as their people live them: the guest in the room, the chiefs of a case that nobody took up, finance."""

import hashlib
from typing import Any

import pytest
from playwright.sync_api import Browser

from complaints.models import Evidence, Stage
from parties.domain.roles import Role
from tests.complaints.factories import House
from tests.journeys import customer_act, escalation_act, month_act
from tests.journeys.running_house import photo, running_house, take_steps
from tests.journeys.windows import PHONE, window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
HANDLED = ("plan", "start", "complete", "tell")


@pytest.fixture
def ktv(live_server: Any) -> House:
    return running_house()


def test_a_guest_scans_complains_follows_contests_confirms_and_rates(
    browser: Browser, live_server: Any, ktv: House
) -> None:
    taken, card = photo(), customer_act.card_of_the_room(ktv)
    with window(browser, live_server.url, size=PHONE) as phone:
        complaint = customer_act.complain(phone, card, taken)
        link = customer_act.link_to_keep(phone)
    assert Evidence.objects.get().file.sha256 == hashlib.sha256(taken["buffer"]).hexdigest()
    take_steps(ktv, complaint.pk, "verify", "classify", *HANDLED)
    with window(browser, live_server.url, size=PHONE) as phone:
        customer_act.contest(phone, link)
    with window(browser, live_server.url) as desk:
        customer_act.what_the_staff_reads(desk, ktv, complaint)
    take_steps(ktv, complaint.pk, *HANDLED)
    with window(browser, live_server.url, size=PHONE) as phone:
        rating = customer_act.confirm_and_rate(phone, link)
    take_steps(ktv, complaint.pk, "close")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.logged_by, rating.complaint, rating.stars) == (Stage.CLOSED, None, complaint, 4)
    own = complaint.steps.filter(user=None).values_list("verb", "note")
    assert list(own) == [("contest", customer_act.NOT_SETTLED), ("confirm", "")]


def test_a_major_case_that_nobody_verifies_rises_through_three_levels_and_each_gives_its_word(
    browser: Browser, live_server: Any, ktv: House
) -> None:
    complaint = escalation_act.nobody_verifies(ktv)
    for level in (3, 2, 1):
        with window(browser, live_server.url) as desk:
            escalation_act.acknowledge(desk, ktv, complaint, level=level)
    assert [outcome for *_level, outcome in escalation_act.levels_of(complaint)] == ["missed", "missed", "kept"]


def test_a_claim_is_approved_finance_locks_its_month_and_a_late_change_is_refused(
    browser: Browser, live_server: Any, ktv: House
) -> None:
    site = live_server.url
    with window(browser, site) as floor, window(browser, site) as owner, window(browser, site) as finance:
        asked = month_act.claim(floor, ktv, photo("receipt.jpg"))
        month_act.approve(owner, ktv, asked)
        assert month_act.lock(finance, ktv).locked_by == ktv.people[Role.FINANCE]
        month_act.change_too_late(floor, asked)
        month_act.adjust(finance)
