"""Criteria that the bills answer: who has been silent, who comes often, who spends much."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import BigIntegerField, Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.offers.criteria import Kind, Number, Values
from members.models import Bill

MOST_DAYS: Final = 3650
MOST_YUAN: Final = 10_000_000
FEN: Final = 100
MOST_VISITS: Final = 1000


def came_between(first: date, last: date, *, venue_id: int | None = None) -> Q:
    """The condition on members who spent something between two business days, both included."""
    bills = Bill.objects.filter(member=OuterRef("pk"), refund_of=None, business_date__range=(first, last))
    return Q(Exists(bills if venue_id is None else bills.filter(venue=venue_id)))


def came_after(day: date) -> Q:
    """The condition on members who spent something after a business day."""
    return Q(Exists(Bill.objects.filter(member=OuterRef("pk"), refund_of=None, business_date__gt=day)))


def silent_since(day: date) -> Q:
    """The condition on members who once came and were last seen on this business day or before it."""
    once = Exists(Bill.objects.filter(member=OuterRef("pk"), refund_of=None, business_date__lte=day))
    return Q(once) & ~came_after(day)


def _silent(values: Values, at: datetime) -> Q:
    return silent_since(_since(values, at))


def _spent(values: Values, at: datetime) -> Q:
    """What they spent less what they got back, in whole yuan or more."""
    amount = Case(When(refund_of=None, then=F("amount_fen")), default=-F("amount_fen"), output_field=BigIntegerField())
    bills = Bill.objects.filter(member=OuterRef("pk"), business_date__gt=_since(values, at)).order_by()
    total = Subquery(bills.values("member").annotate(total=Sum(amount)).values("total"), output_field=BigIntegerField())
    return Q(GreaterThanOrEqual(Coalesce(total, 0), values["yuan"] * FEN))


def _visits(values: Values, at: datetime) -> Q:
    """Nights on which they spent something."""
    bills = Bill.objects.filter(member=OuterRef("pk"), refund_of=None, business_date__gt=_since(values, at)).order_by()
    nights = bills.values("member").annotate(nights=Count("business_date", distinct=True)).values("nights")
    return Q(GreaterThanOrEqual(Coalesce(Subquery(nights, output_field=IntegerField()), 0), values["times"]))


def _since(values: Values, at: datetime) -> date:
    return timezone.localdate(at) - timedelta(days=values["days"])


_WITHIN: Final = Number("days", _("Within so many days"), 1, MOST_DAYS)

KINDS: Final = (
    Kind(
        "silent",
        _("Silent for so many days"),
        (Number("days", pgettext_lazy("number of", "Days"), 1, MOST_DAYS),),
        _silent,
    ),
    Kind("spent", _("Spent at least"), (Number("yuan", pgettext_lazy("money", "Yuan"), 1, MOST_YUAN), _WITHIN), _spent),
    Kind("visits", _("Came at least"), (Number("times", _("Nights"), 1, MOST_VISITS), _WITHIN), _visits),
)
