"""Expense claims to decide."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import ClaimState, ExpenseClaim
from encore.web.needs.need import SHOWN, Need
from foundation.money import shown
from parties.domain.scope import Scope


def claims_to_decide(scope: Scope) -> Iterable[Need]:
    """Claims that others of this person's party handed in."""
    if not scope.may("costs.approve"):
        return
    waiting = ExpenseClaim.objects.within(scope, verb="costs.approve").filter(state=ClaimState.SUBMITTED)
    for claim in waiting.exclude(asked_by=scope.user_id).select_related("asked_by").order_by("pk")[:SHOWN]:
        yield Need(
            title=f"{claim.number} · {claim.purpose} · {shown(claim.amount)}",
            why=_("Claim of %(name)s, to be decided") % {"name": claim.asked_by},
            path=reverse("complaints:claim", args=[claim.pk]),
            icon="wallet",
        )
