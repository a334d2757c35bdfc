"""The pages of obligations: the list with its filters, one obligation, the month; each within its reader's reach."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.domain.duties.fulfilling import Proof, add_evidence, keep_obligation
from contracts.domain.duties.planning import follow_terms, open_begun
from contracts.models import Obligation
from deadlines.domain.sweep import sweep_all
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.contracts.calendars import INTERVALS, at, occurrence, running
from tests.contracts.duties.test_fulfilling import PDF
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


def rows_of(client: Client, query: str = "") -> list[int]:
    """The obligations that the list shows, in its order."""
    page = client.get(f"/obligations/?{query}").content.decode()
    table = page[page.index('id="rows"') :]
    return [int(pk) for pk in re.findall(r'<a href="/obligations/(\d+)/">', table)]


def ids(agreement: Agreement, *names: str, of: str = "B") -> set[int]:
    return {occurrence(agreement, name, of=of).obligation_id for name in names}


def test_the_list_narrows_by_state_side_person_kind_contract_and_time(agreement: Agreement) -> None:
    other = running(**INTERVALS)
    keep_obligation(
        occurrence(agreement, "training").obligation_id,
        proof=Proof("完成"),
        by=factories.scope(agreement.account_manager),
        at=at("2026-04-05"),
    )
    sweep_all(at("2026-04-03"))
    manager, owner = browser(agreement.account_manager), browser(agreement.owner)
    everything = {row.pk for row in Obligation.objects.filter(contract=agreement.contract)}
    assert set(rows_of(manager, "show=all")) == everything
    assert set(rows_of(manager, "show=late")) == ids(agreement, "training")
    assert set(rows_of(manager, "show=missed")) == ids(agreement, "improvement_report")
    assert set(rows_of(manager, "show=all&side=theirs")) == ids(agreement, "statement", "renewal", of="A")
    assert set(rows_of(owner, "show=all&side=ours")) == ids(agreement, "statement", "renewal", of="A")
    assert set(rows_of(owner, "show=all&mine=on")) == ids(agreement, "statement", "renewal", of="A")
    assert set(rows_of(manager, "show=all&kind=survey")) == ids(agreement, "survey")
    assert set(rows_of(manager, f"show=all&contract={other.contract.pk}")) == set()
    in_june = rows_of(manager, "show=all&since=2026-06-01&until=2026-06-01")
    assert set(in_june) == ids(agreement, "survey", "appraisal")


def test_the_day_of_a_filter_ends_at_midnight(agreement: Agreement) -> None:
    manager, survey = browser(agreement.account_manager), ids(agreement, "survey").pop()
    on = {
        day: survey in rows_of(manager, f"show=all&since={day}&until={day}")
        for day in ("2026-05-31", "2026-06-01", "2026-06-02")
    }
    assert on == {"2026-05-31": False, "2026-06-01": True, "2026-06-02": False}


@pytest.mark.parametrize(
    "query",
    [
        "show=nothing",
        "kind=x&side=y&sort=z",
        "since=32&until=x",
        "contract=abc",
        "after=~~&before=x",
        "contract=99999999999999999999",
    ],
)
def test_what_does_not_fit_narrows_nothing(agreement: Agreement, query: str) -> None:
    client = browser(agreement.account_manager)
    assert rows_of(client, query) == rows_of(client)
    assert client.get(f"/obligations/export.csv?{query}").status_code == 200
    assert client.get(f"/obligations/calendar/?{query}").status_code == 200


def test_sorting_turns_the_list_round(agreement: Agreement) -> None:
    client = browser(agreement.account_manager)
    assert rows_of(client, "show=all&sort=due") == rows_of(client, "show=all&sort=-due")[::-1]
    assert set(rows_of(client, "show=all&sort=contract")) == set(rows_of(client, "show=all"))


def queries_of(client: Client, address: str) -> int:
    """How many questions the page asks of the database, once all that is kept has been read."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_page_costs_the_same_with_many_rows_and_reaches_them_all(agreement: Agreement) -> None:
    client = browser(agreement.account_manager)
    few = queries_of(client, "/obligations/?show=all")
    assert few <= 6
    agreement.owe(95, started_at=at("2026-03-05"))
    assert queries_of(client, "/obligations/?show=all") == few
    first = client.get("/obligations/?show=all")
    seen, page = set(rows_of(client, "show=all")), first.content.decode()
    while found := re.search(r'href="\?([^"]*after=[^"]*)"[^>]*rel="next"', page):
        query = found[1].replace("&amp;", "&")
        seen |= set(rows_of(client, query))
        page = client.get(f"/obligations/?{query}").content.decode()
    assert seen == {row.pk for row in Obligation.objects.all()}


