from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parties.domain.circles import party_condition
from parties.domain.roles import Role
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope

LIMITED = (Role.VENUE_MANAGER.value, Role.FINANCE.value)
"""The roles whose approvals have a limit; the chiefs of a side have none."""


class CostLimitQuerySet(models.QuerySet["CostLimit"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The limits of the parties for which the person may do ``verb``: never the other side's."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class CostLimit(models.Model):
    """The most of one claim, yuan, that a role may approve for its party 审批限额.

    Each change is a version of its own (``number`` counts them) with its reason; the last one counts. Append-only.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    set_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CostLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit of approval")
        verbose_name_plural = _("limits of approval")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "role", "number"], name="cost_limit_once"),
            models.CheckConstraint(condition=Q(role__in=LIMITED), name="cost_limit_roles"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="cost_limit_not_below_zero"),
            models.CheckConstraint(condition=~Q(reason=""), name="cost_limit_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())
