"""The pages of annexes, data, notices and the archive: each within its reader's reach, for both sides, at one cost."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.domain.archive.indexing import index_contract
from contracts.domain.life.notices import Letter, give_notice
from contracts.models import AnnexVersion, DataHandover
from contracts.models.notices import NoticeKind
from parties.domain.roles import Role
from parties.models import Membership, User
from tests import factories
from tests.contracts.delivered import PDF, answer, client, deliver, give, provider, upload
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=factories.BEGUN - timedelta(days=3))


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def rows_of(client: Client, address: str) -> str:
    page = text_of(client, address)
    return page[page.index('id="rows"') :]


def table_of(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(client.get(address)).decode("utf-8-sig"))))


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def here(agreement: Agreement, path: str = "") -> str:
    return f"/contracts/{agreement.contract.pk}/{path}"


def notice(agreement: Agreement, words: str = "三月起涨价。") -> int:
    letter = Letter(words, "email", timezone.localdate())
    by = provider(agreement)
    return give_notice(agreement.contract.pk, NoticeKind.FEE_CHANGE, letter, by=by, at=timezone.now()).pk


# ------------------------------------------------------------------------------------------------------------ annexes
def test_an_annex_is_delivered_returned_and_accepted_on_its_page(agreement: Agreement) -> None:
    page, manager, owner = here(agreement, "annexes/training_plan/"), *browsers(agreement)
    assert 'type="file"' in text_of(manager, page)
    assert 'type="file"' not in text_of(owner, page)
    assert owner.post(page, {"file": upload()}).status_code == 422
    assert manager.post(page, {}).status_code == 422
    assert manager.post(page, {"file": upload("<b>.pdf"), "note": "第一稿"}).status_code == 302
    assert "&lt;b&gt;.pdf" in text_of(owner, page)
    assert manager.post(f"{page}1/answer/", {"accept": "yes"}).status_code == 422
    assert owner.post(f"{page}1/answer/", {"return": "yes"}).status_code == 422
    assert owner.post(f"{page}1/answer/", {"return": "yes", "reason": "缺讲师资质"}).status_code == 302
    assert "缺讲师资质" in text_of(manager, page)
    manager.post(page, {"file": upload()})
    assert owner.post(f"{page}2/answer/", {"accept": "yes"}).status_code == 302
    assert f'href="{page}2/"' in rows_of(owner, here(agreement, "annexes/?state=accepted"))


def browsers(agreement: Agreement) -> tuple[Client, Client]:
    return browser(agreement.account_manager), browser(agreement.owner)


def test_a_file_is_handed_out_as_a_download_within_reach(agreement: Agreement) -> None:
    deliver(agreement, "training_plan", provider(agreement), at=timezone.now())
    file = here(agreement, "annexes/training_plan/1/")
    given = browser(agreement.owner).get(file)
    assert b"".join(given) == PDF
    assert given["Content-Disposition"].startswith("attachment")
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    other = factories.effective_contract(at=factories.BEGUN - timedelta(days=3))
    assert stranger.get(file).status_code == 404
    assert browser(agreement.owner).get(here(other, "annexes/training_plan/1/")).status_code == 404
    assert browser(other.owner).get(here(other, "annexes/training_plan/1/")).status_code == 404


def test_a_side_takes_an_annex_on(agreement: Agreement) -> None:
    page = here(agreement, "annexes/supplementary_agreement/")
    owner = browser(agreement.owner)
    assert f'action="{page}take/"' in text_of(owner, page)
    assert owner.post(f"{page}take/").status_code == 302
    assert f'action="{page}take/"' not in text_of(owner, page)
    assert agreement.client.name in rows_of(owner, here(agreement, "annexes/?side=ours"))


def test_the_export_of_annexes_runs_nothing(agreement: Agreement) -> None:
    deliver(agreement, "training_plan", provider(agreement), at=timezone.now(), name="=1+1.pdf")
    table = table_of(browser(agreement.owner), here(agreement, "annexes/export.csv?state=waiting"))
    assert len(table) == 2
    assert table[1][7] == "'=1+1.pdf"


# --------------------------------------------------------------------------------------------------------------- data
def test_data_is_recorded_and_answered_on_its_pages(agreement: Agreement) -> None:
    manager, owner = browsers(agreement)
    new = here(agreement, "data/new/")
    given = {
        "what": "<i>会员名单</i>",
        "medium": "Excel",
        "records": "1200",
        "purpose": "回访",
        "handed_date": timezone.localdate().isoformat(),
    }
    assert owner.post(new, {**given, "records": "-1"}).status_code == 422
    answer_of = owner.post(new, {**given, "list_file": upload("清单.pdf")})
    assert answer_of.status_code == 302
    page = answer_of["Location"]
    assert "&lt;i&gt;会员名单&lt;/i&gt;" in text_of(manager, page)
    assert b"".join(manager.get(f"{page}list/")) == PDF
    assert f'action="{page}receive/"' in text_of(manager, page)
    assert f'action="{page}receive/"' not in text_of(owner, page)
    assert owner.post(f"{page}receive/").status_code == 422
    assert manager.post(f"{page}receive/").status_code == 302
    assert manager.post(f"{page}destroy/", {}).status_code == 422
    today = timezone.localdate().isoformat()
    gone = {"on_date": today, "proof": upload("销毁证明.pdf"), "text": "已删除全部副本"}
    assert manager.post(f"{page}destroy/", gone).status_code == 302
    proof = re.search(rf'href="({page}proof/\d+/)"', text_of(owner, page))
    assert proof is not None
    assert b"".join(owner.get(proof[1])) == PDF
    assert owner.post(f"{page}accept/").status_code == 302
    [_head, row] = table_of(owner, here(agreement, "data/export.csv"))
    assert (row[2], row[6], row[10]) == ("1200", today, today)


def test_others_find_no_data(agreement: Agreement) -> None:
    given = give(agreement, client(agreement), at=timezone.now())
    answer(given, "receive", provider(agreement), at=timezone.now())
    answer(given, "destroy", provider(agreement), at=timezone.now())
    step = given.steps.get(verb="destroy")
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    paths = (
        *("annexes/", "annexes/export.csv", "annexes/training_plan/", "data/", "data/export.csv", "data/new/"),
        *(f"data/{given.pk}/", f"data/{given.pk}/list/", f"data/{given.pk}/proof/{step.pk}/"),
        *("notices/", "notices/export.csv"),
    )
    assert {path: stranger.get(here(agreement, path)).status_code for path in paths} == dict.fromkeys(paths, 404)
    posts = ("annexes/training_plan/", "annexes/training_plan/take/", "data/new/", f"data/{given.pk}/accept/")
    assert {path: stranger.post(here(agreement, path)).status_code for path in posts} == dict.fromkeys(posts, 404)
    other = factories.effective_contract(at=factories.BEGUN - timedelta(days=3))
    assert browser(agreement.owner).get(here(other, f"data/{given.pk}/")).status_code == 404
    assert browser(other.owner).get(here(other, f"data/{given.pk}/")).status_code == 404


def test_who_only_reads_changes_nothing(agreement: Agreement) -> None:
    auditor = browser(factories.person(agreement.client, Role.AUDITOR))
    page = here(agreement, "annexes/training_plan/")
    assert "<form" not in text_of(auditor, page).split("<main")[1].split("</main")[0]
    assert auditor.post(page, {"file": upload()}).status_code == 403
    assert auditor.get(here(agreement, "data/new/")).status_code == 403
    assert not AnnexVersion.objects.exists()
    assert not DataHandover.objects.exists()


# ------------------------------------------------------------------------------------------------------------ notices
def test_notices_narrow_by_kind_channel_state_and_side(agreement: Agreement) -> None:
    pk, owner = notice(agreement, "<u>涨价</u>"), browser(agreement.owner)
    link = here(agreement, f"notices/{pk}/")
    assert "&lt;u&gt;涨价&lt;/u&gt;" in rows_of(owner, here(agreement, "notices/"))
    shown = {
        query: link in rows_of(owner, here(agreement, f"notices/?{query}"))
        for query in ("kind=fee_change", "kind=termination", "channel=email", "channel=fax", "state=given")
    } | {
        query: link in rows_of(owner, here(agreement, f"notices/?{query}"))
        for query in ("state=delivered", "side=theirs", "side=ours", "kind=x&channel=y&sort=z")
    }
    assert [query for query, is_shown in shown.items() if not is_shown] == [
        "kind=termination",
        "channel=fax",
        "state=delivered",
        "side=ours",
    ]
    assert table_of(owner, here(agreement, "notices/export.csv"))[1][5] == "<u>涨价</u>"


# ------------------------------------------------------------------------------------------------------------ archive
def indexed(agreement: Agreement) -> Agreement:
    index_contract(agreement.contract.pk, at=timezone.now())
    return agreement


def test_the_archive_shows_where_it_was_found_and_leads_there(agreement: Agreement) -> None:
    pk = notice(agreement, "<script>酒水涨价</script>")
    deliver(agreement, "training_plan", provider(agreement), at=timezone.now())
    indexed(agreement)
    owner = browser(agreement.owner)
    page = rows_of(owner, "/contracts/search/?q=酒水涨价")
    assert "<mark>酒水涨价</mark>" in page
    assert "<script>酒水" not in page
    assert f'href="{here(agreement, f"notices/{pk}/")}"' in page
    clause = agreement.contract.latest_version.clauses.get(text_zh__contains="{{verify_within}}")
    found = rows_of(owner, f"/contracts/search/?q={clause.heading_zh}")
    assert f'href="{here(agreement)}#clause-{clause.number}"' in found
    assert f'id="clause-{clause.number}"' in text_of(owner, here(agreement))
    for word, path in (("示例仲裁委员会", "#term-arbitration_body"), ("培训计划", "annexes/training_plan/")):
        assert f'href="{here(agreement)}{path}"' in rows_of(owner, f"/contracts/search/?q={word}"), word


def test_the_archive_keeps_to_its_reader(agreement: Agreement) -> None:
    indexed(agreement)
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert agreement.contract.number not in text_of(stranger, "/contracts/search/?q=投诉")
    assert len(table_of(stranger, "/contracts/search/export.csv?q=投诉")) == 1
    assert len(table_of(browser(agreement.owner), "/contracts/search/export.csv?q=投诉")) == 2


@pytest.mark.parametrize("query", ["form=x&state=y&ending=z&year=abc&sort=w", "after=~~&before=x", "year=99999"])
def test_what_does_not_fit_narrows_nothing(agreement: Agreement, query: str) -> None:
    assert agreement.contract.number in rows_of(browser(agreement.owner), f"/contracts/search/?{query}")


def test_the_list_of_contracts_leads_into_the_texts(agreement: Agreement) -> None:
    page = text_of(browser(agreement.owner), "/contracts/?q=无此合同")
    assert "/contracts/search/?q=%E6%97%A0%E6%AD%A4%E5%90%88%E5%90%8C" in page


def test_each_page_costs_the_same_with_many_rows(agreement: Agreement) -> None:
    notice(agreement)
    indexed(agreement)
    owner, now = browser(agreement.owner), timezone.now()
    give(agreement, client(agreement), at=now)
    deliver(agreement, "training_plan", provider(agreement), at=now)
    addresses = (
        *(here(agreement, path) for path in ("annexes/", "annexes/training_plan/", "data/", "notices/")),
        *("/contracts/search/", "/contracts/search/?q=投诉"),
    )
    few = {address: queries_of(owner, address) for address in addresses}
    for number in range(4):
        give(agreement, client(agreement), at=now, what=f"资料{number}")
        deliver(agreement, "training_plan", provider(agreement), at=now)
        beside(agreement.owner)
    assert {address: queries_of(owner, address) for address in addresses} == few
    assert few["/contracts/search/"] == 5
    assert few["/contracts/search/?q=投诉"] == 7  # one more for each word: which texts say it


def beside(owner: User) -> None:
    """One more contract in the archive that the person may read."""
    other = factories.effective_contract(at=factories.BEGUN - timedelta(days=3))
    Membership.objects.create(user=owner, party=other.client, role=Role.AUDITOR, active_from=date(2020, 1, 1))
    indexed(other)