def test_the_export_holds_what_the_list_shows_and_runs_nothing(agreement: Agreement) -> None:
    User.objects.filter(pk=agreement.account_manager.pk).update(name="=HYPERLINK(1)")
    client = browser(User.objects.get(pk=agreement.account_manager.pk))
    response = client.get("/obligations/export.csv?show=all&kind=statement")
    table = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert len(table) == 3
    ours = next(row for row in table if row[3] == agreement.provider.name)
    assert ours[0] == agreement.contract.number
    assert ours[5] == "'=HYPERLINK(1)"
    assert ours[7] == "2026-06-16 00:00"


def test_others_find_nothing(agreement: Agreement) -> None:
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    pk = occurrence(agreement, "training").obligation_id
    assert rows_of(stranger, "show=all") == []
    assert [stranger.get(f"/obligations/{pk}/").status_code, stranger.post(f"/obligations/{pk}/done/").status_code] == [
        404,
        404,
    ]
    assert stranger.post(f"/obligations/{pk}/evidence/").status_code == 404
    assert stranger.post(f"/obligations/{pk}/owner/", {"owner": agreement.owner.pk}).status_code == 404
    assert len(list(csv.reader(io.StringIO(b"".join(stranger.get("/obligations/export.csv?show=all")).decode())))) == 1


def test_the_debtor_records_it_on_the_page_and_the_other_side_sees_the_evidence(agreement: Agreement) -> None:
    today = timezone.localdate()
    fresh = factories.effective_contract(at=factories.BEGUN - timedelta(days=3), **INTERVALS)
    follow_terms(fresh.contract.pk, at=fresh.contract.effective_at)  # type: ignore[arg-type]
    pk = occurrence(fresh, "training").obligation_id
    manager, owner = browser(fresh.account_manager), browser(fresh.owner)
    assert f'action="/obligations/{pk}/done/"' in manager.get(f"/obligations/{pk}/").content.decode()
    assert f'action="/obligations/{pk}/done/"' not in owner.get(f"/obligations/{pk}/").content.decode()
    given = {"done_on": today.isoformat(), "text": "<b>已培训</b>", "evidence": [SimpleUploadedFile("签到.pdf", PDF)]}
    assert manager.post(f"/obligations/{pk}/done/", given).status_code == 302
    page = owner.get(f"/obligations/{pk}/").content.decode()
    assert "&lt;b&gt;已培训&lt;/b&gt;" in page
    file = re.search(rf'href="(/obligations/{pk}/evidence/\d+/)"', page)
    assert file is not None
    answer = owner.get(file[1])
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert stranger.get(file[1]).status_code == 404
    assert (
        owner.get(
            f"/obligations/{occurrence(fresh, 'survey').obligation_id}/evidence/{file[1].split('/')[-2]}/"
        ).status_code
        == 404
    )


