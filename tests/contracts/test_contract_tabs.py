"""The row of tabs that leads from each page of a contract to the others."""

import re

import pytest

from contracts.web.tabs import tabs_of
from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts
from tests.contracts.liability.test_web_breaches import browser

pytestmark = pytest.mark.django_db
TAB = re.compile(r'<a class="enc-tab" href="([^"]*)"( aria-current="page")?')


def test_every_page_of_a_contract_leads_to_all_others_and_says_which_one_it_is() -> None:
    agreement = factories.effective_contract(at=factories.BEGUN)
    client = browser(agreement.owner)
    tabs = tabs_of(agreement.contract, by=factories.scope(agreement.owner))
    paths = [tab.path(agreement.contract) for tab in tabs]
    assert len(tabs) == 11
    for tab, path in zip(tabs, paths, strict=True):
        answer = client.get(path)
        assert answer.status_code == 200, path
        if not tab.is_list:
            assert TAB.findall(answer.content.decode()) == [
                (each, ' aria-current="page"' * (each == path)) for each in paths
            ]


def test_nobody_is_led_to_what_is_not_for_them() -> None:
    agreement = factories.effective_contract(at=factories.BEGUN)
    auditor = browser(factories.person(agreement.client, Role.AUDITOR))
    shown = [path for path, _here in TAB.findall(auditor.get(f"/contracts/{agreement.contract.pk}/").content.decode())]
    assert 0 < len(shown) < len(tabs_of(agreement.contract, by=factories.scope(agreement.owner)))
    assert [auditor.get(path).status_code for path in shown] == [200] * len(shown)


def test_a_draft_leads_only_to_what_says_something_before_it_acts() -> None:
    desk = drafts.draft()
    own = f"/contracts/{desk.contract.pk}/"
    shown = TAB.findall(browser(desk.manager).get(own).content.decode())
    assert shown == [(own, ' aria-current="page"'), (f"{own}fee-plan/", "")]
