"""Who is away, and who stands in: entered by the person or by those who answer for their party's people (C5).

Clocks follow by themselves: :mod:`deadlines.domain.handing_on` looks for owners who are away, every few seconds.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.days import known_day
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from parties.models import Absence, Membership, User

VERB: Final = "people.leave"


def people_within(scope: Scope, *, verb: str) -> QuerySet[Membership, Any]:
    """The ids of the people of the parties, and venues, for which the person may do ``verb``."""
    theirs = Q(pk__in=[])
    for hat in scope.hats_for(verb):
        at_home = Q(party=hat.party_id)
        theirs |= at_home & Q(venues__in=hat.venue_ids) if hat.venue_ids else at_home
    return Membership.objects.running(timezone.localdate()).filter(theirs).values("user")


def away(day: date) -> QuerySet[Absence, Any]:
    """The ids of the people who are away on a day."""
    return Absence.objects.on(day).values("user")


def at_work(user_ids: Iterable[int], *, day: date) -> set[int]:
    """Those of these people who work for some party on a day and are not away."""
    working = Membership.objects.running(day).filter(user__in=list(user_ids)).exclude(user__in=away(day))
    return set(working.values_list("user", flat=True))


def substitutes_on(user_ids: Collection[int], *, day: date) -> dict[int, int]:
    """Who stands in on a day for each of these people, as far as somebody does."""
    rows = Absence.objects.on(day).filter(user__in=user_ids, substitute__isnull=False)
    return dict(rows.values_list("user", "substitute"))


def colleagues_of(user_id: int) -> QuerySet[User]:
    """Those who work for one of the same parties today, and could stand in; by name."""
    running = Membership.objects.running(timezone.localdate())
    parties = running.filter(user=user_id).values("party")
    people = User.objects.filter(pk__in=running.filter(party__in=parties).values("user"))
    return people.exclude(pk=user_id).order_by("name", "pk")


def enter_absence(
    *, user_id: int, from_date: date, until_date: date, substitute_id: int | None = None, by: Scope, at: datetime
) -> Absence:
    """Note that a person is away from one day to another, both included, and who stands in.

    Refused: ``parties.not_yours``, ``.leave_days_wrong``, ``.leave_over``, ``.leave_overlaps``,
    ``.substitute_unknown``, ``.substitute_away``.
    """
    known_day(from_date, "from_date")
    known_day(until_date, "until_date")
    entered_by_id = _check_person(user_id, by)
    if until_date < from_date:
        raise Refused("parties.leave_days_wrong", "until_date")
    if until_date < timezone.localdate(at):
        raise Refused("parties.leave_over", "until_date")
    if substitute_id is not None:
        _check_substitute(substitute_id, user_id, from_date, until_date)
    with writing(by):
        try:
            with transaction.atomic():
                return Absence.objects.create(
                    user_id=user_id,
                    substitute_id=substitute_id,
                    from_date=from_date,
                    until_date=until_date,
                    entered_by_id=entered_by_id,
                    entered_at=at,
                )
        except IntegrityError:  # the days overlap: the database looks, so that two at once are seen too
            raise Refused("parties.leave_overlaps", "from_date")


def call_off(absence_id: int, *, by: Scope, at: datetime) -> Absence:
    """The person stays, or is back early: from now on they may answer for new clocks again.

    Refused: ``parties.not_yours``, ``parties.leave_called_off``.
    """
    with writing(by):
        absence = Absence.objects.select_for_update().get(pk=absence_id)
        _check_person(absence.user_id, by)
        if absence.called_off_at is not None:
            raise Refused("parties.leave_called_off")
        absence.called_off_at = at
        absence.save(update_fields=["called_off_at"])
    return absence


def _check_person(user_id: int, by: Scope) -> int:
    """The person who speaks: of themselves, or of somebody whom they answer for."""
    if by.user_id is None or not (user_id == by.user_id or people_within(by, verb=VERB).filter(user=user_id).exists()):
        raise Refused("parties.not_yours")
    return by.user_id


def _check_substitute(substitute_id: int, user_id: int, from_date: date, until_date: date) -> None:
    if not colleagues_of(user_id).filter(pk=substitute_id).exists():
        raise Refused("parties.substitute_unknown", "substitute")
    theirs = Absence.objects.standing().filter(user=substitute_id)
    if theirs.filter(from_date__lte=until_date, until_date__gte=from_date).exists():
        raise Refused("parties.substitute_away", "substitute")
