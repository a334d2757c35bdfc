"""Trials: does a promotion bring members who would not have come anyway? Judged against those who were left alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from foundation.refusals import Refused
from foundation.shares import Estimate
from foundation.text import clean_text
from members.domain.retention.drawing import frame_hash, held_out, new_seed
from members.domain.retention.intervals import difference
from members.domain.retention.rates import Rate
from members.domain.retention.reach import reach_of
from members.models import Bill, Member, Trial, TrialFrame, TrialMember
from parties.domain.scope import Scope, writing

MAKE: Final = "retention.freeze"
LONGEST_NAME: Final = 60
LARGEST_FRAME: Final = 200_000
LONGEST: Final = 366
"""Days that a trial may run."""


@dataclass(frozen=True)
class NewTrial:
    """What is to be tried: among whom, how many per cent are left alone, and in which days it counts who comes."""

    party_id: int
    name: str
    frame: str
    percent: int
    first_date: date
    last_date: date
    venue_id: int | None = None


@dataclass(frozen=True)
class Lift:
    """What came of a trial: who came of those the promotion was for, and of those who were left alone."""

    offered: Rate
    alone: Rate
    is_over: bool

    @property
    def difference(self) -> Estimate | None:
        """In percentage points; ``None`` while a group is empty."""
        return difference(self.offered, self.alone)


def draw_trial(new: NewTrial, *, by: Scope, at: datetime) -> Trial:
    """Draw the hold-out group and keep it, before anything has happened.

    Refused: ``parties.not_yours``, ``members.trial_nameless``, ``members.trial_days``, ``members.trial_percent``,
    ``members.trial_frame`` (fewer than two members, or too many), and what words are refused for.
    """
    by.require_for(MAKE, new.party_id)
    reach = reach_of(new.party_id, by, verb=MAKE)
    if by.user_id is None or (new.venue_id not in reach.venues if new.venue_id else not reach.is_whole):
        raise Refused("parties.not_yours")
    name = clean_text(new.name, LONGEST_NAME, "name")
    _check(new, name, at=at)
    frame = sorted(framed(new).values_list("pk", flat=True)[: LARGEST_FRAME + 1])
    if not 2 <= len(frame) <= LARGEST_FRAME:
        raise Refused("members.trial_frame", "frame", least=2, most=LARGEST_FRAME)
    seed = new_seed()
    alone = held_out(frame, seed=seed, percent=new.percent)
    with writing(by):
        trial = Trial.objects.create(
            party_id=new.party_id,
            venue_id=new.venue_id,
            name=name,
            frame=new.frame,
            percent=new.percent,
            first_date=new.first_date,
            last_date=new.last_date,
            seed=seed,
            frame_hash=frame_hash(frame),
            frame_size=len(frame),
            drawn_at=at,
            drawn_by_id=by.user_id,
        )
        TrialMember.objects.bulk_create(
            [TrialMember(trial=trial, member_id=pk, is_held_out=pk in alone) for pk in frame], batch_size=5_000
        )
    return trial


def framed(new: NewTrial) -> QuerySet[Member]:
    """The active members among whom a trial is made, as they stand now."""
    rows = Member.objects.active().filter(party=new.party_id)
    if new.venue_id is not None:
        rows = rows.filter(venue=new.venue_id)
    conditions = {
        TrialFrame.ALL: Q(),
        TrialFrame.AT_RISK: Q(score__is_at_risk=True),
        TrialFrame.SEEN: Q(score__isnull=False),
        TrialFrame.SILENT: Q(score=None),
    }
    return rows.filter(conditions[TrialFrame(new.frame)])


def left_alone(party_id: int, *, on: date) -> QuerySet[TrialMember]:
    """Who is not to be offered anything on a day, because a trial holds them out."""
    return TrialMember.objects.filter(
        is_held_out=True, trial__party=party_id, trial__first_date__lte=on, trial__last_date__gte=on
    )


def group_of(trial: Trial, *, held_out: bool, came: bool | None = None) -> QuerySet[Member]:
    """One side of a trial; with ``came`` those of it who came, or did not, within its days."""
    sides = TrialMember.objects.filter(trial=trial, member=OuterRef("pk"), is_held_out=held_out)
    rows = Member.objects.filter(Exists(sides))
    return rows if came is None else rows.filter(_came(trial, "pk") if came else ~_came(trial, "pk"))


def lift_of(trial: Trial, *, at: datetime) -> Lift:
    """What came of it so far, or in the end. One question."""
    rows = TrialMember.objects.filter(trial=trial).annotate(came=_came(trial, "member"))
    found = rows.aggregate(
        offered=Count("pk", filter=Q(is_held_out=False)),
        offered_came=Count("pk", filter=Q(is_held_out=False, came=True)),
        alone=Count("pk", filter=Q(is_held_out=True)),
        alone_came=Count("pk", filter=Q(is_held_out=True, came=True)),
    )
    return Lift(
        Rate(found["offered_came"], found["offered"]),
        Rate(found["alone_came"], found["alone"]),
        is_over=timezone.localdate(at) > trial.last_date,
    )


def _came(trial: Trial, path: str) -> Exists:
    days = {"business_date__gte": trial.first_date, "business_date__lte": trial.last_date}
    refunds = Bill.objects.filter(refund_of=OuterRef("pk")).order_by().values("refund_of")
    back = Coalesce(Subquery(refunds.annotate(fen=Sum("amount_fen")).values("fen")), Value(0))
    bills = Bill.objects.filter(member=OuterRef(path), refund_of=None, **days)
    return Exists(bills.alias(back=back).filter(amount_fen__gt=F("back")))


def _check(new: NewTrial, name: str, *, at: datetime) -> None:
    if not name:
        raise Refused("members.trial_nameless", "name")
    if not 1 <= new.percent <= 50:
        raise Refused("members.trial_percent", "percent")
    if new.first_date < timezone.localdate(at) or not 0 <= (new.last_date - new.first_date).days < LONGEST:
        raise Refused("members.trial_days", "first_date", days=LONGEST)