def test_a_refusal_stands_at_its_field_and_keeps_the_words(agreement: Agreement) -> None:
    pk = occurrence(agreement, "training").obligation_id
    manager = browser(agreement.account_manager)
    answer = manager.post(f"/obligations/{pk}/done/", {"done_on": "2020-01-01", "text": "写过的话"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "写过的话" in page
    assert 'id="id_done_on_error"' in page
    owner = browser(agreement.owner)
    assert owner.post(f"/obligations/{pk}/done/", {"text": "对方代为记录"}).status_code == 422
    assert owner.post(f"/obligations/{pk}/owner/", {"owner": agreement.owner.pk}).status_code == 422


def test_handing_over_on_the_page(agreement: Agreement) -> None:
    trainer = factories.person(agreement.provider, Role.HR)
    pk = occurrence(agreement, "training").obligation_id
    assert (
        browser(agreement.account_manager).post(f"/obligations/{pk}/owner/", {"owner": trainer.pk}).status_code == 302
    )
    assert occurrence(agreement, "training").obligation.deadline.owner == trainer
    assert str(trainer) in browser(agreement.owner).get(f"/obligations/{pk}/").content.decode()


def test_a_provisional_day_says_so(agreement: Agreement) -> None:
    manager, warning = browser(agreement.account_manager), 'enc-alert" data-tone="attention"'
    # Ten working days after 1 December 2026 are known, those after 1 March 2027 are not.
    open_begun(at("2026-12-05"))
    found = [occurrence(agreement, "statement", number=number) for number in (2, 3)]
    assert [row.is_provisional for row in found] == [False, True]
    pages = [manager.get(f"/obligations/{row.obligation_id}/").content.decode() for row in found]
    assert [warning in page for page in pages] == [False, True]


def test_one_obligation_costs_the_same_however_much_stands_beside_it(agreement: Agreement) -> None:
    manager, training = browser(agreement.account_manager), occurrence(agreement, "training").obligation
    few = queries_of(manager, f"/obligations/{training.pk}/")
    assert few <= 20
    by = factories.scope(agreement.owner)
    for number in range(5):
        add_evidence(training.pk, proof=Proof(f"第{number}项"), by=by, at=at("2026-03-20"))
        agreement.owe(started_at=at("2026-03-05"))
    assert queries_of(manager, f"/obligations/{training.pk}/") == few


# ---------------------------------------------------------------------------------------------------------- the month
def cell(page: str, day: str) -> str:
    """The cell of a day in the month's sheet."""
    start = page.index(f'datetime="{day}"')
    return page[start : page.index("</td>", start)]


def test_each_thing_stands_on_its_day(agreement: Agreement) -> None:
    page = browser(agreement.account_manager).get("/obligations/calendar/?month=2026-06").content.decode()
    survey = f"/obligations/{occurrence(agreement, 'survey').obligation_id}/"
    assert survey in cell(page, "2026-06-01")
    assert page.count(survey) == 1
    assert 'scope="col"' in page
    assert "?month=2026-05" in page
    assert "?month=2026-07" in page


def test_the_sheet_shows_the_days_of_neighbouring_months_and_no_others(agreement: Agreement) -> None:
    page = browser(agreement.account_manager).get("/obligations/calendar/?month=2026-05").content.decode()
    days = re.findall(r'datetime="(\d{4}-\d\d-\d\d)"', page)
    assert (days[0], days[-1], len(days)) == ("2026-04-27", "2026-05-31", 35)
    assert page.count("<td data-outside") == 4


@pytest.mark.parametrize("month", ["2026-13", "x", "", "1999-01", "２０２６-05", "2026-5"])
def test_a_month_that_is_none_is_this_one(agreement: Agreement, month: str) -> None:
    page = browser(agreement.account_manager).get(f"/obligations/calendar/?month={month}").content.decode()
    assert f'datetime="{date.today().isoformat()}"' in page  # noqa: DTZ011  # the test's own day
    assert "data-today" in page


def test_a_full_day_leads_to_its_list(agreement: Agreement) -> None:
    manager, address = browser(agreement.account_manager), "/obligations/calendar/?month=2026-03"
    few = queries_of(manager, address)
    assert few <= 6
    agreement.owe(40, started_at=at("2026-03-09"))
    assert queries_of(manager, address) == few
    page = manager.get(address).content.decode()
    found = cell(page, "2026-03-10")
    assert found.count('class="enc-due"') == 4
    assert "since=2026-03-10&amp;until=2026-03-10" in found
    assert len(rows_of(manager, "show=all&since=2026-03-10&until=2026-03-10")) == 30


def test_an_empty_month_says_so(agreement: Agreement) -> None:
    assert (
        "enc-empty" in browser(agreement.account_manager).get("/obligations/calendar/?month=2031-01").content.decode()
    )
