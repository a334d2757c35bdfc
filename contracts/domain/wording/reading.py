"""Which wordings of a contract a person may read: a draft is the provider's own until it is shared or sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from contracts.models import Contract, ContractVersion, ThirdParty
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


def engagements_for(*, by: Scope, at: datetime) -> QuerySet[ThirdParty]:
    """Where a party of the person is the third one: of each contract the wording in force, and what is to be signed."""
    own = by.parties_for("contracts.see")
    mine = ThirdParty.objects.within(by, verb="contracts.see").filter(party__in=own)
    acts = ContractVersion.objects.filter(contract=OuterRef("version__contract"), effective_at__lte=at)
    newer = acts.filter(effective_at__gt=OuterRef("version__effective_at"))
    found = mine.exclude(Exists(newer)).select_related("version__contract", "party")
    return found.order_by("-version__frozen_at")
