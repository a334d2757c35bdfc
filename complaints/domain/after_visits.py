"""After a return visit on which a member complained: the complaint is logged at once, as any other."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.domain.care.visiting import FollowUp
from members.models import Visit, VisitAttempt, VisitOutcome
from parties.domain.scope import Scope


def log_complaint(visit: Visit, attempt: VisitAttempt, by: Scope) -> FollowUp | None:
    """The way to the form that logs a complaint, for who may."""
    if attempt.outcome != VisitOutcome.COMPLAINT or not by.may("complaints.log"):
        return None
    return FollowUp(_("Log the complaint"), f"{reverse('complaints:log')}?venue={visit.plan.venue_id}")
