"""Plans of return visits: made for a period, shared out among people, closed with honest figures (B8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from contracts.models import Obligation
from foundation.days import known_day
from foundation.refusals import Refused
from members.domain.care.lifecycle import VISIT
from members.domain.care.visit_lists import members_for, reachable
from members.models import MemberState, Segment, Visit, VisitPlan, VisitState
from parties.domain.circles import venue_condition
from parties.domain.duty import people_of
from parties.domain.roles import MAY
from parties.domain.scope import Scope, writing
from parties.models import User, Venue

PLAN: Final = "care.plan"
DO: Final = "visits.do"
KEEP: Final = "obligations.keep"
SERIES: Final = "visit"
"""The series of duties that a contract's term ``visit_interval`` brings about."""
MOST_VISITS: Final = 5000
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True)
class NewPlan:
    """A plan for a venue and a period; ``obligation_id``: for the duty of a contract, whose period it then takes."""

    venue_id: int
    from_date: date
    until_date: date
    people: Sequence[int]
    segment_id: int | None = None
    obligation_id: int | None = None


@dataclass(frozen=True)
class Figures:
    """How far a plan has come. ``left_out`` are those who were picked and never agreed to be contacted."""

    open: int
    done: int
    unreached: int
    dropped: int
    left_out: int

    @property
    def listed(self) -> int:
        """All on the list."""
        return self.open + self.done + self.unreached + self.dropped


def make_plan(said: NewPlan, *, by: Scope, at: datetime) -> VisitPlan:
    """Write the list and share it out among the people, in turn.

    Refused: ``members.venue_unknown``, ``members.duty_unknown``, ``members.duty_planned``, ``members.segment_unknown``,
    ``members.days_reversed``, ``members.plan_too_long``, ``members.person_elsewhere``, ``members.nobody_to_visit``,
    ``members.too_many_visits``.
    """
    with writing(by):
        venue = Venue.objects.filter(venue_condition(by, verb=PLAN), pk=said.venue_id).first()
        if venue is None or by.user_id is None:
            raise Refused("members.venue_unknown", "venue")
        duty = _duty(said.obligation_id, venue, by=by) if said.obligation_id is not None else None
        first, last = _period(said, duty)
        segment = _segment(said.segment_id, by=by) if said.segment_id is not None else None
        people = _people(said.people, venue, by=by)
        picked = members_for(venue.pk, segment=segment, from_date=first, until_date=last, at=at)
        member_ids = list(reachable(picked).order_by("pk").values_list("pk", flat=True)[: MOST_VISITS + 1])
        if not member_ids:
            raise Refused("members.nobody_to_visit")
        if len(member_ids) > MOST_VISITS:
            raise Refused("members.too_many_visits", most=MOST_VISITS)
        plan = VisitPlan.objects.create(
            venue=venue,
            from_date=first,
            until_date=last,
            segment=segment,
            obligation=duty,
            left_out=picked.count() - len(member_ids),
            made_by_id=by.user_id,
            made_at=at,
        )
        Visit.objects.bulk_create(
            Visit(plan=plan, member_id=member_id, assigned_to_id=people[turn % len(people)])
            for turn, member_id in enumerate(member_ids)
        )
        return plan


def close_plan(plan_id: int, *, by: Scope, at: datetime) -> VisitPlan:
    """The period is over: who was not reached counts as not reached, who may not be contacted any more as dropped.

    Refused: ``parties.not_yours``, ``members.plan_closed``.
    """
    with writing(by):
        mine = VisitPlan.objects.within(by, verb=PLAN).select_for_update(no_key=True, of=("self",))
        plan = mine.filter(pk=plan_id).first()
        if plan is None or by.user_id is None:
            raise Refused("parties.not_yours")
        if plan.is_closed:
            raise Refused("members.plan_closed")
        still = plan.visits.filter(state=VisitState.OPEN)
        gone = list(still.exclude(member__state=MemberState.ACTIVE).values_list("pk", flat=True))
        for rows, verb in ((still.filter(pk__in=gone), "drop"), (still.exclude(pk__in=gone), "give_up")):
            rows.update(state=VISIT.next_state(VisitState.OPEN, verb), ended_at=at)
        plan.closed_by_id, plan.closed_at = by.user_id, at
        plan.save(update_fields=["closed_by", "closed_at"])
        return plan


def figures_of(plan: VisitPlan) -> Figures:
    """The figures of a plan, as they are now."""
    counts = dict(plan.visits.order_by().values_list("state").annotate(count=Count("pk")))
    return Figures(
        open=counts.get(VisitState.OPEN, 0),
        done=counts.get(VisitState.DONE, 0),
        unreached=counts.get(VisitState.UNREACHED, 0),
        dropped=counts.get(VisitState.DROPPED, 0),
        left_out=plan.left_out,
    )


def duties_of(venue_ids: Sequence[int], *, by: Scope) -> QuerySet[Obligation]:
    """The duties of return visits that the person's party owes at these venues and that are not done yet, due first."""
    owed = Q(debtor__in=by.parties_for(KEEP)) if not by.is_system else ~Q(pk__in=[])
    return (
        Obligation.objects.within(by, verb=KEEP)
        .filter(owed, occurrence__series=SERIES, fulfilment=None, contract__venues__in=venue_ids)
        .exclude(deadline__outcome="cancelled")
        .select_related("occurrence", "deadline", "contract")
        .order_by("deadline__due_at", "pk")
        .distinct()
    )


def candidates(venue: Venue, *, by: Scope) -> list[User]:
    """Who can be given visits at a venue: the people of the person's own party who do them."""
    found: dict[int, User] = {}
    for party_id in sorted(by.parties_for(PLAN)):
        found |= {each.pk: each for each in people_of(party_id=party_id, venue_ids=[venue.pk], roles=MAY[DO])}
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def _duty(obligation_id: int, venue: Venue, *, by: Scope) -> Obligation:
    duty = duties_of([venue.pk], by=by).filter(pk=obligation_id).first()
    if duty is None:
        raise Refused("members.duty_unknown", "obligation")
    if VisitPlan.objects.filter(obligation=duty, venue=venue).exists():
        raise Refused("members.duty_planned", "obligation")
    return duty


def _period(said: NewPlan, duty: Obligation | None) -> tuple[date, date]:
    if duty is not None:
        return duty.occurrence.first_day, duty.occurrence.last_day
    first, last = known_day(said.from_date, "from_date"), known_day(said.until_date, "until_date")
    if last < first:
        raise Refused("members.days_reversed", "until_date")
    if last - first > LONGEST:
        raise Refused("members.plan_too_long", "until_date")
    return first, last


def _segment(segment_id: int, *, by: Scope) -> Segment:
    segment = Segment.objects.within(by, verb="offers.see").filter(pk=segment_id, retired_at=None).first()
    if segment is None:
        raise Refused("members.segment_unknown", "segment")
    return segment


def _people(user_ids: Sequence[int], venue: Venue, *, by: Scope) -> list[int]:
    wanted = list(dict.fromkeys(user_ids))
    if not wanted or not set(wanted) <= {user.pk for user in candidates(venue, by=by)}:
        raise Refused("members.person_elsewhere", "people")
    return wanted
