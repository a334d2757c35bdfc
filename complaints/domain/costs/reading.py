"""Which claims a person may read (C9)."""

from django.db.models import QuerySet

from complaints.models import ExpenseClaim
from complaints.models.claims import OWN
from parties.domain.scope import Scope


def readable_claims(scope: Scope) -> QuerySet[ExpenseClaim]:
    """One's own claims, and those that one's role opens; never the other side's."""
    own = ExpenseClaim.objects.within(scope, verb=OWN)
    return own | ExpenseClaim.objects.within(scope, verb="costs.see")
