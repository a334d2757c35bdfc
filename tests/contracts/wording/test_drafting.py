import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from contracts.domain.forms import load_form
from contracts.domain.terms.values import Hours, Money
from contracts.domain.wording.blanks import TermsRefused, Typed, fill_terms, values_of
from contracts.domain.wording.drafting import Frame, change_frame, start_draft
from contracts.domain.wording.preview import readable_clauses
from contracts.domain.wording.readiness import gaps
from contracts.models import Contract
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return drafts.draft()


def test_a_draft_holds_everything_its_form_says(desk: Desk) -> None:
    form, version = load_form("ktv-2"), desk.version
    assert [c.number for c in version.clauses.order_by("position")] == [c.number for c in form.clauses]
    assert values_of(version) == form.defaults()
    assert list(version.annexes.values_list("code", flat=True)) == [annex.code for annex in form.annexes]
    assert {kind.code for kind in version.breach_kinds.all()} == {breach.code for breach in form.breaches}
    assert (desk.contract.account_manager, desk.contract.contract_owner) == (desk.manager, desk.owner)
    assert list(desk.contract.venues.all()) == [desk.venue]
    assert desk.contract.is_draft


def test_numbers_count_up_within_a_year_and_start_anew_in_the_next(desk: Desk) -> None:
    second, third = drafts.draft(), drafts.draft(at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert [d.contract.number for d in (desk, second, third)] == ["HT-2026-0001", "HT-2026-0002", "HT-2027-0001"]


def test_only_an_account_manager_of_the_provider_drafts(desk: Desk) -> None:
    strangers = (
        desk.owner,
        factories.person(desk.provider, Role.FINANCE),
        factories.person(factories.party(), Role.ACCOUNT_MANAGER),
    )
    for stranger in strangers:
        with pytest.raises(Refused) as refusal:
            start_draft(
                form_id="ktv-2",
                frame=Frame(desk.client, desk.provider, "x", desk.owner, []),
                by=factories.scope(stranger),
                at=AT,
            )
        assert refusal.value.code == "parties.not_yours"


def test_owner_and_venues_must_be_the_clients(desk: Desk) -> None:
    foreign = factories.venue(desk.provider)
    with pytest.raises(Refused) as refusal:
        change_frame(desk.contract.pk, title="x", contract_owner=desk.owner, venues=[foreign], by=desk.drafter)
    assert (refusal.value.code, refusal.value.field) == ("contracts.venue_of_another", "venues")
    with pytest.raises(Refused) as refusal:
        change_frame(desk.contract.pk, title="x", contract_owner=desk.manager, venues=[], by=desk.drafter)
    assert (refusal.value.code, refusal.value.field) == ("contracts.owner_elsewhere", "contract_owner")


def test_typed_blanks_become_typed_values(desk: Desk) -> None:
    version = desk.fill(contract_amount="６００，０００.50", verify_within="12")
    values = values_of(version)
    assert values["contract_amount"] == Money.read("600000.50")
    assert values["verify_within"] == Hours(12)
    assert version.edits == 1
    assert values_of(desk.fill(contract_amount=" "))["contract_amount"] is None


def test_saving_what_stands_already_counts_as_no_edit(desk: Desk) -> None:
    assert desk.fill(verify_within="24").edits == 0


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("contract_amount", "-5", "contracts.term_negative"),
        ("contract_amount", "5 %", "contracts.term_shape_money"),
        ("verify_within", "0", "contracts.term_too_small"),
        ("verify_within", "9999", "contracts.term_too_big"),
        ("verify_within", "a day", "contracts.term_shape_hours"),
        ("arbitration_body", "x" * 501, "contracts.term_shape_text"),
        ("arbitration_body", "a\u202eb", "contracts.term_shape_text"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_blank(desk: Desk, name: str, raw: str, code: str) -> None:
    with pytest.raises(TermsRefused) as refusal:
        desk.fill(**{name: raw})
    assert [(each.code, each.field) for each in refusal.value.each] == [(code, name)]
    assert desk.version.edits == 0


def test_values_that_contradict_each_other_are_refused_and_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(TermsRefused) as refusal:
        desk.fill(damages_cap_month="20", damages_cap_total="10", contract_amount="1000")
    assert [each.code for each in refusal.value.each] == ["contracts.terms_cap_order"]
    assert values_of(desk.version)["contract_amount"] is None


def test_hostile_markup_in_a_blank_stays_words(desk: Desk) -> None:
    hostile = "<script>alert(1)</script> {% load x %} {{ contract_amount }}"
    version = desk.fill(arbitration_body=hostile, contract_amount="100")
    [piece] = [p for c in readable_clauses(version, "zh-hans") for p in c.segments if p.name == "arbitration_body"]
    assert (piece.kind, piece.text) == ("term", hostile)


def test_the_second_of_two_windows_is_told_that_somebody_saved(desk: Desk) -> None:
    seen = desk.version.edits
    desk.fill(contract_amount="100")
    with pytest.raises(Refused) as refusal:
        fill_terms(desk.version.pk, {"contract_amount": Typed("200")}, edits=seen, by=desk.drafter)
    assert (refusal.value.code, refusal.value.status) == ("contracts.changed_meanwhile", 409)
    assert values_of(desk.version)["contract_amount"] == Money.read("100")


def test_a_draft_says_which_required_blanks_are_empty(desk: Desk) -> None:
    form = load_form("ktv-2")
    required = {term.name for term in form.terms if term.required and term.default is None}
    assert {gap.term for gap in gaps(desk.version, "en")} == required
    desk.fill(**factories.BLANKS)
    assert gaps(desk.version, "en") == []


def test_a_draft_without_venues_is_not_ready() -> None:
    desk = drafts.ready_draft()
    change_frame(desk.contract.pk, title="x", contract_owner=desk.owner, venues=[], by=desk.drafter)
    assert [gap.refused.code for gap in gaps(desk.version, "en")] == ["contracts.venues_missing"]


def test_a_draft_is_seen_by_its_provider_alone(desk: Desk) -> None:
    assert Contract.objects.within(desk.drafter, verb="contracts.see").count() == 1
    assert Contract.objects.within(factories.scope(desk.owner), verb="contracts.see").count() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_drafts_started_at_once_get_two_numbers() -> None:
    desk = drafts.draft()
    numbers: list[str] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        contract = start_draft(
            form_id="ktv-2",
            frame=Frame(desk.client, desk.provider, "x", desk.owner, []),
            by=desk.drafter,
            at=AT,
        )
        numbers.append(contract.number)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"HT-2026-{number:04d}" for number in range(2, 6)]


def test_whoever_chooses_arbitration_names_the_commission() -> None:
    desk = drafts.draft(form_id="ktv-1")
    desk.fill(dispute_means="court")
    assert "arbitration_body" not in {gap.term for gap in gaps(desk.version, "en")}
    desk.fill(dispute_means="arbitration")
    assert "arbitration_body" in {gap.term for gap in gaps(desk.version, "en")}
    desk.fill(arbitration_body="某某仲裁委员会")
    assert "arbitration_body" not in {gap.term for gap in gaps(desk.version, "en")}
