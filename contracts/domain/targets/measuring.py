"""Recording what was measured of a target, with its evidence; a missed one proposes a breach (A11, A12).

Each side records for itself and corrects its own value alone; where both have measured, both values stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from contracts.domain.duties.fulfilling import LONGEST_WORDS
from contracts.domain.duties.owning import BOTH
from contracts.domain.duties.windows import end_of
from contracts.domain.locking import locked_contract
from contracts.domain.sides import speaks_for
from contracts.domain.targets.target_news import tell_of_missed
from contracts.domain.targets.verdicts import MISSED, TARGET, Reading, TargetPeriod, judge, periods_of
from contracts.domain.terms.numbers import plain_decimal
from contracts.models import Breach, Contract, Measurement
from contracts.models.targets import Verdict
from foundation.accepted_files import EVIDENCE, LARGEST_FILE
from foundation.files import Upload, store_uploads
from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from parties.domain.scope import Scope, writing
from parties.models import Party

RECORD: Final = "targets.record"
LARGEST_VALUE: Final = Decimal(10_000)

_on_proposed: list[Callable[[Sequence[int], datetime], None]] = []


def register(on_proposed: Callable[[Sequence[int], datetime], None]) -> None:
    """Add what follows where breaches of contracts were proposed by a measurement, in the same transaction."""
    _on_proposed.append(on_proposed)


@dataclass(frozen=True)
class Method:
    """How it was measured: in words, and the paper that shows it."""

    text: str
    file: Upload | None = None


def record_measurement(
    contract_id: int,
    target: str,
    first_day: date,
    reading: Reading,
    *,
    method: Method,
    by: Scope,
    at: datetime,
    is_correction: bool = False,
) -> Measurement:
    """Keep what was measured of a target (the name of its term) in the period that begins on ``first_day``.

    Before the period has ended it is an interim value, with no verdict, and the one that follows takes its place.
    ``is_correction``: it takes the place of the one that the same side recorded before, which stays on record; not once
    a breach of it is decided. A missed target proposes
    one breach for each side that owes it, once for the period; what was proposed stays for the injured party to decide.
    Refused: ``contracts.not_a_side``, ``contracts.period_unknown``, ``contracts.measured_already``,
    ``contracts.measurement_decided``, ``contracts.bounds_narrow``,
    ``contracts.value_missing``, ``contracts.sample_missing``, ``contracts.sample_beyond``, ``contracts.bounds_wrong``,
    ``contracts.method_missing``, and what words and files are refused for.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        if not may_record(contract, by=by):
            raise Refused("contracts.not_a_side")
        party = speaks_for(contract, RECORD, by=by)
        period = _period(contract, target, first_day, at=at)
        _check(reading, period)
        before = _own(contract, target, first_day, party)
        if before is not None:
            _check_correction(before, is_correction=is_correction)
        measurement = _kept(contract, period, reading, method, party, before, by=by, at=at)
        if measurement.is_missed and period.target.counts:
            _propose(measurement, period, at=at)
    return measurement


def may_record(contract: Contract, *, by: Scope) -> bool:
    """Whether this person measures for one of its sides; who works in some venues only, where it covers one of them."""
    return Contract.objects.within(by, verb=RECORD).filter(pk=contract.pk).exists()


def _period(contract: Contract, target: str, first_day: date, *, at: datetime) -> TargetPeriod:
    known = periods_of(contract, TARGET[target], at=at) if target in TARGET else iter(())
    found = next((period for period in known if period.window.first_day == first_day), None)
    if found is None:
        raise Refused("contracts.period_unknown", "period")
    return found


