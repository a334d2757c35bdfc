"""The same step for several complaints: each by itself, so that one that is refused keeps no other from being done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.domain.clocks.assignment import candidates, reassign_clock
from complaints.domain.people import may_at
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.linking import link_complaints
from complaints.models import Clock, Complaint, complaint_number
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

MOST: Final = 100


@dataclass(frozen=True)
class Result:
    """What became of one complaint: done, or refused and why. ``before``: who answered for the clocks handed over."""

    complaint_id: int
    refusal: Refused | None = None
    before: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> str:
        """The complaint's number."""
        return complaint_number(self.complaint_id)

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.refusal is None


def move_many(
    ids: Sequence[int], verb: str, *, by: Scope, at: datetime, note: str = "", judgement: Judgement | None = None
) -> list[Result]:
    """Take one step with each. Refused as a whole: ``complaints.too_many_at_once``."""

    def move(complaint_id: int) -> tuple[tuple[int, int], ...]:
        move_complaint(complaint_id, verb, by=by, at=at, note=note, judgement=judgement)
        return ()

    return _each(ids, move)


def hand_over_many(ids: Sequence[int], owner_id: int, *, by: Scope, at: datetime) -> list[Result]:
    """Hand each complaint's open clocks over, as far as they are the new owner's work.

    Refused as a whole: ``complaints.too_many_at_once``; each: as ``reassign_clock``.
    """
    return _each(ids, lambda complaint_id: _hand_over(complaint_id, owner_id, by=by, at=at))


def link_many(ids: Sequence[int], kind: str, *, by: Scope, at: datetime) -> list[Result]:
    """Link the others with the one that was logged first. Refused as a whole: ``complaints.too_many_at_once``,
    ``complaints.link_to_itself`` when there is only one."""
    first, *others = sorted(set(ids)) or [0]
    if not others:
        raise Refused("complaints.link_to_itself")

    def link(complaint_id: int) -> tuple[tuple[int, int], ...]:
        link_complaints(first, complaint_id, kind, by=by, at=at)
        return ()

    return _each(others, link)


def hand_back(before: Sequence[tuple[int, int]], *, by: Scope, at: datetime) -> list[Result]:
    """Take a handing over back: each clock to whoever answered for it, as far as it is still open."""
    owner_of = dict(before)
    clocks = Clock.objects.filter(pk__in=owner_of).values_list("complaint", "pk").order_by("complaint", "pk")
    of_complaint: dict[int, list[int]] = {}
    for complaint_id, clock_id in clocks:
        of_complaint.setdefault(complaint_id, []).append(clock_id)

    def back(complaint_id: int) -> tuple[tuple[int, int], ...]:
        with writing(by):
            for clock_id in of_complaint[complaint_id]:
                reassign_clock(clock_id, owner_of[clock_id], by=by, at=at)
        return ()

    return _each(list(of_complaint), back)


def _hand_over(complaint_id: int, owner_id: int, *, by: Scope, at: datetime) -> tuple[tuple[int, int], ...]:
    complaint = Complaint.objects.only("venue_id").get(pk=complaint_id)
    if not may_at(by, "complaints.assign", complaint.venue_id):
        raise Refused("complaints.not_your_step")
    running = Clock.objects.filter(complaint=complaint_id, deadline__outcome=None).select_related("deadline")
    clocks = list(running)
    people = candidates(clocks, venue_id=complaint.venue_id) if clocks else {}
    fitting = [clock for clock in clocks if owner_id in {person.pk for person in people[clock.pk]}]
    if not fitting:
        raise Refused("complaints.person_unknown", "owner")
    before = tuple((clock.pk, clock.deadline.owner_id) for clock in fitting if clock.deadline.owner_id is not None)
    with writing(by):
        for clock in fitting:
            reassign_clock(clock.pk, owner_id, by=by, at=at)
    return before


def _each(ids: Sequence[int], act: Callable[[int], tuple[tuple[int, int], ...]]) -> list[Result]:
    if len(ids) > MOST:
        raise Refused("complaints.too_many_at_once", limit=MOST)
    results = []
    for complaint_id in ids:
        try:
            results.append(Result(complaint_id, before=act(complaint_id)))
        except Refused as refused:
            results.append(Result(complaint_id, refusal=refused))
    return results
