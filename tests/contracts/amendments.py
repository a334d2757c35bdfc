"""Supplementary agreements in tests: started by the drafter, and put into force without the act of signing."""

from datetime import datetime

from contracts.domain.life.amending import start_amendment
from contracts.domain.life.moving import move_version
from contracts.domain.signature.taking_effect import take_effect
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.models import Contract, ContractVersion
from parties.domain.scope import Scope, writing
from tests import factories
from tests.factories import Agreement


def drafter_of(agreement: Agreement) -> Scope:
    return factories.scope(agreement.account_manager)


def drafted(agreement: Agreement, *, at: datetime, **typed: str) -> ContractVersion:
    """An amendment with these values typed in."""
    by = drafter_of(agreement)
    version = start_amendment(agreement.contract.pk, by=by, at=at)
    fill_terms(version.pk, {name: Typed(raw) for name, raw in typed.items()}, edits=version.edits, by=by)
    return ContractVersion.objects.select_related("contract").get(pk=version.pk)


def amended(agreement: Agreement, *, at: datetime, **typed: str) -> ContractVersion:
    """An amendment that is in force from ``at``; only the signing is left out."""
    version = drafted(agreement, at=at, **typed)
    with writing(drafter_of(agreement)):
        version.contract = Contract.objects.select_for_update().get(pk=version.contract_id)
        moved = move_version(version, "send", frozen_at=at)
        factories.signed_by_both(moved, at=at)
        take_effect(moved, effective_at=at, at=at)
    return moved
