"""Who sold a bill: somebody of the house, or of its provider under the contract that was in force then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from contracts.domain.in_force import terms_at_moments
from foundation.refusals import Refused
from members.domain.bills.sent import NewBill
from parties.models import Membership, Venue

UNKNOWN: Final = ("members.person_unknown", "promoter")


class Sellers:
    """Who can have sold these bills of a venue, found by two questions however many they are."""

    def __init__(self, bills: Sequence[NewBill], venue: Venue) -> None:
        sold = [bill for bill in bills if bill.promoter_id is not None and not bill.refund_of]
        people = {bill.promoter_id for bill in sold}
        running = Membership.objects.running(timezone.localdate()).filter(user__in=people)
        self._parties = set(running.values_list("user", "party")) if people else set()
        self._house = venue.party_id
        others = [bill.happened_at for bill in sold if (bill.promoter_id, self._house) not in self._parties]
        self._terms = terms_at_moments(venue.pk, others) if others else {}

    def check(self, bill: NewBill) -> None:
        """Refused: ``members.person_unknown``."""
        if bill.promoter_id is None or (bill.promoter_id, self._house) in self._parties:
            return
        terms = self._terms.get(bill.happened_at)
        if terms is None or (bill.promoter_id, terms.party_b_id) not in self._parties:
            raise Refused(*UNKNOWN)
