"""Handing visits that are still to be done to somebody else: of a person who is ill, has left, or has too many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.refusals import Refused
from members.domain.care.visit_plans import PLAN, candidates
from members.models import Visit, VisitPlan, VisitState
from parties.domain.messages import Rendered, Telling, tell
from parties.domain.scope import Scope, writing
from parties.models import Membership, User

KIND: Final = "visits.handed_over"


def hand_over(
    plan_id: int, *, from_id: int, to_id: int, visit_ids: Sequence[int] | None, by: Scope, at: datetime
) -> int:
    """Give somebody's open visits of a plan (all, or these) to somebody else, who is told; gives how many.

    Each side shares out its own people's visits alone: they may show that it did its duty.
    Refused: ``parties.not_yours``, ``members.plan_closed``, ``.person_elsewhere``, ``.nothing_to_hand_over``.
    """
    with writing(by):
        plan = VisitPlan.objects.within(by, verb=PLAN).select_related("venue").filter(pk=plan_id).first()
        if plan is None or by.user_id is None or from_id not in _ours([from_id], by=by):
            raise Refused("parties.not_yours")
        if plan.is_closed:
            raise Refused("members.plan_closed")
        if to_id == from_id or to_id not in {person.pk for person in candidates(plan.venue, by=by)}:
            raise Refused("members.person_elsewhere", "to")
        theirs = Visit.objects.filter(plan=plan, assigned_to=from_id, state=VisitState.OPEN)
        wanted = theirs if visit_ids is None else theirs.filter(pk__in=visit_ids)
        count = wanted.update(assigned_to_id=to_id)
        if not count:
            raise Refused("members.nothing_to_hand_over", "visits")
        if to_id != by.user_id:
            key = f"visits:{plan.pk}:{from_id}:{to_id}:{at.timestamp()}"
            tell([Telling(to_id, KIND, key, {"plan": plan.pk, "count": count, "from": from_id})], at=at)
    return count


def holders(plan: VisitPlan, *, by: Scope) -> list[tuple[User, int]]:
    """The people of the person's own side who still have visits of this plan to do, and how many."""
    rows = Visit.objects.filter(plan=plan, state=VisitState.OPEN).order_by().values_list("assigned_to")
    counts = dict(rows.annotate(count=Count("pk")))
    ours = User.objects.filter(pk__in=_ours(counts, by=by)).order_by("name", "pk")
    return [(person, counts[person.pk]) for person in ours]


def handed_over(params: Mapping[str, int | str]) -> Rendered:
    """Visits of a colleague are yours now."""
    count = int(params["count"])
    person = User.objects.filter(pk=int(params["from"])).first()
    subject = ngettext(
        "%(count)s return visit of %(person)s is yours now",
        "%(count)s return visits of %(person)s are yours now",
        count,
    )
    return Rendered(
        subject % {"count": count, "person": person or "–"},
        _("Your list of return visits shows whom to reach, and until when."),
        reverse("members:visits"),
    )


def _ours(people: Sequence[int] | Mapping[int, int], *, by: Scope) -> set[int]:
    """Those of these people who work, or ever worked, for the person's own side."""
    ever = Membership.objects.filter(user__in=list(people), party__in=by.parties_for(PLAN))
    return set(ever.values_list("user", flat=True))
