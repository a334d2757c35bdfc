"""Starting and stopping the clocks of one complaint, each with its owner and its ground: a term or a house rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from complaints.domain.clocks.escalating import settle_levels
from complaints.domain.clocks.house import house_rules
from complaints.domain.clocks.rules import BREACH, ClockRule, roles_of, stopped_by
from complaints.models import Clock, Complaint, HouseRule
from contracts.domain.duties.obligations import NewObligation, due, open_obligations
from contracts.domain.in_force import TermsInForce
from contracts.models import Term
from deadlines.domain import clock as deadlines
from deadlines.domain.clock import NewDeadline, open_deadlines
from foundation.inserting import insert
from parties.domain.duty import Staff, staff_at
from parties.domain.messages import Telling, tell
from parties.domain.opening import hours_of
from parties.models import VenueHours


@dataclass(frozen=True)
class Grounds:
    """What a complaint's clocks stand on: the contract's terms (or none), the party that must act, and its people.

    ``last_resort_id`` answers where no role is staffed: the account manager, or without a contract the person who acts.
    """

    terms: TermsInForce | None
    party_id: int
    staff: Staff
    last_resort_id: int

    def owner_of(self, rule: ClockRule, complaint: Complaint) -> int:
        """The person who answers for the clock."""
        if rule.belongs_to_logger and complaint.logged_by_id is not None:
            return complaint.logged_by_id
        return self.staff.first(rule.chain) or self.last_resort_id


@dataclass(frozen=True)
class Limit:
    """How long a clock will run, and why: a term of the contract, or else a house rule (exactly one of the two)."""

    rule: ClockRule
    due_at: datetime
    term: Term | None = None
    house_rule: HouseRule | None = None
    opening: VenueHours | None = None


def grounds_at(
    terms: TermsInForce | None, *, venue_id: int, venue_party_id: int, rules: Sequence[ClockRule], else_user_id: int
) -> Grounds:
    """The grounds of these clocks at a venue, with its people as they are today."""

    def staff_of(party_id: int) -> Staff:
        return staff_at(party_id=party_id, venue_id=venue_id, roles=roles_of(rules))

    return grounds_on(terms, rules, venue_party_id=venue_party_id, staff_of=staff_of, else_user_id=else_user_id)


def grounds_on(
    terms: TermsInForce | None,
    rules: Sequence[ClockRule],
    *,
    venue_party_id: int,
    staff_of: Callable[[int], Staff],
    else_user_id: int,
) -> Grounds:
    """The same with people found before: with a contract its debtor must act, without one the venue's party."""
    party_id = _debtor(terms, rules) if terms else venue_party_id
    return Grounds(
        terms=terms,
        party_id=party_id,
        staff=staff_of(party_id),
        last_resort_id=terms.account_manager_id if terms else else_user_id,
    )


def _debtor(terms: TermsInForce, rules: Sequence[ClockRule]) -> int:
    """The party that must act: the one that the clause of a limit names (form ``loyalty``: Party A), else the agreed
    bearer. All limits of a form's complaints bind one and the same party."""
    agreed = next((term for rule in rules if (term := terms.term(rule.term)) is not None), None)
    return terms.debtor_of(agreed) if agreed else terms.debtor_id


def limits_for(rules: Sequence[ClockRule], terms: TermsInForce | None, *, venue_id: int, at: datetime) -> list[Limit]:
    """The limits of clocks that start at ``at``: the contract's terms or, where no contract runs, the house rules."""
    if terms is None:
        return _by_house(rules, venue_id=venue_id, at=at)
    agreed = [(rule, term) for rule in rules if (term := terms.term(rule.term)) is not None]
    replaced = {rule.replaces for rule, _term in agreed}
    return [Limit(rule, due(term, at), term=term) for rule, term in agreed if rule.name not in replaced]


