"""The costs of a complaint on its page: those of one's own side that one may read."""

from dataclasses import dataclass
from decimal import Decimal

from complaints.domain.costs.reading import readable_claims
from complaints.models import Complaint, ExpenseClaim
from complaints.models.claims import COUNTED
from parties.domain.scope import Scope


@dataclass(frozen=True)
class CostsOfCase:
    """The claims about one complaint; ``total`` is what was approved of them, yuan."""

    claims: list[ExpenseClaim]
    total: Decimal
    may_claim: bool


def costs_of_case(complaint: Complaint, scope: Scope) -> CostsOfCase | None:
    """What this person may read, and whether they may ask for money back; ``None``: costs are not their business.

    The other side's claims are no more there than on the pages of costs.
    """
    if not scope.may("costs.read"):
        return None
    claims = list(readable_claims(scope).filter(complaint=complaint).select_related("asked_by").order_by("pk"))
    total = sum((claim.amount for claim in claims if claim.state in COUNTED), Decimal(0))
    return CostsOfCase(claims, total, scope.may("costs.claim"))
