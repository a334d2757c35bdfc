"""Which wordings of a contract a person may read: a draft is the provider's own until it is shared or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.models import Contract, ContractVersion
from contracts.models.versions import UNSHARED
from parties.domain.scope import Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet


def versions_for(contract: Contract, *, by: Scope) -> QuerySet[ContractVersion]:
    """The versions of a contract in reach that this person may read, in order."""
    versions = contract.versions.order_by("number")
    if by.may_for("contracts.see", contract.party_b_id):
        return versions
    return versions.exclude(state__in=UNSHARED)
