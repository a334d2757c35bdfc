"""An agreed request for a third party: the draft opens with whom it names, or asks the drafter to choose."""

import pytest
from django.urls import reverse

from contracts.domain.wording.engaging import Engagement, engage, third_party_of
from contracts.models import ThirdParty
from tests import factories
from tests.contracts.asked import at, ktv
from tests.contracts.liability.test_web_breaches import browser
from tests.contracts.requests.test_requests import refusal

pytestmark = pytest.mark.django_db


def test_the_draft_opens_with_the_third_party_that_the_request_names() -> None:
    table, third = ktv(), factories.party()
    agreed = table.answer(table.ask("third_party", table.a, proposed=(third, "assessor")), "agree", table.b)
    assert agreed.amendment is not None
    engaged = agreed.amendment.third_party
    assert (engaged.party, engaged.role, engaged.engaged_for) == (third, "assessor", "独立评估满意度")
    other = table.ask("third_party", table.a, proposed=(factories.party(), "auditor"), at=at("2026-03-05"))
    assert table.answer(other, "agree", table.b, on="2026-03-06").amendment == agreed.amendment
    assert ThirdParty.objects.get(version=agreed.amendment).party == third


def test_where_it_names_nobody_the_drafter_is_to_choose() -> None:
    table = ktv()
    agreed = table.answer(table.ask("third_party", table.a), "agree", table.b)
    assert agreed.amendment is not None
    assert third_party_of(agreed.amendment) is None
    drafter = browser(table.agreement.account_manager, language="en")
    for name in ("contracts:draft", "contracts:third-party"):
        page = drafter.get(reverse(name, args=[agreed.contract_id])).content.decode()
        assert "A third party is to take part" in page
        assert reverse("contracts:request", args=[agreed.pk]) in page
    task = Engagement(factories.party(), "assessor", "评估满意度")
    engage(agreed.amendment.pk, task, by=table.b)
    page = drafter.get(reverse("contracts:draft", args=[agreed.contract_id])).content.decode()
    assert "A third party is to take part" not in page


def test_a_side_of_the_contract_is_not_its_third_party() -> None:
    table = ktv()
    own = (table.agreement.provider, "adviser")
    assert refusal(table.ask, "third_party", proposed=own) == "contracts.third_party_is_a_side"
