"""Expense claims: asked for with receipts, decided by another person within limits and budgets."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection

from complaints.domain.costs.budgets import Place, positions, set_budget
from complaints.domain.costs.claims import (
    NewClaim,
    Spent,
    add_line,
    add_receipts,
    move_own_claim,
    open_claim,
    remove_line,
    remove_receipt,
)
from complaints.domain.costs.deciding import decide_claim, deciding_verbs
from complaints.domain.costs.lifecycle import CLAIM, DECIDING, LABELS, OWN_VERBS
from complaints.domain.costs.limits import limits_of, set_limit
from complaints.models import Budget, ClaimState, CostKind, CostLimit, ExpenseClaim
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests import factories
from tests.complaints.costs.factories import ASKED, DECIDED, SPENT, approved, draft, handed_in, receipt, with_finance
from tests.complaints.factories import House, house, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return with_finance(house())


def refused(call: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == call)


def budget(of: House, amount: str, *, reason: str = "", year: int = 2026) -> Budget:
    return set_budget(
        of.client.pk,
        Place(venue_id=of.venue.pk),
        year=year,
        kind=CostKind.TRAINING,
        amount=Decimal(amount),
        reason=reason,
        by=of.scope(Role.FINANCE),
        at=ASKED,
    )


def test_each_verb_of_the_table_belongs_to_the_asker_or_to_who_decides_or_to_the_settlement() -> None:
    verbs = {verb for state in CLAIM.table.values() for verb in state}
    assert verbs == OWN_VERBS | DECIDING | {"settle"}
    assert LABELS.keys() == verbs - {"settle"}


def test_a_claim_of_the_client_counts_under_the_contract_in_force_and_sums_up_its_lines(ktv: House) -> None:
    claim = draft(ktv, "120.00")
    add_line(claim.pk, Spent(SPENT, "打印", Decimal("30.50")), by=ktv.scope(Role.FLOOR), at=ASKED)
    claim = move_own_claim(claim.pk, "submit", by=ktv.scope(Role.FLOOR), at=ASKED)
    assert (claim.amount, claim.state, claim.party, claim.contract) == (
        Decimal("150.50"),
        ClaimState.SUBMITTED,
        ktv.client,
        ktv.contract,
    )


def test_a_claim_of_the_provider_at_a_venue_it_serves_is_the_providers(ktv: House) -> None:
    assert draft(ktv, role=Role.PROMOTIONS).party == ktv.provider


def test_a_claim_names_a_complaint_of_the_same_venue_only(ktv: House) -> None:
    complaint, elsewhere = logged(ktv), house()
    assert draft(ktv, complaint_id=complaint.pk).complaint == complaint
    with refused("complaints.complaint_unknown"):
        draft(ktv, complaint_id=logged(elsewhere).pk)
    with refused("complaints.venue_unknown"):
        draft(ktv, venue_id=elsewhere.venue.pk)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1000000000000"])
def test_an_amount_that_is_none_is_refused(ktv: House, amount: str) -> None:
    with refused("complaints.amount_wrong"):
        draft(ktv, amount)


def test_what_is_paid_later_than_today_is_refused(ktv: House) -> None:
    with refused("complaints.in_future"):
        draft(ktv, on=date(2026, 11, 13))


def test_lines_and_receipts_change_only_while_it_is_a_draft(ktv: House) -> None:
    claim, by = draft(ktv), ktv.scope(Role.FLOOR)
    more = add_line(claim.pk, Spent(SPENT, "打印", Decimal(1)), by=by, at=ASKED)
    remove_line(claim.pk, more.pk, by=by)
    [paper] = add_receipts(claim.pk, [receipt()], by=by, at=ASKED)
    remove_receipt(claim.pk, paper.pk, by=by)
    assert (claim.lines.count(), claim.receipts.count()) == (1, 1)
    move_own_claim(claim.pk, "submit", by=by, at=ASKED)
    for late in (
        lambda: add_line(claim.pk, Spent(SPENT, "打印", Decimal(1)), by=by, at=ASKED),
        lambda: remove_line(claim.pk, claim.lines.get().pk, by=by),
        lambda: add_receipts(claim.pk, [receipt()], by=by, at=ASKED),
        lambda: remove_receipt(claim.pk, claim.receipts.get().pk, by=by),
    ):
        with refused("complaints.claim_handed_in"):
            late()


def test_others_cannot_touch_a_draft(ktv: House) -> None:
    claim, other = draft(ktv), ktv.scope(Role.VENUE_MANAGER)
    with pytest.raises(ExpenseClaim.DoesNotExist):
        add_line(claim.pk, Spent(SPENT, "打印", Decimal(1)), by=other, at=ASKED)
    with refused("parties.not_yours"):
        move_own_claim(claim.pk, "submit", by=other, at=ASKED)


def test_a_receipt_is_judged_by_its_content(ktv: House) -> None:
    script = SimpleUploadedFile("r.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/jpeg")
    for file, code in ((script, "file_wrong_kind"), (SimpleUploadedFile("r.jpg", b""), "file_empty")):
        with refused(f"foundation.{code}"):
            add_receipts(draft(ktv).pk, [file], by=ktv.scope(Role.FLOOR), at=ASKED)


def test_a_claim_without_receipt_is_not_handed_in(ktv: House) -> None:
    new, spent = NewClaim(ktv.venue.pk, CostKind.TRAINING, "教材"), Spent(SPENT, "教材", Decimal(1))
    claim = open_claim(new, spent, by=ktv.scope(Role.FLOOR), at=ASKED)
    with refused("complaints.receipt_missing"):
        move_own_claim(claim.pk, "submit", by=ktv.scope(Role.FLOOR), at=ASKED)


def test_one_paper_is_paid_once(ktv: House) -> None:
    paper = receipt()
    first, second = draft(ktv), draft(ktv, role=Role.VENUE_MANAGER)
    add_receipts(first.pk, [paper], by=ktv.scope(Role.FLOOR), at=ASKED)
    paper.seek(0)
    with refused("complaints.receipt_used"):
        add_receipts(second.pk, [paper], by=ktv.scope(Role.VENUE_MANAGER), at=ASKED)
    move_own_claim(first.pk, "drop", by=ktv.scope(Role.FLOOR), at=ASKED)
    paper.seek(0)
    assert len(add_receipts(second.pk, [paper], by=ktv.scope(Role.VENUE_MANAGER), at=ASKED)) == 1


def test_who_decides_stays_within_the_limit_of_the_role(ktv: House) -> None:
    claim = handed_in(ktv, "2000.01")
    with refused("complaints.above_limit"):
        decide_claim(claim.pk, "approve", by=ktv.scope(Role.VENUE_MANAGER), at=DECIDED)
    assert deciding_verbs(claim, by=ktv.scope(Role.VENUE_MANAGER)) == ["reject"]
    assert deciding_verbs(claim, by=ktv.scope(Role.FINANCE)) == ["approve", "reject"]
    assert decide_claim(claim.pk, "approve", by=ktv.scope(Role.FINANCE), at=DECIDED).state == ClaimState.APPROVED
    dear = handed_in(ktv, "10000.01")
    with refused("complaints.above_limit"):
        decide_claim(dear.pk, "approve", by=ktv.scope(Role.FINANCE), at=DECIDED)
    assert (
        decide_claim(dear.pk, "approve", by=ktv.scope(Role.CONTRACT_OWNER), at=DECIDED).decided_by
        == ktv.people[Role.CONTRACT_OWNER]
    )


def test_nobody_decides_their_own_claim_nor_one_of_another_party_or_venue(ktv: House) -> None:
    own = handed_in(ktv, role=Role.VENUE_MANAGER)
    with refused("complaints.own_claim"):
        decide_claim(own.pk, "approve", by=ktv.scope(Role.VENUE_MANAGER), at=DECIDED)
    elsewhere = factories.person(ktv.client, Role.VENUE_MANAGER, venues=[factories.venue(ktv.client)])
    for stranger in (ktv.scope(Role.ACCOUNT_MANAGER), factories.scope(elsewhere), ktv.scope(Role.FLOOR)):
        assert deciding_verbs(own, by=stranger) == []
        with refused("parties.not_yours"):
            decide_claim(own.pk, "approve", by=stranger, at=DECIDED)


def test_a_rejected_claim_says_why_tells_the_asker_and_can_be_mended(ktv: House) -> None:
    claim, by = handed_in(ktv), ktv.scope(Role.FLOOR)
    with refused("complaints.reason_missing"):
        decide_claim(claim.pk, "reject", by=ktv.scope(Role.FINANCE), at=DECIDED)
    decide_claim(claim.pk, "reject", note="票据不清", by=ktv.scope(Role.FINANCE), at=DECIDED)
    told = Message.objects.get(kind="complaints.claim_decided")
    assert (told.user, told.params["verb"]) == (ktv.people[Role.FLOOR], "reject")
    move_own_claim(claim.pk, "revise", by=by, at=DECIDED)
    assert move_own_claim(claim.pk, "submit", by=by, at=DECIDED).decided_by is None
    assert list(claim.steps.values_list("verb", flat=True)) == ["submit", "reject", "revise", "submit"]


def test_a_budget_changes_by_versions_with_a_reason(ktv: House) -> None:
    budget(ktv, "1000.00")
    with refused("complaints.reason_missing"):
        budget(ktv, "1500.00")
    budget(ktv, "1500.00", reason="新增一期培训")
    assert list(Budget.objects.values_list("number", "amount")) == [(1, Decimal(1000)), (2, Decimal(1500))]
    approved(ktv, "400.00")
    [place] = positions(Budget.objects.all(), ktv.client.pk, year=2026)
    assert (place.used, place.left, place.percent) == (Decimal(400), Decimal(1100), 26)


def test_a_budget_is_for_a_place_of_ones_own(ktv: House) -> None:
    foreign = house()
    assert foreign.contract is not None
    for place in (Place(), Place(ktv.venue.pk, foreign.contract.pk), Place(foreign.venue.pk)):
        with refused("complaints.place_unknown"):
            set_budget(
                ktv.client.pk,
                place,
                year=2026,
                kind="training",
                amount=Decimal(1),
                by=ktv.scope(Role.FINANCE),
                at=ASKED,
            )


def test_what_goes_beyond_the_budget_needs_a_chief_and_a_reason(ktv: House) -> None:
    budget(ktv, "500.00")
    approved(ktv, "400.00")
    claim = handed_in(ktv, "150.00")
    with refused("complaints.over_budget"):
        decide_claim(claim.pk, "approve", note="必要", by=ktv.scope(Role.FINANCE), at=DECIDED)
    with refused("complaints.overrun_reason_missing"):
        decide_claim(claim.pk, "approve", by=ktv.scope(Role.CONTRACT_OWNER), at=DECIDED)
    decided = decide_claim(claim.pk, "approve", note="新人到岗", by=ktv.scope(Role.CONTRACT_OWNER), at=DECIDED)
    assert decided.overrun == Decimal("50.00")
    [place] = positions(Budget.objects.all(), ktv.client.pk, year=2026)
    assert (place.left, place.is_overrun) == (Decimal(-50), True)


def test_exactly_what_is_left_is_no_overrun(ktv: House) -> None:
    budget(ktv, "500.00")
    assert approved(ktv, "500.00", by=Role.VENUE_MANAGER).overrun == 0


def test_each_party_sets_its_own_limits_and_keeps_their_history(ktv: House) -> None:
    owner, finance = ktv.scope(Role.CONTRACT_OWNER), ktv.scope(Role.FINANCE)
    claim = handed_in(ktv, "2500.00")
    assert deciding_verbs(claim, by=ktv.scope(Role.VENUE_MANAGER)) == ["reject"]
    for code, by, amount in (
        ("parties.not_yours", finance, "3000"),
        ("parties.not_yours", ktv.scope(Role.ACCOUNT_MANAGER), "3000"),
        ("complaints.same_limit", owner, "2000"),
        ("complaints.amount_wrong", owner, "-1"),
    ):
        with refused(code):
            set_limit(ktv.client.pk, "venue_manager", amount=Decimal(amount), reason="夜班", by=by, at=ASKED)
    for amount in ("3000", "2500"):
        set_limit(ktv.client.pk, "venue_manager", amount=Decimal(amount), reason="夜班", by=owner, at=ASKED)
    versions = CostLimit.objects.values_list("number", "amount", "user")
    assert list(versions) == [(1, Decimal(3000), owner.user_id), (2, Decimal(2500), owner.user_id)]
    assert limits_of(ktv.client.pk) == {Role.VENUE_MANAGER: Decimal(2500), Role.FINANCE: Decimal(10000)}
    assert limits_of(ktv.provider.pk)[Role.VENUE_MANAGER] == Decimal(2000)
    decided = decide_claim(claim.pk, "approve", by=ktv.scope(Role.VENUE_MANAGER), at=DECIDED)
    assert decided.state == ClaimState.APPROVED
    set_limit(ktv.client.pk, "finance", amount=Decimal(0), reason="换人", by=owner, at=DECIDED)
    assert deciding_verbs(handed_in(ktv, "1.00"), by=finance) == []


@pytest.mark.database
@pytest.mark.parametrize(
    ("row", "match"),
    [
        ("'floor', 1, 1, 'x'", "cost_limit_roles"),
        ("'finance', 1, -1, 'x'", "cost_limit_not_below_zero"),
        ("'finance', 1, 1, ''", "cost_limit_has_reason"),
    ],
)
def test_the_database_refuses_a_limit_that_makes_no_sense(ktv: House, row: str, match: str) -> None:
    with pytest.raises(IntegrityError, match=match), writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO complaints_costlimit (role, number, amount, reason, party_id, user_id, set_at)"
            f" VALUES ({row}, %s, %s, now())",
            [ktv.client.pk, ktv.people[Role.FINANCE].pk],
        )


@pytest.mark.database
def test_a_limit_is_set_once_a_number_and_stays(ktv: House) -> None:
    owner = ktv.scope(Role.CONTRACT_OWNER)
    limit = set_limit(ktv.client.pk, "finance", amount=Decimal(1), reason="x", by=owner, at=ASKED)
    limit.pk = None
    with pytest.raises(IntegrityError, match="cost_limit_once"), writing(SYSTEM):
        limit.save(force_insert=True)
    with pytest.raises(ProgrammingError, match="permission denied"), writing(SYSTEM):
        CostLimit.objects.update(amount=2)
