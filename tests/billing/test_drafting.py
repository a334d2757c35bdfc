"""Drafting invoices from damages."""

from decimal import Decimal

import pytest

from billing.domain.drafting import discard_draft, draft_invoice, unbilled_damages
from billing.models import Invoice, InvoiceLine
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Membership, Party
from tests import factories
from tests.billing.factories import FEE, ISSUED, damages_on, desk
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def refusal(damages_ids: list[int], by: Scope) -> str:
    with pytest.raises(Refused) as refused:
        draft_invoice(damages_ids, by=by, at=ISSUED)
    return refused.value.code


def test_draft_has_one_line_for_each_damages_and_no_number() -> None:
    at = desk()
    first, second = at.damages(2)
    invoice = draft_invoice([second.pk, first.pk, first.pk], by=at.creditor, at=ISSUED)
    assert [(line.position, line.damages, line.gross) for line in invoice.lines.all()] == [
        (1, first, FEE),
        (2, second, FEE),
    ]
    assert (invoice.issuer, invoice.debtor) == (at.agreement.client, at.agreement.provider)
    assert (invoice.state, invoice.number, invoice.net, invoice.tax, invoice.gross) == (
        "draft",
        None,
        2 * FEE,
        Decimal(0),
        2 * FEE,
    )


def test_line_tells_breach_clause_and_day_in_both_languages() -> None:
    at = desk()
    invoice = at.draft()
    line = invoice.lines.get()
    obligation = damages_on(invoice).breach.obligation
    assert obligation is not None
    number = obligation.clause.number
    assert line.text_zh.startswith(f"违约金：违反合同第{number}条（2026年3月11日 · 核实投诉），")
    assert line.text_en.startswith(f"Damages: breach of clause {number} (11 March 2026 · 核实投诉): ")


def test_damages_carry_no_vat() -> None:
    line = desk().draft().lines.get()
    assert (line.tax_rate, line.tax, line.net) == (Decimal(0), Decimal(0), line.gross)


def test_nothing_chosen_is_refused() -> None:
    assert refusal([], desk().creditor) == "billing.nothing_chosen"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE}))
def test_only_finance_drafts(role: Role) -> None:
    at = desk()
    person = factories.person(at.agreement.client, role)
    assert refusal([at.damages()[0].pk], factories.scope(person)) == "billing.not_creditor"


def test_debtor_does_not_draft() -> None:
    at = desk()
    assert refusal([at.damages()[0].pk], at.debtor) == "billing.not_creditor"


def test_damages_billed_already_are_refused_and_leave_no_draft() -> None:
    at = desk()
    first, second = at.damages(2)
    draft_invoice([first.pk], by=at.creditor, at=ISSUED)
    assert refusal([first.pk, second.pk], at.creditor) == "billing.already_billed"
    assert Invoice.objects.count() == 1


def test_damages_of_two_contracts_do_not_share_an_invoice() -> None:
    at = desk()
    other = desk()
    Membership.objects.create(user=at.finance, party=other.agreement.client, role=Role.FINANCE)
    ids = [at.damages()[0].pk, other.damages()[0].pk]
    assert refusal(ids, factories.scope(at.finance)) == "billing.mixed"


def test_damages_cut_to_nothing_by_the_cap_are_not_billed() -> None:
    at = desk(damages_cap_month="0.1")
    _first, second = at.damages(2)
    assert second.amount == 0
    assert refusal([second.pk], at.creditor) == "billing.no_amount"
    assert second not in unbilled_damages(at.creditor)


def test_unbilled_are_those_owed_to_ones_own_party() -> None:
    at = desk()
    first, second = at.damages(2)
    draft_invoice([first.pk], by=at.creditor, at=ISSUED)
    assert list(unbilled_damages(at.creditor)) == [second]
    assert list(unbilled_damages(at.debtor)) == []


def test_discarded_draft_frees_its_damages() -> None:
    at = desk()
    (damages,) = at.damages()
    invoice = draft_invoice([damages.pk], by=at.creditor, at=ISSUED)
    discard_draft(invoice.pk, by=at.creditor)
    assert not Invoice.objects.exists()
    assert list(unbilled_damages(at.creditor)) == [damages]


def test_issued_invoice_is_not_discarded() -> None:
    at = desk()
    invoice = at.invoice()
    with pytest.raises(Refused) as refused:
        discard_draft(invoice.pk, by=at.creditor)
    assert refused.value.code == "billing.not_draft"


def test_debtor_does_not_discard() -> None:
    at = desk()
    with pytest.raises(Refused) as refused:
        discard_draft(at.draft().pk, by=at.debtor)
    assert (refused.value.code, Party.objects.get(name=refused.value.params["party"])) == (
        "billing.not_issuer",
        at.agreement.client,
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_people_billing_the_same_damages_make_one_invoice() -> None:
    at = desk()
    (damages,) = at.damages()
    creditor = at.creditor
    outcomes = at_once(10, lambda _: draft_invoice([damages.pk], by=creditor, at=ISSUED).pk)
    assert sorted(type(each).__name__ for each in outcomes) == ["Refused"] * 9 + ["int"]
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)
