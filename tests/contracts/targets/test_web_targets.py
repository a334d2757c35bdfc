"""The page of a contract's targets: recording, reading, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.domain.targets.measuring import Method, may_record
from contracts.models import Breach, Measurement
from parties.domain.roles import Role
from tests import factories
from tests.contracts.calendars import running
from tests.contracts.duties.test_fulfilling import PDF
from tests.contracts.liability.test_web_breaches import browser
from tests.contracts.targets.test_targets import record, refusal
from tests.factories import Agreement


@pytest.fixture
def agreement(db: None) -> Agreement:
    return running(survey_sample="60", churn_ceiling="5")


def test_a_measurement_is_recorded_on_the_page_and_its_paper_read_by_the_other_side(agreement: Agreement) -> None:
    address = f"/contracts/{agreement.contract.pk}/targets/"
    given_ones = {
        "period": "satisfaction_target~2026-03-01",
        "value": "80",
        "sample": "100",
        "method": "<i>随机</i>",
        "file": SimpleUploadedFile("统计.pdf", PDF),
    }
    manager, owner = browser(agreement.account_manager), browser(agreement.owner)
    assert manager.post(address, given_ones).status_code == 302
    page = owner.get(address).content.decode()
    breach, row = Breach.objects.get(), Measurement.objects.get()
    assert f'href="/breaches/{breach.pk}/"' in page
    assert "&lt;i&gt;随机&lt;/i&gt;" in page
    paper = owner.get(f"{address}{row.pk}/")
    assert b"".join(paper) == PDF
    assert address in owner.get(f"/breaches/{breach.pk}/").content.decode()
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert [stranger.get(each).status_code for each in (address, f"{address}{row.pk}/")] == [404, 404]
    assert stranger.post(address, given_ones).status_code == 404


def test_a_refused_measurement_keeps_what_was_typed(agreement: Agreement) -> None:
    client = browser(agreement.account_manager)
    answer = client.post(
        f"/contracts/{agreement.contract.pk}/targets/",
        {"period": "satisfaction_target~2026-03-01", "value": "95", "method": "写过的方法"},
    )
    assert answer.status_code == 422
    assert "写过的方法" in answer.content.decode()
    assert 'id="id_sample_error"' in answer.content.decode()
    odd = client.post(f"/contracts/{agreement.contract.pk}/targets/", {"period": "x~y", "value": "1e9", "sample": "-1"})
    assert odd.status_code == 422


def test_who_works_in_other_venues_finds_neither_the_contract_nor_its_targets(agreement: Agreement) -> None:
    row = record(agreement, "95", method=Method("问卷", SimpleUploadedFile("统计.pdf", PDF)))
    contract, elsewhere = agreement.contract, factories.venue(agreement.client)
    pages = [f"/contracts/{contract.pk}/{page}" for page in ("", "targets/", f"targets/{row.pk}/")]
    for venues, status in (([elsewhere], 404), ([agreement.venue, elsewhere], 200), ([], 200)):
        manager = factories.person(agreement.client, Role.VENUE_MANAGER, venues=venues)
        answers = [browser(manager).get(page) for page in pages]
        assert [answer.status_code for answer in answers] == [status] * 3
        assert (b"".join(answers[-1]) == PDF) is (status == 200)
        assert may_record(contract, by=factories.scope(manager)) is (status == 200)


def test_who_works_in_other_venues_records_nothing(agreement: Agreement) -> None:
    elsewhere = factories.venue(agreement.client)
    stranger = factories.person(agreement.client, Role.CUSTOMER_SERVICE, venues=[elsewhere])
    assert refusal(agreement, by=factories.scope(stranger)) == "contracts.not_a_side"
    assert browser(stranger).post(f"/contracts/{agreement.contract.pk}/targets/", {}).status_code == 404


def test_finance_reads_and_does_not_record(agreement: Agreement) -> None:
    finance = browser(factories.person(agreement.client, Role.FINANCE))
    address = f"/contracts/{agreement.contract.pk}/targets/"
    page = finance.get(address)
    assert page.status_code == 200
    assert 'name="value"' not in page.content.decode()
    assert finance.post(address, {}).status_code == 403
