"""What closed months say of a contract's targets is offered, and recorded by a person with the rows' hash."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.domain.targets.verdicts import TARGET, periods_of
from contracts.models import Measurement
from foundation.periods import months_on
from foundation.refusals import Refused
from members.domain.retention.freezing import freeze_month
from members.domain.retention.hashing import fingerprint
from members.domain.retention.rates import Rate
from members.domain.retention.target_offers import months_within, offers, reach_of_contract, record_offer
from parties.domain.roles import Role
from tests import factories
from tests.contracts.calendars import SIGNED
from tests.members.retention.histories import History

NOW = datetime(2026, 6, 20, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), "2026-03 2026-06"),
        (date(2026, 3, 15), date(2026, 6, 14), "2026-03 2026-06"),
        (date(2026, 3, 15), date(2026, 4, 14), "2026-03 2026-04"),
        (date(2026, 3, 2), date(2026, 3, 30), None),
    ],
)
def test_a_period_is_measured_by_the_months_that_end_in_it(first: date, last: date, months: str | None) -> None:
    found = months_within(first, last)
    assert (f"{found.first:%Y-%m} {found.after:%Y-%m}" if found else None) == months


@pytest.mark.django_db
def test_a_closed_period_is_offered_and_recorded_once() -> None:
    agreement = factories.effective_contract(at=SIGNED, churn_ceiling="40")
    manager = factories.person(agreement.client, Role.VENUE_MANAGER)
    of = History(agreement.venue, factories.venue(agreement.client), manager)
    asked = next(iter(periods_of(agreement.contract, TARGET["churn_ceiling"], at=NOW)))
    period = months_within(asked.window.first_day, asked.window.last_day)
    assert period is not None
    assert period.after == months_on(period.first, 3)
    stays, leaves = of.join(date(2025, 6, 1)), of.join(date(2025, 6, 1))
    elsewhere = of.join(date(2025, 6, 1), at=of.other)
    for member in (stays, leaves, elsewhere):
        of.visit(member, months_on(period.first, -1))
    of.visit(stays, period.first)
    owner = factories.scope(agreement.owner)
    [offer] = offers(agreement.client.pk, owner, at=NOW)
    assert (offer.formula.code, offer.rate, offer.is_ready) == ("churn", Rate(1, 2), False)
    assert len(offer.open_months) == 3

    def record() -> Measurement:
        first_day = asked.window.first_day
        asked_for = agreement.contract.pk, "churn_ceiling", first_day
        return record_offer(*asked_for, party_id=agreement.client.pk, by=owner, at=NOW)

    with pytest.raises(Refused) as refused:
        record()
    assert refused.value.code == "members.offer_gone"
    for number in range(3):
        freeze_month(agreement.client.pk, months_on(period.first, number), by=owner, at=NOW)
    measurement = record()
    assert (measurement.value, measurement.party, measurement.verdict) == (Decimal(50), agreement.client, "missed")
    assert fingerprint(reach_of_contract(agreement.contract), period)[0] in measurement.method
    assert offers(agreement.client.pk, owner, at=NOW) == []
    with pytest.raises(Refused):
        record()
    assert offers(agreement.client.pk, factories.scope(manager), at=NOW) == []
    assert [each.rate for each in offers(agreement.client.pk, factories.scope(agreement.account_manager), at=NOW)] == [
        Rate(1, 2)
    ]
