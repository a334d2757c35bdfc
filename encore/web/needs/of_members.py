"""Members to erase or to keep, and data incidents whose 72 hours run."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from encore.web.needs.need import SHOWN, Need
from members.domain.privacy.incident_clocks import hours_of
from members.models import DataIncident, Erasure, ErasureState
from parties.domain.scope import Scope

VERB = "members.erase"


def incidents_to_tell(scope: Scope) -> Iterable[Need]:
    """Incidents of this person's party of which the authority does not know yet."""
    if not scope.may(VERB):
        return
    untold = DataIncident.objects.within(scope, verb=VERB).filter(closed_at=None, authority_told_at=None)
    found = list(untold.order_by("found_at", "pk")[:SHOWN])
    deadlines = hours_of(found)
    for incident in found:
        deadline = deadlines.get(incident.pk)
        owner = f" · {deadline.owner}" if deadline and deadline.owner_id != scope.user_id else ""
        yield Need(
            title=_("Tell the authority of a data incident"),
            why=f"{incident.what[:80]}{owner}",
            path=reverse("members:incident", args=[incident.pk]),
            icon="alert-triangle",
            due_at=incident.due_at,
            deadline=deadline,
        )


def erasures_to_decide(scope: Scope) -> Iterable[Need]:
    """Members of this person's party who are proposed for erasure."""
    if not scope.may(VERB):
        return
    proposed = Erasure.objects.within(scope, verb=VERB).filter(state=ErasureState.PROPOSED)
    count = proposed.filter(member__party__in=scope.parties_for(VERB)).count()
    if count:
        title = ngettext("%(count)s member to erase or to keep", "%(count)s members to erase or to keep", count)
        yield Need(
            title=title % {"count": count},
            why=_("They asked for it, or have been silent for long"),
            path=reverse("members:privacy"),
            icon="eraser",
        )
