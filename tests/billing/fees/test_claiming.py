"""The fee of a contract on an invoice: what may be invoiced when, by whom, once, and what the books say of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.domain.drafting import discard_draft
from billing.domain.invoicing import issue_invoice
from billing.models import FeeClaim, Invoice, InvoiceLine
from contracts.models import Contract
from foundation.refusals import Refused
from ledger.domain.verification import verify
from ledger.models import JournalLine
from parties.models import Party
from tests import factories
from tests.billing.factories import pay
from tests.billing.fees.claims import FIRST, ISSUED, SECOND, FeeDesk, fee_desk
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def refusal(desk: FeeDesk, *keys: str, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        desk.draft(*keys, **more)  # type: ignore[arg-type]
    return refused.value.code


def books_of(party: Party) -> list[tuple[str, Decimal, Decimal]]:
    lines = JournalLine.objects.filter(journal__party=party).select_related("account").order_by("pk")
    return [(line.account.code, line.debit, line.credit) for line in lines]


def test_a_fee_is_drafted_issued_paid_and_booked_on_the_accounts_of_trade() -> None:
    at = fee_desk()
    assert at.open_keys() == [FIRST]
    draft = at.draft(FIRST)
    line = InvoiceLine.objects.get()
    assert (line.net, line.tax, line.gross) == (Decimal("47169.81"), Decimal("2830.19"), Decimal("50000.00"))
    assert (line.text_zh, line.text_en) == (
        "服务费（2026年3月2日至2026年9月2日），合同第4.1条",
        "Fee (2 March 2026 to 2 September 2026), clause 4.1",
    )
    assert (draft.issuer, draft.debtor) == (at.agreement.provider, at.agreement.client)
    assert at.open_keys() == []
    invoice = issue_invoice(draft.pk, by=at.creditor, at=ISSUED)
    assert invoice.due_date == date(2026, 4, 7)  # 15 working days after 16 March, Qingming between
    assert invoice.snapshot is not None
    assert (invoice.snapshot["purpose"], invoice.snapshot["tax"]) == ("fee", "2830.19")
    pay(invoice, "50010", by=at.creditor)
    us, them = at.agreement.provider, at.agreement.client
    zero, gross, extra = Decimal("0.00"), Decimal("50000.00"), Decimal("10.00")
    assert books_of(us) == [
        ("1122", gross, zero),
        ("6001", zero, Decimal("47169.81")),
        ("2221", zero, Decimal("2830.19")),
        ("1002", gross + extra, zero),
        ("1122", zero, gross),
        ("2203", zero, extra),
    ]
    assert books_of(them) == [
        ("6602", gross, zero),
        ("2202", zero, gross),
        ("2202", gross, zero),
        ("1002", zero, gross + extra),
        ("1123", extra, zero),
    ]
    assert [finding.name for finding in verify() if finding.problems] == []


def test_a_later_period_may_be_invoiced_the_time_to_pay_before_it() -> None:
    at = fee_desk()
    before = datetime(2026, 8, 12, 2, tzinfo=UTC)  # 15 working days before 3 September: 13 August
    assert at.open_keys(before) == [FIRST]
    assert refusal(at, SECOND, at=before) == "billing.fee_not_due"
    assert at.open_keys(datetime(2026, 8, 12, 16, tzinfo=UTC)) == [FIRST, SECOND]
    invoice = at.draft(FIRST, SECOND, at=datetime(2026, 8, 13, 2, tzinfo=UTC), rate=Decimal("0.03"))
    assert (invoice.net, invoice.tax, invoice.gross) == (Decimal("97087.38"), Decimal("2912.62"), Decimal("100000.00"))


def test_refusals_say_why_and_leave_nothing_behind() -> None:
    at = fee_desk()
    assert refusal(at) == "billing.nothing_chosen"
    assert refusal(at, "period:2026-03-03") == "billing.fee_not_due"
    assert refusal(at, FIRST, rate=Decimal("0.13")) == "billing.tax_rate_unknown"
    assert refusal(at, FIRST, by=factories.scope(at.their_finance)) == "billing.not_fee_creditor"
    assert refusal(at, FIRST, by=factories.scope(at.agreement.account_manager)) == "billing.not_fee_creditor"
    at.draft(FIRST)
    assert refusal(at, FIRST) == "billing.fee_claimed"
    assert (FeeClaim.objects.count(), Invoice.objects.count()) == (1, 1)


def test_a_contract_that_has_not_taken_effect_owes_no_fee() -> None:
    agreement = factories.drafted(at=ISSUED, form_id="service", fee_interval="6个月", service_term="1年")
    finance = fee_desk().finance
    at = FeeDesk(agreement, finance, finance)
    assert at.open_keys() == []
    with pytest.raises(Refused) as refused:
        at.draft(FIRST, by=factories.scope(finance))
    assert refused.value.code == "billing.not_fee_creditor"


def test_a_discarded_draft_frees_its_payment() -> None:
    at = fee_desk()
    discard_draft(at.draft(FIRST).pk, by=at.creditor)
    assert (FeeClaim.objects.count(), at.open_keys()) == (0, [FIRST])


def test_a_draft_that_the_plan_no_longer_bears_is_not_issued() -> None:
    at = fee_desk()
    draft = at.draft(FIRST)
    # As if the contract were ended sooner: what is left of the only period is shorter.
    Contract.objects.filter(pk=at.agreement.contract.pk).update(ends_at=datetime(2026, 6, 1, 16, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        issue_invoice(draft.pk, by=at.creditor, at=ISSUED)
    assert refused.value.code == "billing.fee_changed_meanwhile"


def test_what_is_ordered_is_claimed_up_to_its_limit_and_all_within_the_contract_amount() -> None:
    at = fee_desk(
        form_id="retention",
        supplements=("b_leads",),
        contract_amount="3400",
        base_fee="3000",
        fee_interval="2个月",
        value_added_fee="500",
        payment_within="15",
    )
    base, added = "base:2026-03-02", "value_added:2026-03-02"
    assert at.open_keys() == [base, added]
    assert refusal(at, added) == "billing.fee_amount"
    for wrong in ("0", "500.01", "1.005", "NaN"):
        assert refusal(at, added, a0=wrong) == "billing.fee_amount"
    assert refusal(at, base, added, a1="500") == "billing.fee_beyond_amount"
    assert at.draft(base, added, a1="320.50").gross == Decimal("3320.50")


def test_an_instalment_is_due_on_its_own_day_unless_that_has_passed() -> None:
    at = fee_desk(
        form_id="consulting",
        contract_amount="80000",
        first_instalment="40",
        first_instalment_within="5",
        final_instalment="60",
        final_instalment_within="10",
    )
    key = "first_instalment:2026-03-02"
    assert at.open_keys() == [key]
    early = at.draft(key, at=datetime(2026, 3, 3, 2, tzinfo=UTC))
    assert issue_invoice(early.pk, by=at.creditor, at=datetime(2026, 3, 3, 2, tzinfo=UTC)).due_date == date(2026, 3, 9)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_payment_claimed_by_five_at_once_stands_on_one_draft() -> None:
    at = fee_desk()
    scope = at.creditor
    # The negative control: looking alone does not keep them apart, all five find it open.
    assert at_once(5, lambda _: at.open_keys()) == [[FIRST]] * 5
    outcomes = at_once(5, lambda _: at.draft(FIRST, by=scope).pk)
    assert sorted(type(each).__name__ for each in outcomes) == ["Refused"] * 4 + ["int"]
    assert (FeeClaim.objects.count(), Invoice.objects.count()) == (1, 1)
