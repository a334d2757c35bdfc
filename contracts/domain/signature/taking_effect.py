"""A wording takes effect: the first one starts its contract, an amendment changes what acts from then on."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.archive.indexing import ask_to_index
from contracts.domain.duties.planning import follow_terms
from contracts.domain.life.ending import end_of, expiring_from, schedule_end, terminated_at
from contracts.domain.life.lifecycles import CONTRACT_LIFE, VERSION_LIFE
from contracts.domain.locking import locked_contract
from contracts.domain.news import tell_both_sides
from contracts.domain.wording.blanks import Values, values_of
from contracts.models import Contract, ContractVersion
from foundation.refusals import Refused


def take_effect(version: ContractVersion, *, effective_at: datetime, at: datetime, on_paper: bool = False) -> None:
    """The version (its locked ``contract`` loaded) acts from ``effective_at``; both sides are told.

    ``on_paper``: it was signed on paper, and both sides are told so. Refused:
    ``contracts.ended`` for an amendment of a contract that no longer runs, ``contracts.end_passed`` where the wording
    would have ended before it began.
    """
    if version.is_amendment:
        _amend(version, effective_at)
    else:
        _begin(version, effective_at)
    VERSION_LIFE.move(ContractVersion, version.pk, "take_effect", effective_at=effective_at)
    version.refresh_from_db(fields=["state", "effective_at"])
    follow_terms(version.contract_id, at=at)
    ask_to_index(version.contract_id, run_at=max(effective_at, at))
    kind, amendment = "contracts.entered" if on_paper else "contracts.effective", version.amendment or 0
    tell_both_sides(version.contract, kind, str(version.number), at=at, amendment=amendment)


def require_end_ahead(version: ContractVersion, *, at: datetime) -> None:
    """Refuse (``contracts.end_passed``) a wording whose contract would be over already at ``at``."""
    start = version.contract.effective_at or at
    ends_at = end_of(values_of(version), start)
    if ends_at is not None and ends_at <= at:
        raise Refused("contracts.end_passed")


def _begin(version: ContractVersion, effective_at: datetime) -> None:
    values = values_of(version)
    ends_at = end_of(values, effective_at)
    if ends_at is not None and ends_at <= effective_at:
        raise Refused("contracts.end_passed")
    expiring_at = expiring_from(values, ends_at)
    moments = {"effective_at": effective_at, "ends_at": ends_at, "expiring_at": expiring_at}
    contract = CONTRACT_LIFE.move(Contract, version.contract_id, "take_effect", None, **moments)
    schedule_end(contract)
    _renew_what_it_renews(contract)
    version.contract.refresh_from_db(fields=["state", "effective_at", "ends_at", "expiring_at"])


def _renew_what_it_renews(contract: Contract) -> None:
    """A contract that ended before its successor was signed was renewed after all; a running one will be at its end."""
    if contract.renews_id is None:
        return
    old = locked_contract(contract.renews_id)
    if "renew" in CONTRACT_LIFE.verbs(old.state) and not old.is_running:
        CONTRACT_LIFE.move(Contract, old.pk, "renew")


def _amend(version: ContractVersion, effective_at: datetime) -> None:
    """Move the contract's moments where the amendment changes the terms behind them, and nothing else."""
    contract = version.contract
    before = contract.version_in_force(effective_at)
    if not contract.is_running or before is None or contract.effective_at is None:
        raise Refused("contracts.ended")
    if contract.ends_at is not None and contract.ends_at <= effective_at:
        raise Refused("contracts.ended")
    old, new = values_of(before), values_of(version)
    if any(old.get(name) != new.get(name) for name in ("term_years", "end_date", "renewal_notice")):
        _move_end(contract, new, effective_at)


def _move_end(contract: Contract, values: Values, effective_at: datetime) -> None:
    """The term is still counted from when the contract began; a notice that ends it earlier is not undone by it."""
    ends_at = end_of(values, contract.effective_at or effective_at)
    by_notice = terminated_at(contract)
    if by_notice is not None and (ends_at is None or by_notice < ends_at):
        ends_at = by_notice
    if ends_at is not None and ends_at <= effective_at:
        raise Refused("contracts.end_passed")
    contract.ends_at, contract.expiring_at = ends_at, expiring_from(values, ends_at)
    contract.save(update_fields=["ends_at", "expiring_at"])
    if not contract.is_effective and (contract.expiring_at is None or contract.expiring_at > effective_at):
        CONTRACT_LIFE.move(Contract, contract.pk, "extend")
    schedule_end(contract)
