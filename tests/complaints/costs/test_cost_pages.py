"""The pages of costs: a claim from the floor, a decision, a month that finance locks, a correction."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from complaints.domain.costs.months import lock_month
from complaints.models import Budget, ClaimState, CostMonth, ExpenseClaim, SettledCost
from parties.domain.roles import Role
from tests import factories
from tests.complaints.costs.factories import NOVEMBER, OVER, approved, draft, handed_in, receipt, with_finance
from tests.complaints.factories import House, house, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    return with_finance(house())


def signed_in(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def test_the_floor_claims_with_a_receipt_and_hands_in(ktv: House) -> None:
    client, complaint = signed_in(ktv, Role.FLOOR), logged(ktv)
    assert complaint.number in client.get(f"/costs/claims/new/?complaint={complaint.pk}").content.decode()
    said = {
        "venue": ktv.venue.pk,
        "kind": "compensation",
        "purpose": "果盘",
        "complaint": complaint.number,
        "spent_date": "2026-11-10",
        "text": "果盘一份",
        "amount": "¥1,088.00",
        "receipts": [receipt()],
    }
    answer = client.post("/costs/claims/new/", said)
    claim = ExpenseClaim.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/costs/claims/{claim.pk}/")
    assert claim.complaint == complaint
    client.post(f"/costs/claims/{claim.pk}/lines/", {"spent_date": "2026-11-10", "text": "饮料", "amount": "12"})
    client.post(f"/costs/claims/{claim.pk}/lines/{claim.lines.get(text='饮料').pk}/remove/")
    client.post(f"/costs/claims/{claim.pk}/receipts/", {"receipts": [receipt()]})
    page = client.get(f"/costs/claims/{claim.pk}/").content.decode()
    assert page.count("SHA-256") == 2
    client.post(f"/costs/claims/{claim.pk}/step/", {"verb": "submit"})
    claim.refresh_from_db()
    assert (claim.state, claim.amount) == (ClaimState.SUBMITTED, Decimal("1088.00"))
    assert claim.number in client.get("/costs/").content.decode()


def test_a_claim_opens_to_its_asker_and_to_their_partys_office_alone(ktv: House) -> None:
    claim = handed_in(ktv)
    address = f"/costs/claims/{claim.pk}/"
    seen = {role: signed_in(ktv, role).get(address).status_code for role in ktv.people}
    opened = {Role.FLOOR, Role.VENUE_MANAGER, Role.CONTRACT_OWNER, Role.FINANCE}
    assert seen == {role: 200 if role in opened else 404 for role in ktv.people}
    paper = f"{address}receipts/{claim.receipts.get().pk}/"
    answer = signed_in(ktv, Role.FINANCE).get(paper)
    assert (answer["Content-Type"], b"".join(answer)[:2]) == ("image/jpeg", b"\xff\xd8")
    assert signed_in(ktv, Role.ACCOUNT_MANAGER).get(paper).status_code == 404
    assert signed_in(ktv, Role.FINANCE).post(f"{address}lines/", {}).status_code == 404
    assert signed_in(ktv, Role.FLOOR).post(f"{address}step/", {"verb": "approve"}).status_code == 422


def test_the_decider_sees_what_is_left_and_rejects_with_a_reason(ktv: House) -> None:
    finance, claim = signed_in(ktv, Role.FINANCE), handed_in(ktv, "120.00")
    said = {"place": f"venue:{ktv.venue.pk}", "year": 2026, "kind": "training", "amount": "100"}
    assert finance.post(f"/costs/budgets/?party={ktv.client.pk}", said).status_code == 302
    assert finance.post(f"/costs/budgets/?party={ktv.client.pk}", said).status_code == 422
    assert Budget.objects.get().amount == Decimal(100)
    assert "¥100.00" in finance.get("/costs/budgets/?year=2026").content.decode()
    page = finance.get(f"/costs/claims/{claim.pk}/").content.decode()
    assert "This goes beyond the budget" in page
    assert "¥20.00" in page
    assert claim.number not in finance.get("/costs/?show=mine").content.decode()
    assert claim.number in finance.get("/costs/?show=decide").content.decode()
    step = f"/costs/claims/{claim.pk}/step/"
    assert finance.post(step, {"verb": "approve", "note": "必要"}).status_code == 422
    assert finance.post(step, {"verb": "reject"}).status_code == 422
    assert finance.post(step, {"verb": "reject", "note": "超预算"}).status_code == 302


def test_finance_locks_a_month_only_after_saying_so(ktv: House) -> None:
    approved(ktv, "120.00")
    finance = signed_in(ktv, Role.FINANCE)
    assert "/costs/months/2026/11/lock/" in finance.get("/costs/months/").content.decode()
    page = finance.get("/costs/months/2026/11/lock/").content.decode()
    assert "What locking means" in page
    assert "¥120.00" in page
    assert finance.post("/costs/months/2026/11/lock/", {}).status_code == 422
    assert CostMonth.objects.get().is_locked is False
    answer = finance.post("/costs/months/2026/11/lock/", {"understood": "on", "party": ktv.client.pk})
    assert answer["Location"] == f"/costs/months/2026/11/?party={ktv.client.pk}"
    assert CostMonth.objects.get().is_locked is True
    assert finance.post("/costs/months/2026/11/lock/", {"understood": "on"}).status_code == 422
    journals = finance.get(f"/books/?party={ktv.client.pk}&month=2026-11").content.decode()
    assert "Costs of 2026-11" in journals


def test_a_locked_month_is_corrected_from_its_page(ktv: House) -> None:
    approved(ktv, "120.00")
    lock_month(ktv.client.pk, NOVEMBER, by=ktv.scope(Role.FINANCE), at=OVER)
    finance, cost = signed_in(ktv, Role.FINANCE), SettledCost.objects.get()
    address = f"/costs/settled/{cost.pk}/adjust/"
    assert address in finance.get("/costs/months/2026/11/").content.decode()
    assert finance.post(address, {"amount": "120", "reason": "x"}).status_code == 422
    assert finance.post(address, {"amount": "100", "reason": "重复"}).status_code == 302
    page = finance.get("/costs/months/2026/11/").content.decode()
    assert re.search(r"Adjusted in 2026-12:.*?−¥20\.00", page, re.DOTALL)
    other = with_finance(house())
    assert signed_in(other, Role.FINANCE).get(address).status_code == 404


def test_adjusting_is_offered_for_what_others_asked_for_alone(ktv: House) -> None:
    approved(ktv, "10.00", role=Role.FINANCE)
    approved(ktv, "20.00")
    lock_month(ktv.client.pk, NOVEMBER, by=ktv.scope(Role.FINANCE), at=OVER)
    own, other = SettledCost.objects.order_by("amount")
    page = signed_in(ktv, Role.FINANCE).get("/costs/months/2026/11/").content.decode()
    assert [f"/costs/settled/{cost.pk}/adjust/" in page for cost in (own, other)] == [False, True]


def test_the_chiefs_set_limits_of_approval_and_everybody_reads_their_history(ktv: House) -> None:
    address = "/costs/limits/"
    owner, finance = signed_in(ktv, Role.CONTRACT_OWNER), signed_in(ktv, Role.FINANCE)
    assert owner.post(address, {"role": "finance", "amount": "10000", "reason": "x"}).status_code == 422
    assert owner.post(address, {"role": "finance", "amount": "500", "reason": "新人"}).status_code == 302
    page = finance.get(address)
    assert (page.context["form"], "新人" in page.content.decode()) == (None, True)
    assert finance.post(address, {"role": "finance", "amount": "9", "reason": "x"}).status_code == 403
    other = signed_in(house(), Role.CONTRACT_OWNER).get(f"{address}?party={ktv.client.pk}")
    assert other.status_code == 404


def test_the_whole_months_are_not_for_who_works_in_some_venues(ktv: House) -> None:
    manager = factories.person(ktv.client, Role.VENUE_MANAGER, venues=[ktv.venue])
    client = Client()
    client.force_login(manager)
    assert [client.get(address).status_code for address in ("/costs/months/", "/costs/budgets/")] == [404, 200]


@pytest.mark.parametrize("month", ["2026/13", "1989/1", "999999999/1"])
def test_a_month_that_there_is_not_is_not_found(ktv: House, month: str) -> None:
    assert signed_in(ktv, Role.FINANCE).get(f"/costs/months/{month}/").status_code == 404


def test_a_draft_of_somebody_else_is_no_business_of_a_stranger(ktv: House) -> None:
    claim = draft(ktv)
    for role in (Role.PROMOTIONS, Role.ACCOUNT_MANAGER):
        assert signed_in(ktv, role).post(f"/costs/claims/{claim.pk}/step/", {"verb": "submit"}).status_code == 404


def test_a_complaint_shows_the_costs_of_ones_own_side_and_the_way_to_a_claim(ktv: House) -> None:
    complaint = logged(ktv)
    spent = approved(ktv, "120.00", complaint_id=complaint.pk)
    handed_in(ktv, "30.00", complaint_id=complaint.pk)
    approved(ktv, "7.00")
    address = f"/complaints/{complaint.pk}/"
    finance, manager = (signed_in(ktv, role).get(address) for role in (Role.FLOOR, Role.VENUE_MANAGER))
    shown = manager.context["costs"]
    assert ([claim.amount for claim in shown.claims], shown.total) == ([Decimal(120), Decimal(30)], Decimal(120))
    assert spent.number in finance.content.decode()
    new = f"/costs/claims/new/?complaint={complaint.pk}"
    assert new in manager.content.decode()
    begun = signed_in(ktv, Role.VENUE_MANAGER).get(new).context["form"].initial
    assert (begun["complaint"], begun["venue"]) == (complaint.number, ktv.venue.pk)
    # The provider's people work on the complaint, and see nothing of what it cost the client.
    other = signed_in(ktv, Role.MARKETING).get(address)
    assert (other.context["costs"].claims, spent.number in other.content.decode()) == ([], False)