def _check(reading: Reading, period: TargetPeriod) -> None:
    if not reading.value.is_finite() or abs(reading.value) > LARGEST_VALUE:
        raise Refused("contracts.value_missing", "value")
    if reading.value != reading.value.quantize(Decimal("0.0001")):
        raise Refused("contracts.value_missing", "value")
    if reading.sample is None and (period.least_sample or reading.population is not None):
        raise Refused("contracts.sample_missing", "sample")
    if reading.sample is not None and not 1 <= reading.sample <= (reading.population or reading.sample):
        raise Refused("contracts.sample_beyond", "sample")
    if reading.sample is not None and not 0 <= reading.value <= 100:
        raise Refused("contracts.value_missing", "value")
    if (reading.low is None) != (reading.high is None):
        raise Refused("contracts.bounds_wrong", "low")
    low, high = reading.bounds
    if not low <= reading.value <= high:
        raise Refused("contracts.bounds_wrong", "low")
    computed = reading.narrowest
    if low > computed[0] or high < computed[1]:
        shown = " – ".join(plain_decimal(bound) for bound in computed)
        raise Refused("contracts.bounds_narrow", "low", computed=shown)


def _own(contract: Contract, target: str, first_day: date, party: Party) -> Measurement | None:
    """What this side recorded last of the period."""
    rows = Measurement.objects.filter(contract=contract, target=target, first_day=first_day, party=party)
    return rows.filter(replaced_by=None).first()


def _check_correction(before: Measurement, *, is_correction: bool) -> None:
    """Refuse a second value that is not said to be a correction, or that comes after a breach of it was decided."""
    if not (before.is_interim or is_correction):
        raise Refused("contracts.measured_already", "is_correction")
    decided = Breach.objects.filter(
        measurement__contract=before.contract_id,
        measurement__target=before.target,
        measurement__first_day=before.first_day,
        measurement__party=before.party_id,
        decided_at__isnull=False,
    )
    if decided.exists():
        raise Refused("contracts.measurement_decided")


def _kept(
    contract: Contract,
    period: TargetPeriod,
    reading: Reading,
    method: Method,
    party: Party,
    before: Measurement | None,
    *,
    by: Scope,
    at: datetime,
) -> Measurement:
    low, high = reading.bounds
    return Measurement.objects.create(
        contract=contract,
        term=period.term,
        party=party,
        target=period.target.term,
        first_day=period.window.first_day,
        last_day=period.window.last_day,
        level=period.level,
        value=reading.value,
        sample=reading.sample,
        population=reading.population,
        low=low,
        high=high,
        verdict=_verdict(reading, period, at=at),
        method=_words(method),
        file=_paper(method),
        recorded_at=at,
        person_id=by.user_id,
        by=by.label,
        replaces=before,
    )


def _verdict(reading: Reading, period: TargetPeriod, *, at: datetime) -> Verdict:
    """What it says of the target; nothing yet while the period runs, for what is promised is the whole of it."""
    if at < end_of(period.window.last_day):
        return Verdict.INTERIM
    return judge(reading, level=period.level, at_most=period.target.at_most, least_sample=period.least_sample)


def _words(method: Method) -> str:
    text = clean_text(method.text, LONGEST_WORDS, "method")
    if not says_something(text):
        raise Refused("contracts.method_missing", "method")
    return text


def _paper(method: Method) -> StoredFile | None:
    if method.file is None:
        return None
    [stored] = store_uploads([method.file], kinds=EVIDENCE, max_bytes=LARGEST_FILE, field="file")
    return stored


def _propose(measurement: Measurement, period: TargetPeriod, *, at: datetime) -> None:
    """One breach for each side that owes the target, unless the period has one already. It happened when it ended."""
    terms = period.terms
    kind_id = terms.breach_kind(MISSED)
    if kind_id is None:
        return
    duty = period.term.clause.duty
    debtors = [terms.party_a_id, terms.party_b_id] if duty == BOTH else [terms.debtor_of(period.term)]
    known = Breach.objects.filter(
        measurement__contract=measurement.contract,
        measurement__target=measurement.target,
        measurement__first_day=measurement.first_day,
    )
    blamed = set(known.values_list("at_fault", flat=True))
    proposed = Breach.objects.bulk_create(
        Breach(
            contract=measurement.contract,
            kind_id=kind_id,
            measurement=measurement,
            at_fault_id=debtor,
            injured_id=terms.other_party(debtor),
            occurred_at=min(end_of(measurement.last_day) - timedelta(seconds=1), at),
            proposed_at=at,
        )
        for debtor in debtors
        if debtor not in blamed
    )
    if proposed:
        for follow in _on_proposed:
            follow([measurement.contract_id], at)
        tell_of_missed(measurement, at=at)
