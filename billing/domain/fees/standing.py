"""Where each payment of a contract's fee stands: whether it may be invoiced now, and what of it is claimed already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from billing.domain.fees.of_contract import ContractFees, fees_of
from billing.domain.fees.plan import FeePart, Part
from billing.models import FeeClaim
from contracts.models import Contract, ContractVersion


@dataclass(frozen=True)
class Payment:
    """A payment of the plan. ``is_open``: it may be invoiced now; ``claim``: what was claimed of it, if anything."""

    part: FeePart
    claim: FeeClaim | None = None
    is_open: bool = False

    @property
    def key(self) -> str:
        """What a form calls it: the part and the day by which it is known."""
        return f"{self.part.part}:{known_by(self.part)}"


@dataclass(frozen=True)
class Standing:
    """The payments of a contract in force by the wording that acts, and what is claimed in all."""

    version: ContractVersion
    fees: ContractFees
    payments: tuple[Payment, ...]
    claims: tuple[FeeClaim, ...]


def known_by(part: FeePart) -> date | None:
    """The first day of its period, or, of a payment without one, the day from which it may be invoiced."""
    return part.first_day or part.billable_date


def standing_of(contract: Contract, *, at: datetime) -> Standing | None:
    """All payments as they stand at ``at``; ``None`` before the contract takes effect."""
    version = contract.version_in_force(at)
    if version is None:
        return None
    version.contract = contract
    fees = fees_of(version, at=at)
    claims = tuple(FeeClaim.objects.filter(contract=contract).select_related("line__invoice"))
    today = timezone.localdate(at)
    return Standing(version, fees, tuple(_standing(part, claims, today) for part in fees.plan.parts), claims)


def claimable_parts(contract: Contract, *, at: datetime) -> tuple[Payment, ...]:
    """The payments that may be invoiced at ``at`` and stand on no draft and no invoice yet."""
    standing = standing_of(contract, at=at)
    return tuple(each for each in standing.payments if each.is_open) if standing else ()


def _standing(part: FeePart, claims: Sequence[FeeClaim], today: date) -> Payment:
    claim = next((each for each in claims if _is_of(each, part)), None)
    return Payment(part, claim, is_open=claim is None and _may_be_invoiced(part, today))


def _is_of(claim: FeeClaim, part: FeePart) -> bool:
    """Whether the claim is for this payment, or for days of it: an amendment may have cut the periods anew."""
    if claim.part != part.part:
        return False
    if part.first_day is None or part.last_day is None or claim.last_day is None:
        return True
    return claim.first_day <= part.last_day and part.first_day <= claim.last_day


def _may_be_invoiced(part: FeePart, today: date) -> bool:
    """A share of revenue is computed elsewhere; what is ordered is invoiced once it is provided (retention S2.1), which
    cannot have been before its period began."""
    opens = part.first_day if part.part is Part.VALUE_ADDED else part.billable_date
    return opens is not None and opens <= today and part.amount is not None and part.amount > 0