def _by_house(rules: Sequence[ClockRule], *, venue_id: int, at: datetime) -> list[Limit]:
    """The house's own: in hours of the clock, or of the venue's opening as it is set now."""
    found = house_rules(venue_id, rules) if rules else {}
    opening = hours_of(venue_id) if any(each.counts_opening_hours for each in found.values()) else None
    limits = []
    replaced = {rule.replaces for rule in rules if rule.name in found and found[rule.name].hours}
    for rule in rules:
        if (limit := found.get(rule.name)) is not None and limit.hours and rule.name not in replaced:
            length = timedelta(hours=limit.hours)
            if limit.counts_opening_hours and opening is not None:
                limits.append(Limit(rule, opening.hours.due_at(at, length), house_rule=limit, opening=opening))
            else:
                limits.append(Limit(rule, at + length, house_rule=limit))
    return limits


def start_clocks(
    complaint: Complaint, limits: Sequence[Limit], grounds: Grounds, *, actor_id: int | None, at: datetime
) -> list[Clock]:
    """Start clocks that run from ``at`` to these limits, and tell their owners."""
    clocks = _of_contract(complaint, limits, grounds, at=at) + _of_house(complaint, limits, grounds, at=at)
    if clocks:
        insert(clocks)
        tell_owners(complaint, clocks, actor_id=actor_id, at=at)
    return clocks


def _of_contract(complaint: Complaint, limits: Sequence[Limit], grounds: Grounds, *, at: datetime) -> list[Clock]:
    agreed = [(limit, limit.term) for limit in limits if limit.term is not None]
    if grounds.terms is None or not agreed:
        return []
    items = [
        NewObligation(
            term=term,
            kind=limit.rule.kind,
            subject=complaint.number,
            owner_id=grounds.owner_of(limit.rule, complaint),
            started_at=at,
            due_at=limit.due_at,
            breach=BREACH,
        )
        for limit, term in agreed
    ]
    return [
        Clock(
            complaint=complaint,
            name=limit.rule.name,
            deadline=obligation.deadline,
            obligation=obligation,
            cycle=complaint.cycle,
        )
        for (limit, _term), obligation in zip(agreed, open_obligations(grounds.terms, items), strict=True)
    ]


def _of_house(complaint: Complaint, limits: Sequence[Limit], grounds: Grounds, *, at: datetime) -> list[Clock]:
    ours = [limit for limit in limits if limit.house_rule is not None]
    if not ours:
        return []
    opened = open_deadlines(
        [
            NewDeadline(
                kind=limit.rule.kind,
                party_id=grounds.party_id,
                owner_id=grounds.owner_of(limit.rule, complaint),
                started_at=at,
                due_at=limit.due_at,
            )
            for limit in ours
        ]
    )
    return [
        Clock(
            complaint=complaint,
            name=limit.rule.name,
            deadline=deadline,
            house_rule=limit.house_rule,
            cycle=complaint.cycle,
            opening=limit.opening,
        )
        for limit, deadline in zip(ours, opened, strict=True)
    ]


def stop_clocks(complaint_id: int, verb: str, *, at: datetime) -> None:
    """Stop the clocks that this step stops, also those of complaints merged in; one already missed learns when the step
    was done after all."""
    names = [rule.name for rule in stopped_by(verb)]
    if names:
        undone = Clock.objects.undone().handled_with(complaint_id).filter(name__in=names)
        deadlines.stop(undone.values_list("deadline_id", flat=True), at=at)
    settle_levels(complaint_id, at=at)


def note_urgency(complaint: Complaint) -> None:
    """Keep on the complaint when its most urgent undone step is due: lists are sorted by it."""
    undone = Clock.objects.undone().handled_with(complaint.pk)
    urgent_at = undone.aggregate(first=Min("deadline__due_at"))["first"]
    if urgent_at != complaint.urgent_at:
        complaint.urgent_at = urgent_at
        complaint.save(update_fields=["urgent_at"])


def tell_owners(complaint: Complaint, clocks: Sequence[Clock], *, actor_id: int | None, at: datetime) -> None:
    """Tell each owner that it is their turn, and until when; nobody is told what they did themselves."""
    tell(
        [
            Telling(
                user_id=owner_id,
                kind="complaints.your_turn",
                key=f"complaint-clock:{clock.pk}:{owner_id}:{at.timestamp():.0f}",
                params={"complaint": complaint.pk, "clock": clock.name, "due": clock.deadline.due_at.isoformat()},
            )
            for clock in clocks
            if (owner_id := clock.deadline.owner_id) is not None and owner_id != actor_id
        ],
        at=at,
    )
