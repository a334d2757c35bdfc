"""A registry with a history of visits, and the same history as plain values for an oracle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from members.domain.bills.recording import record_bill
from members.domain.bills.sent import NewBill
from members.models import Member
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import User, Venue
from tests import factories
from tests.members.factories import enrolled

LATER = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@dataclass
class History:
    """A venue, the one next door, and what its members did; ``bills`` holds member, day, fen and fen given back."""

    venue: Venue
    other: Venue
    manager: User
    members: list[Member] = field(default_factory=list)
    bills: list[tuple[int, date, int, int]] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        return factories.scope(self.manager)

    @property
    def party_id(self) -> int:
        return self.venue.party_id

    def join(self, joined: date, *, at: Venue | None = None, source: str = "front_desk") -> Member:
        """A member who joined on a day."""
        number = f"M{len(self.members) + 1}"
        member = enrolled(at or self.venue, joined_date=joined, number=number, source=source, phone="")
        self.members.append(member)
        return member

    def visit(self, member: Member, day: date, *, fen: int = 10_000, back: int = 0, at: datetime = LATER) -> None:
        """A bill on a day, and what was given back of it."""
        number = f"B{len(self.bills) + 1}"
        paid_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        bill = NewBill(self.venue.pk, number, fen, paid_at, card=member.number)
        record_bill(bill, by=self.scope, at=at)
        if back:
            refund = NewBill(self.venue.pk, f"R{number}", back, paid_at + timedelta(days=10), refund_of=number)
            record_bill(refund, by=self.scope, at=LATER)
        self.bills.append((member.pk, day, fen, back))

    def come(self, member: Member, days: Iterable[date]) -> None:
        """A bill on each of these days."""
        for day in days:
            self.visit(member, day)

    def days_of(self, member_id: int) -> Sequence[date]:
        """The days on which something was left of a bill."""
        return sorted({day for of, day, fen, back in self.bills if of == member_id and fen > back})


def history() -> History:
    """An empty one, with two venues and their manager."""
    venue = factories.venue(factories.party())
    return History(venue, factories.venue(venue.party), factories.person(venue.party, Role.VENUE_MANAGER))
