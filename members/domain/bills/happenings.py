"""A member's bills on their line of time."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from foundation.money import shown
from members.domain.registry.timeline import MOST, Happening
from members.models import Bill, Member
from parties.domain.scope import Scope


def bills_of(member: Member, by: Scope) -> Iterator[Happening]:
    """The last bills and refunds, as far as this person may see them."""
    if not by.may("bills.see"):
        return
    bills = Bill.objects.within(by, verb="bills.see").filter(member=member).select_related("venue")
    for bill in bills.order_by("-happened_at", "-pk")[:MOST]:
        what = _("Given back %(sum)s") if bill.is_refund else _("Spent %(sum)s")
        note = " · ".join(filter(None, (str(bill.venue), bill.room_name, bill.number)))
        icon = "receipt-refund" if bill.is_refund else "receipt"
        yield Happening(bill.happened_at, what % {"sum": shown(bill.amount)}, icon, note)
