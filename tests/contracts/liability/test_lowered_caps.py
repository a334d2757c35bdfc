"""An amendment sets a cap below what is owed already: what is owed stays, the next breach comes to nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from contracts.domain.liability.adjusting import NewSum, propose_adjustment
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.recording import Failure, record_breach
from contracts.models import Adjustment, Breach, Damages
from parties.domain.scope import SYSTEM, writing
from parties.models import Party
from tests import factories
from tests.contracts.amendments import amended
from tests.contracts.liabilities import SIGNED, engaging, lose, paper, refused
from tests.contracts.liability.test_breaches import breach_of
from tests.contracts.liability.test_third_party_cap import confirm, insert_past_the_rules
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
EARLY, LOWERED, LATE = (SIGNED + timedelta(days=day) for day in (3, 15, 20))
NOW = SIGNED + timedelta(days=30)
SPENT = "此前应付的不受影响", "what is owed already stays"


def page_of(agreement: Agreement, breach: Breach) -> str:
    browser = Client()
    browser.force_login(agreement.owner)
    return browser.get(f"/breaches/{breach.pk}/").content.decode()


@pytest.mark.parametrize(
    ("lowered", "explained"),
    [
        ({"damages_cap_month": "0.2", "damages_cap_total": "9"}, True),
        ({"damages_cap_month": "0.2", "damages_cap_total": "0.3"}, True),
        ({"damages_cap_month": "5", "damages_cap_total": "9"}, False),
    ],
)
def test_the_next_breach_of_a_side_comes_to_nothing_and_what_it_owes_stays(
    lowered: dict[str, str], *, explained: bool
) -> None:
    agreement = factories.effective_contract(
        at=SIGNED, damages_per_breach="4%", damages_cap_month="5", damages_cap_total="9"
    )
    owner = factories.scope(agreement.owner)
    first = breach_of(agreement, started_at=EARLY)
    confirm_breach(first.pk, by=owner, at=NOW)
    amended(agreement, at=LOWERED, damages_per_breach="0.1%", **lowered)
    second = breach_of(agreement, started_at=LATE)
    confirm_breach(second.pk, by=owner, at=NOW)
    owed = {each.breach_id: each.amount for each in Damages.objects.all()}
    assert owed == {first.pk: Decimal("24000.00"), second.pk: Decimal("0.00" if explained else "600.00")}
    shown = page_of(agreement, second)
    assert any(words in shown for words in SPENT) is explained


def of_third(agreement: Agreement, third: Party, loss: str, *, late: bool) -> Breach:
    failure = Failure("third_party_failure", third.pk, LATE if late else EARLY, "评估结论有误", [paper()])
    [breach] = record_breach(agreement.contract.pk, failure, by=factories.scope(agreement.owner), at=NOW)
    lose(breach, loss, agreement)
    return breach


def lowered_cap() -> tuple[Agreement, Party, Breach]:
    """The third party owes 50,000 of 60,000; then its cap is set to 12,000."""
    agreement, third = engaging()
    first = of_third(agreement, third, "50000.00", late=False)
    assert confirm(agreement, first) == Decimal("50000.00")
    amended(agreement, at=LOWERED, third_party_cap="2%")
    return agreement, third, first


def test_the_next_breach_of_a_third_party_comes_to_nothing_and_what_it_owes_stays() -> None:
    agreement, third, first = lowered_cap()
    second = of_third(agreement, third, "9000.00", late=True)
    assert second.kind.version_id != first.kind.version_id
    assert confirm(agreement, second) == Decimal("0.00")
    assert Damages.objects.get(breach=first).owed == Decimal("50000.00")
    assert any(words in page_of(agreement, second) for words in SPENT)


def test_the_database_lets_pass_what_adds_nothing_and_no_fen_more() -> None:
    agreement, third, _first = lowered_cap()
    more, nothing = (of_third(agreement, third, "1.00", late=True) for _ in range(2))
    with pytest.raises(IntegrityError, match="above its cap"):
        insert_past_the_rules(more, "0.01", NOW)
    insert_past_the_rules(nothing, "0.00", NOW)


def test_what_a_third_party_owes_is_lowered_above_a_lowered_cap_and_never_raised() -> None:
    agreement, third, first = lowered_cap()
    second = of_third(agreement, third, "1.00", late=True)
    confirm(agreement, second)
    owner = factories.scope(agreement.owner)
    with refused("contracts.above_third_party_cap"):
        propose_adjustment(second.pk, NewSum("agreement", Decimal("0.01"), "多算"), by=owner, at=NOW)
    award = NewSum("award", Decimal("40000.00"), "裁决", LATE.date(), [paper("裁决书.pdf")])
    assert propose_adjustment(first.pk, award, by=owner, at=NOW).is_effective
    assert Damages.objects.get(breach=first).owed == Decimal("40000.00")
    with pytest.raises(IntegrityError, match="above its cap"):
        raise_past_the_rules(second, "0.01")


def raise_past_the_rules(breach: Breach, amount: str) -> None:
    """An adjustment written by hand, past the domain and its lock."""
    damages, new = Damages.objects.get(breach=breach), {"kind": "agreement", "text": "多算", "by": "test"}
    with writing(SYSTEM), transaction.atomic():
        made = Adjustment.objects.create(
            damages=damages, amount=Decimal(amount), party_id=breach.injured_id, proposed_at=NOW, **new
        )
        said = {"answerer": breach.at_fault, "answered_at": NOW, "answered_by": "test"}
        Adjustment.objects.filter(pk=made.pk).update(state="effective", serial=1, **said)
