from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from billing.domain.fees.plan import Part
from contracts.models import Contract, Term

# A whole number is no type that GiST knows without an extension; a range of one number is.
SAME_CONTRACT = (Func(F("contract"), F("contract"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS)
SAME_TIME = (Func(F("first_day"), F("last_day"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS)


class FeeClaim(models.Model):
    """One payment of a contract's fee that is invoiced 服务费请款: it is claimed once, and its invoice line names it.

    ``term`` sets the amount. ``first_day``: of its period; of a payment without one, the day from which it may be
    invoiced. ``counted_until``: the end of the contract by which the plan was counted, ``None`` without an end. Yuan,
    two decimals. It never changes; a discarded draft takes it along.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="fee_claims")
    term = models.ForeignKey(Term, models.PROTECT, related_name="fee_claims")
    part = models.CharField(max_length=20)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    counted_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment of a fee")
        verbose_name_plural = _("payments of a fee")
        ordering: ClassVar = ["contract", "first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(part__in=[part.value for part in Part]), name="fee_parts"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_is_positive"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="fee_days_in_order"
            ),
            models.UniqueConstraint(fields=["contract", "part", "first_day"], name="fee_claimed_once"),
            models.UniqueConstraint(
                fields=["contract", "part"], condition=Q(last_day=None), name="fee_without_period_once"
            ),
            # An amendment may cut the periods anew: no day is paid for twice all the same.
            ExclusionConstraint(
                name="fee_once_a_day",
                expressions=[SAME_CONTRACT, SAME_TIME],
                condition=Q(last_day__isnull=False) & ~Q(part=Part.VALUE_ADDED.value),
            ),
            ExclusionConstraint(
                name="fee_added_once_a_day",
                expressions=[SAME_CONTRACT, SAME_TIME],
                condition=Q(last_day__isnull=False, part=Part.VALUE_ADDED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.first_day}"
