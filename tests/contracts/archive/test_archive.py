"""The archive: what a contract says can be found by its own side of readers, in step with its changes."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from contracts.domain.archive.indexing import index_contract
from contracts.domain.archive.searching import Sought, places_in
from contracts.domain.life.notices import Letter, give_notice
from contracts.domain.wording.commenting import comment_on
from contracts.domain.wording.drafting import change_frame
from contracts.models import Contract, SearchPlace, SearchText
from contracts.models.notices import NoticeKind
from foundation.jobs import run_due
from foundation.models import Job
from parties.domain.registry import PartyDetails, change_party
from parties.domain.roles import Role
from parties.domain.scope import Scope
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.amendments import amended, drafted
from tests.contracts.calendars import at
from tests.contracts.delivered import archived
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
BEGAN = at("2026-03-02")


@pytest.fixture
def agreement() -> Agreement:
    return made()


def made(**blanks: str) -> Agreement:
    agreement = factories.effective_contract(at=BEGAN, **blanks)
    index_contract(agreement.contract.pk, at=timezone.now())
    return agreement


def catch_up() -> None:
    while run_due():
        pass


def found(question: str, by: Scope, **wanted: object) -> set[int]:
    sought = Sought(question, **wanted)  # type: ignore[arg-type]
    return set(sought.narrow(Contract.objects.within(by, verb="contracts.see")).values_list("pk", flat=True))


def where(agreement: Agreement, question: str) -> list[tuple[str, str]]:
    places = places_in([agreement.contract.pk], Sought(question)).get(agreement.contract.pk)
    return [(place.piece, place.anchor) for place in places.shown] if places else []


@pytest.mark.parametrize(
    "question",
    [
        "投诉",
        "投訴",
        "诉",
        "满意度目标",
        "培训计划",
        "90%",
        "示例仲裁委员会",
        "ＡＲＢＩＴＲＡＴＩＯＮ",
        "投诉 90% 培训计划",
    ],
)
def test_a_contract_is_found_by_what_its_wording_says(agreement: Agreement, question: str) -> None:
    assert found(question, factories.scope(agreement.owner)) == {agreement.contract.pk}
    assert where(agreement, question)


@pytest.mark.parametrize("question", ["卡拉永远", "投诉 卡拉永远", "诉投", "arbitr", "。", "%"])
def test_what_it_does_not_say_finds_nothing(agreement: Agreement, question: str) -> None:
    assert found(question, factories.scope(agreement.owner)) == set()


def test_an_empty_question_narrows_nothing(agreement: Agreement) -> None:
    other = factories.effective_contract(at=BEGAN)
    assert found(" ", factories.scope(agreement.owner)) == {agreement.contract.pk}
    assert found("", factories.scope(other.owner)) == {other.contract.pk}


def test_the_place_is_the_clause_the_term_the_annex(agreement: Agreement) -> None:
    clause = agreement.contract.latest_version.clauses.get(text_zh__contains="{{verify_within}}")
    value = agreement.contract.latest_version.terms.get(name="verify_within").display
    assert ("clause", clause.number) in where(agreement, value)
    assert where(agreement, "示例仲裁委员会")[-1] == ("term", "arbitration_body")
    assert ("annex", "complaint_flow") in where(agreement, "投诉处理流程图")
    assert where(agreement, agreement.contract.number) == [("head", "")]
    assert where(agreement, agreement.client.name) == [("party", str(agreement.client.pk))]


def test_others_find_nothing(agreement: Agreement) -> None:
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    floor = factories.scope(factories.person(agreement.client, Role.FLOOR))
    for by in (stranger, floor):
        assert found("投诉", by) == set()


def test_of_a_draft_its_words_are_not_searched_and_its_title_only_by_the_provider() -> None:
    desk = drafts.ready_draft()
    catch_up()
    client, provider = factories.scope(desk.owner), desk.drafter
    assert found("投诉处理服务合同", provider) == {desk.contract.pk}
    assert found("投诉处理服务合同", client) == set()
    assert found("示例仲裁委员会", provider) == set()
    lives.begin(desk.contract, by=provider)
    catch_up()
    assert found("示例仲裁委员会", client) == {desk.contract.pk}


def test_neither_comments_nor_a_drafted_amendment_are_searched(agreement: Agreement) -> None:
    by = factories.scope(agreement.account_manager)
    comment_on(agreement.contract.pk, "", "底价不可外传", is_internal=True, by=by, at=at("2026-04-01"))
    drafted(agreement, at=at("2026-04-01"), arbitration_body="样例仲裁中心")
    index_contract(agreement.contract.pk, at=timezone.now())
    assert (found("底价", by), found("样例仲裁中心", by)) == (set(), set())


def test_an_amendment_takes_the_place_of_the_wording_before(agreement: Agreement) -> None:
    by = factories.scope(agreement.owner)
    amended(agreement, at=at("2026-04-01"), arbitration_body="样例仲裁中心")
    catch_up()
    assert found("样例仲裁中心", by) == {agreement.contract.pk}
    assert found("示例仲裁委员会", by) == set()


def test_title_notice_and_party_are_found_as_soon_as_they_change() -> None:
    desk = drafts.draft()
    venues = list(desk.contract.venues.all())
    change_frame(desk.contract.pk, title="星河新约", contract_owner=desk.owner, venues=venues, by=desk.drafter)
    catch_up()
    assert found("星河新约", desk.drafter) == {desk.contract.pk}
    agreement = made()
    by = factories.scope(agreement.owner)
    letter = Letter("三月起酒水涨价一成。", "email", date(2026, 3, 20))
    notice = give_notice(agreement.contract.pk, NoticeKind.FEE_CHANGE, letter, by=by, at=at("2026-03-20"))
    catch_up()
    assert where(agreement, "酒水涨价") == [("notice", str(notice.pk))]
    rename(agreement, "改名后的河畔公司")
    assert found("改名后的河畔", by) == set()
    catch_up()
    assert found("改名后的河畔", by) == {agreement.contract.pk}


def rename(agreement: Agreement, name: str) -> None:
    party = agreement.provider
    known = {each: getattr(party, each) for each in PartyDetails.__dataclass_fields__ if each != "name"}
    administrator = factories.scope(factories.person(party, Role.ADMINISTRATOR))
    change_party(party.pk, PartyDetails(name=name, **known), by=administrator)


def test_the_work_is_asked_for_in_the_transaction_of_its_cause() -> None:
    desk = drafts.draft()
    assert Job.objects.filter(kind="contracts.index", payload={"contract": desk.contract.pk}).exists()


def test_indexing_again_changes_nothing_and_equal_texts_are_kept_once(agreement: Agreement) -> None:
    def rows() -> list[tuple[object, ...]]:
        return list(SearchPlace.objects.order_by("contract", "position").values_list("contract", "text", "anchor"))

    before, texts = rows(), SearchText.objects.count()
    index_contract(agreement.contract.pk, at=timezone.now())
    assert (rows(), SearchText.objects.count()) == (before, texts)
    other = made()
    shared = SearchPlace.objects.filter(contract=other.contract).values("text").distinct().count()
    assert SearchText.objects.count() - texts == 3
    assert shared > 100


def test_the_command_writes_the_index_anew_and_drops_what_nobody_says(agreement: Agreement) -> None:
    count = SearchPlace.objects.count()
    SearchPlace.objects.all().delete()
    SearchText.objects.create(digest="0" * 64, zh="无主", folded="无主", grams=["无", "无主", "主"])
    out = StringIO()
    call_command("archive_index", stdout=out)
    assert SearchPlace.objects.count() == count
    assert not SearchText.objects.filter(zh="无主").exists()
    assert out.getvalue() == f"1 contracts, {count} texts; 1 texts dropped\n"
    call_command("archive_index", "HT-0000-0000", stdout=out)
    assert out.getvalue().endswith("0 contracts, 0 texts; 0 texts dropped\n")


def test_filters_narrow_by_form_party_state_ending_and_year(agreement: Agreement) -> None:
    desk = drafts.draft(form_id="service", at=at("2025-05-05"))
    by, own = factories.scope(agreement.account_manager), {agreement.contract.pk}
    assert found("", by, form="ktv-2") == own
    assert found("", by, form="service") == set()
    assert found("", by, party=agreement.client.name[:6]) == own
    assert found("", by, party="无此公司") == set()
    assert (found("", by, state="effective"), found("", by, state="expired")) == (own, set())
    assert (found("", by, ending="running"), found("", by, ending="ended")) == (own, set())
    years = [year for year in range(2024, 2029) if found("", by, year=year)]
    assert years == [2026, 2027]
    drafted = [year for year in range(2024, 2028) if found("", desk.drafter, year=year, ending="coming")]
    assert drafted == [2025]


def test_a_contract_that_ended_stays_in_the_archive(agreement: Agreement) -> None:
    archived(agreement, ends_at=BEGAN + timedelta(days=9))
    assert found("投诉", factories.scope(agreement.owner), ending="ended") == {agreement.contract.pk}
