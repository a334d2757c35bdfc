"""The fee plan of a contract: by the wording that acts, or, before one does, by the one being worked on."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from billing.domain.fees.plan import FeePlan, fee_plan
from contracts.domain.duties.windows import Life
from contracts.domain.life.ending import end_of
from contracts.domain.wording.blanks import values_of
from contracts.models import Contract, ContractVersion, Occurrence, SignatureRequest
from contracts.models.signing import SignatureState

FINAL = "final_instalment"
"""The series that acceptance of all work begins (consulting 5.3)."""


@dataclass(frozen=True)
class ContractFees:
    """``is_preview``: the contract has not taken effect, and the days are those as if it did at ``since``."""

    plan: FeePlan
    since: datetime
    is_preview: bool
    ends_at: datetime | None = None


def fees_of(version: ContractVersion, *, at: datetime) -> ContractFees:
    """What the terms of this version (its ``contract`` loaded) say of the fee, as known at ``at``."""
    contract = version.contract
    since = contract.effective_at or at
    ends_at = contract.ends_at if contract.effective_at else end_of(values_of(version), since)
    plan = plan_until(version, since, ends_at)
    return ContractFees(plan, since, is_preview=contract.effective_at is None, ends_at=ends_at)


def plan_until(version: ContractVersion, since: datetime, ends_at: datetime | None) -> FeePlan:
    """The plan by the terms of this version for a contract that runs from then until then; ``None``: without an end."""
    contract = version.contract
    return fee_plan(
        values_of(version).get,
        Life(since, ends_at),
        signed_at=_signed_at(contract) or since,
        accepted_date=_accepted_date(contract),
    )


def _signed_at(contract: Contract) -> datetime | None:
    """When the last party had signed the first agreement; ``None`` before, and where it was signed on paper."""
    signed = SignatureRequest.objects.filter(
        version__contract=contract, version__amendment=None, state=SignatureState.SIGNED
    )
    moment: datetime | None = signed.aggregate(last=Max("signed_at"))["last"] if contract.effective_at else None
    return moment


def _accepted_date(contract: Contract) -> date | None:
    """The day on which all work had passed, from which the time to pay the final instalment runs."""
    begun = Occurrence.objects.filter(contract=contract, series=FINAL).order_by("first_day").first()
    return begun.first_day if begun else None
