"""A member's bills on their line of time, and in the file that they may ask for."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from foundation.money import shown
from members.domain.privacy.personal import Personal
from members.domain.registry.access_file import Section, moment
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


def bills_kept(member: Member, _personal: Personal, by: Scope) -> Section:
    """Those that who makes the file may see, for the member."""
    seen = Bill.objects.within(by, verb="bills.see").filter(member=member)
    bills = seen.select_related("venue").order_by("happened_at", "pk")
    return Section(
        _("Your bills"),
        [_("Paid at"), _("Venue"), _("Bill number"), _("Amount")],
        [
            [moment(bill.happened_at), str(bill.venue), bill.number, shown(Decimal(bill.signed_fen) / 100)]
            for bill in bills
        ],
    )
