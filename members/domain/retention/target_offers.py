"""What the roll-up says of a contract's targets: retention, churn and growth, offered for a person to record (A11).

A period of a contract seldom begins on the first of a month. Counted are the business months that end within it,
against as many before them, by the formulas of :mod:`members.domain.retention.formulas`; all of them must be closed.
It counts the members whose home is one of the contract's venues, and all of the party's where it covers every venue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from contracts.domain.duties.windows import end_of
from contracts.domain.targets.measuring import Method, may_record, record_measurement
from contracts.domain.targets.verdicts import TARGET, Reading, TargetPeriod, periods_of, targets_of
from contracts.models import Contract, Measurement
from foundation.periods import Period, months_on
from foundation.refusals import Refused
from members.domain.retention.cohorts import months_between
from members.domain.retention.counting import count, total
from members.domain.retention.formulas import FORMULA, VERSION, Formula
from members.domain.retention.freezing import frozen_of
from members.domain.retention.hashing import fingerprint
from members.domain.retention.rates import Rate
from members.domain.retention.reach import Reach
from members.domain.retention.tallying import whole
from parties.domain.scope import Scope

BY_TARGET: Final = {"retention_target": "retention", "churn_ceiling": "churn", "growth_target": "growth"}
"""Target → the figure that measures it."""
VERB: Final = "targets.record"


@dataclass(frozen=True)
class Offer:
    """A period of a target that has ended and that this side has not measured: what the closed months say of it."""

    contract: Contract
    asked: TargetPeriod
    period: Period
    formula: Formula
    rate: Rate
    open_months: tuple[date, ...]

    @property
    def is_ready(self) -> bool:
        """Whether all its months are closed and there was somebody to count."""
        return not self.open_months and self.rate.of > 0


def offers(party_id: int, scope: Scope, *, at: datetime) -> list[Offer]:
    """For every contract in force with this party as the client: what may be recorded, the oldest first."""
    running = Contract.objects.within(scope, verb=VERB).filter(party_a=party_id, effective_at__lte=at)
    found = [offer for contract in running for offer in _of_contract(contract, party_id, scope, at=at)]
    return sorted(found, key=lambda offer: (offer.asked.window.first_day, offer.contract.pk))


def record_offer(
    contract_id: int, target: str, first_day: date, *, party_id: int, by: Scope, at: datetime
) -> Measurement:
    """Record what an offer says as the measurement of the person's side; its method names formula, months and hash.

    Refused: ``members.offer_gone`` (it is measured, or not all its months are closed), and what
    :func:`contracts.domain.targets.measuring.record_measurement` refuses.
    """
    known = offers(party_id, by, at=at)
    asked = (contract_id, target, first_day)
    offer = next((each for each in known if _name(each) == asked and each.is_ready), None)
    if offer is None or offer.rate.exact is None:
        raise Refused("members.offer_gone")
    return record_measurement(
        contract_id, target, first_day, Reading(offer.rate.exact), method=Method(_words(offer)), by=by, at=at
    )


def months_within(first_day: date, last_day: date) -> Period | None:
    """The months whose last day lies from ``first_day`` to ``last_day``; ``None`` where there is none."""
    first = first_day.replace(day=1)
    after = (last_day + timedelta(days=1)).replace(day=1)
    return Period(first, after) if first < after else None


def reach_of_contract(contract: Contract) -> Reach:
    """The members whom a contract is about."""
    everybody = whole(contract.party_a_id)
    covered = set(contract.venues.values_list("pk", flat=True))
    if covered >= set(everybody.venues):
        return everybody
    return Reach(contract.party_a_id, tuple(sorted(covered)), at_large=False, is_whole=False)


def _of_contract(contract: Contract, party_id: int, scope: Scope, *, at: datetime) -> Iterator[Offer]:
    if not may_record(contract, by=scope):
        return
    mine = scope.parties_for(VERB)
    done = set(
        Measurement.objects.filter(contract=contract, party__in=mine, replaced_by=None)
        .exclude(verdict="interim")
        .values_list("target", "first_day")
    )
    for target in targets_of(contract):
        if target.term not in BY_TARGET:
            continue
        for asked in periods_of(contract, TARGET[target.term], at=at):
            window = asked.window
            if (target.term, window.first_day) not in done and end_of(window.last_day) <= at:
                offer = _offer(contract, asked, party_id)
                if offer is not None:
                    yield offer


def _offer(contract: Contract, asked: TargetPeriod, party_id: int) -> Offer | None:
    period = months_within(asked.window.first_day, asked.window.last_day)
    if period is None:
        return None
    months = [months_on(period.first, number) for number in range(months_between(period.first, period.after))]
    closed = frozen_of(party_id, months)
    formula = FORMULA[BY_TARGET[asked.target.term]]
    rate = formula.rate(total(count(reach_of_contract(contract), period).values()))
    return Offer(contract, asked, period, formula, rate, tuple(month for month in months if month not in closed))


def _name(offer: Offer) -> tuple[int, str, date]:
    return offer.contract.pk, offer.asked.target.term, offer.asked.window.first_day


def _words(offer: Offer) -> str:
    """In Chinese first, as all that is kept of a contract, so that the other side can count it again."""
    rows_hash, rows = fingerprint(reach_of_contract(offer.contract), offer.period)
    first, last = f"{offer.period.first:%Y-%m}", f"{offer.period.last:%Y-%m}"
    rate = f"{offer.rate.count} / {offer.rate.of}"
    return (
        f"会员消费记录，公式第 {VERSION} 版“{offer.formula.code}”，{first} 至 {last} 各营业月：{rate}；"
        f"{rows} 行，SHA-256 {rows_hash}。"
    )
