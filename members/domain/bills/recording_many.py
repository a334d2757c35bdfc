"""Recording many bills of a venue at once: the same comes of it as one by one, by far fewer statements.

What has nothing to do with each other is written together, in rounds: two bills of one member come in two rounds, a
refund after its bill, and so on. Where one of a round is refused, its round goes one by one, as always.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Sum

from foundation.refusals import Refused
from members.domain.bills.following import follow_up
from members.domain.bills.recording import (
    VERB,
    Nights,
    Recorded,
    bill_row,
    check_left,
    check_same,
    check_usual,
    record_bill,
)
from members.domain.bills.rounds import in_rounds
from members.domain.bills.selling import Sellers
from members.domain.bills.sent import NewBill, checked
from members.domain.bills.whose import find_members, lock_members, roots_of
from members.models import Bill, Member
from parties.domain.scope import Scope, writing
from parties.models import Venue

Answer = Recorded | Refused


def record_bills(venue_id: int, sent: Sequence[NewBill], *, by: Scope, at: datetime) -> list[Answer]:
    """Write bills and refunds down in their order, as :func:`members.domain.bills.recording.record_bill` does with one.

    Gives for each what came of it, or what it was refused for; the others are written nevertheless.
    """
    venue = Venue.objects.within(by, verb=VERB).filter(pk=venue_id).first()
    if venue is None or by.user_id is None or any(bill.venue_id != venue_id for bill in sent):
        return [Refused("members.venue_unknown", "venue")] * len(sent)
    answers: dict[int, Answer] = {}
    with writing(by):
        work = _Work(venue, _readable(sent, answers, at=at), answers, by=by, at=at)
        for some in in_rounds(work.keys):
            work.do_round([work.places[each] for each in some])
    return [answers[place] for place in range(len(sent))]


def _readable(sent: Sequence[NewBill], answers: dict[int, Answer], *, at: datetime) -> dict[int, NewBill]:
    """The bills in their normal form by their place; of the others the answers tell."""
    bills = {}
    for place, bill in enumerate(sent):
        try:
            bills[place] = checked(bill, at=at)
        except Refused as refused:
            answers[place] = refused
    return bills


class _Work:
    """Bills by their place, with whom each belongs to; all these members are locked."""

    def __init__(
        self, venue: Venue, bills: Mapping[int, NewBill], answers: dict[int, Answer], *, by: Scope, at: datetime
    ) -> None:
        self.venue, self.answers, self.by, self.at = venue, answers, by, at
        found = dict(zip(bills, find_members(list(bills.values()), party_id=venue.party_id), strict=True))
        answers.update((place, answer) for place, answer in found.items() if isinstance(answer, Refused))
        self.bills = {place: bill for place, bill in bills.items() if place not in answers}
        whose = {place: who for place, who in found.items() if isinstance(who, int)}
        given_back = {bill.refund_of for bill in self.bills.values() if bill.refund_of}
        self._paid: dict[str, int | None] = dict(_bills_of(venue, given_back).values_list("number", "member"))
        roots = lock_members({*whose.values(), *(who for who in self._paid.values() if who is not None)})
        self.members = {place: roots[who] for place, who in whose.items()}
        self._roots = roots
        self.places = list(self.bills)
        self.sellers, self.nights = Sellers(list(self.bills.values()), venue), Nights(venue.pk)

    @property
    def keys(self) -> list[Collection[Hashable]]:
        """What each bill has to do with: numbers, its member, who recommended that one, who has points by it."""
        people = self._people()
        everybody = set().union(*people.values()) if people else set()
        referred = Member.objects.filter(pk__in=everybody, referrer__isnull=False)
        referrers: dict[int, Any] = dict(referred.values_list("pk", "referrer"))
        roots = roots_of(referrers.values())
        above = {who: roots[referrer] for who, referrer in referrers.items()}
        return [
            {
                self.bills[place].number,
                self.bills[place].refund_of or self.bills[place].number,
                *people[place],
                *(above[who] for who in people[place] if who in above),
            }
            for place in self.places
        ]

    def _people(self) -> dict[int, set[int]]:
        people = {place: {self.members[place]} if place in self.members else set() for place in self.places}
        of_number: dict[str, set[int]] = {}
        for place, bill in self.bills.items():
            of_number.setdefault(bill.number, set()).update(people[place])
        for number, member_id in self._paid.items():
            if member_id is not None:
                of_number.setdefault(number, set()).add(self._roots[member_id])
        for number, member_id in self._rewarded():
            of_number.setdefault(number, set()).add(member_id)
        for place, bill in self.bills.items():
            if bill.refund_of:
                people[place] = of_number.get(bill.refund_of, set())
        return people

    def _rewarded(self) -> Collection[tuple[str, int]]:
        """The number of a bill that is given back, and who has points by it."""
        if not self._paid:
            return []
        rows = _bills_of(self.venue, self._paid).filter(point_acts__isnull=False)
        found = list(rows.values_list("number", "point_acts__account__member"))
        roots = roots_of(member_id for _number, member_id in found)
        return [(number, roots[member_id]) for number, member_id in found]

    def do_round(self, places: Sequence[int]) -> None:
        """Write these, of which none has to do with another."""
        try:
            with transaction.atomic():
                answers = self._together(places)
        except (IntegrityError, Refused):  # one of them cannot be, or a rival was first: which, shows one by one
            answers = {place: self._alone(place) for place in places}
        self.answers.update(answers)

    def _alone(self, place: int) -> Answer:
        try:
            with transaction.atomic():
                return record_bill(self.bills[place], by=self.by, at=self.at)
        except Refused as refused:
            return refused

    def _together(self, places: Sequence[int]) -> dict[int, Answer]:
        numbers = [self.bills[place].number for place in places]
        rows = Bill.objects.filter(venue=self.venue, number__in=numbers).select_related("refund_of", "member")
        earlier = {row.number: row for row in rows}
        originals, left = self._originals(places)
        answers: dict[int, Answer] = {}
        for place in places:
            bill = self.bills[place]
            try:
                if known := earlier.get(bill.number):
                    check_same(known, bill, self.members.get(place))
                    answers[place] = Recorded(known, is_new=False)
                else:
                    answers[place] = Recorded(self._row(place, bill, originals, left), is_new=True)
            except Refused as refused:
                answers[place] = refused
        new = [each.bill for each in answers.values() if isinstance(each, Recorded) and each.is_new]
        Bill.objects.bulk_create(new)
        follow_up(new, by=self.by, at=self.at)
        return answers

    def _originals(self, places: Sequence[int]) -> tuple[dict[str, Bill], dict[int, int]]:
        """The bills of which these give something back, locked, and what is left of each in fen."""
        numbers = {bill.refund_of for place in places if (bill := self.bills[place]).refund_of}
        if not numbers:
            return {}, {}
        found = {bill.number: bill for bill in _bills_of(self.venue, numbers).select_for_update(no_key=True)}
        given = Bill.objects.filter(refund_of__in=[bill.pk for bill in found.values()]).order_by()
        back = dict(given.values_list("refund_of").annotate(fen=Sum("amount_fen")))
        return found, {bill.pk: bill.amount_fen - back.get(bill.pk, 0) for bill in found.values()}

    def _row(self, place: int, bill: NewBill, originals: Mapping[str, Bill], left: Mapping[int, int]) -> Bill:
        check_usual(bill, by=self.by, at=self.at)
        original, member_id = None, self.members.get(place)
        if bill.refund_of:
            original = originals.get(bill.refund_of)
            if original is None:
                raise Refused("members.refund_without_bill", "refund_of")
            check_left(bill, left[original.pk])
            member_id = None if original.member_id is None else self._roots.get(original.member_id, original.member_id)
        else:
            self.sellers.check(bill)
        assert self.by.user_id is not None  # noqa: S101 - asked at the door
        row = bill_row(bill, self.venue, member_id, original, user_id=self.by.user_id, at=self.at)
        row.business_date = self.nights.date_of(bill.happened_at)
        return row


def _bills_of(venue: Venue, numbers: Collection[str]) -> models.QuerySet[Bill]:
    return Bill.objects.filter(venue=venue, number__in=set(numbers), refund_of=None).order_by("pk")
