"""Contracts whose calendar runs, for the tests: planned at the moment they take effect, amended by a later wording."""

from datetime import UTC, datetime, timedelta

from contracts.domain.duties.planning import follow_terms
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.domain.wording.versions import version_like
from contracts.models import Contract, Occurrence
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.factories import Agreement

SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
"""10:00 of 1 March 2026 in Shanghai, a Sunday."""
INTERVALS = {"training_interval": "1", "appraisal_interval": "3", "improvement_report_interval": "1"}


def at(day: str) -> datetime:
    """Noon of a day in Shanghai."""
    return datetime.fromisoformat(f"{day}T12:00:00+08:00")


def running(form_id: str = "ktv-2", **blanks: str) -> Agreement:
    """A contract of one year that has taken effect, with its calendar."""
    agreement = factories.effective_contract(at=SIGNED, form_id=form_id, **blanks)
    follow_terms(agreement.contract.pk, at=SIGNED)
    return agreement


def amend(agreement: Agreement, *, since: datetime, **values: str) -> None:
    """Another wording of the contract acts from a moment on."""
    contract = agreement.contract
    old = contract.versions.filter(effective_at__isnull=False).latest("number")
    with writing(SYSTEM):
        version = version_like(old, contract, amendment=old.number)
    typed = {name: Typed(raw) for name, raw in values.items()}
    version = fill_terms(version.pk, typed, edits=version.edits, by=factories.scope(agreement.account_manager))
    version.frozen_at = version.effective_at = since
    version.state = "effective"
    factories.signed_by_both(version, at=since)
    version.save()
    follow_terms(contract.pk, at=since)


def end(agreement: Agreement, *, at: datetime) -> None:
    """The contract ends at another moment than planned."""
    Contract.objects.filter(pk=agreement.contract.pk).update(ends_at=at)
    agreement.contract.refresh_from_db()


def periods(agreement: Agreement, series: str, *, of: str = "") -> list[tuple[str, str]]:
    """The opened periods of a series, in order; ``of``: those that one side (A or B) owes."""
    rows = Occurrence.objects.filter(contract=agreement.contract, series=series)
    if of:
        rows = rows.filter(debtor=agreement.contract.party_of(of))
    return [(row.first_day.isoformat(), row.last_day.isoformat()) for row in rows.order_by("first_day", "pk")]


def occurrence(agreement: Agreement, series: str, *, of: str = "B", number: int = 0) -> Occurrence:
    """One opened period of a series."""
    rows = Occurrence.objects.filter(contract=agreement.contract, series=series, debtor=agreement.contract.party_of(of))
    return rows.select_related("obligation__deadline", "obligation__term__clause").order_by("first_day")[number]


DAY = timedelta(days=1)
