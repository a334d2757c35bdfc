from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import DateField, Func, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.days import local_day
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class FrozenMonthQuerySet(models.QuerySet["FrozenMonth"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The months of the registries in which the person may do ``verb``; of their figures they see their venues'."""
        own = Q(party__in=scope.parties_for(verb))
        return self.filter(own | Q(party__in=Venue.objects.within(scope, verb=verb).values("party")))


class FrozenMonth(models.Model):
    """The figures of a month as they stood when somebody closed it 封存. Append-only: what comes later is a difference.

    ``figures``: for each home venue, tier and source (the first two may be null) the counts of that group, as
    ``formula`` counts them (:mod:`members.domain.retention.formulas`). ``rows_hash`` is the SHA-256 of what was counted
    (:mod:`members.domain.retention.hashing`), ``rows`` how many rows that were.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    formula = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    rows = models.PositiveBigIntegerField()
    rows_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = FrozenMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen month")
        verbose_name_plural = _("frozen months")
        ordering: ClassVar = ["party", "-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "month"], name="frozen_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="frozen_month_starts_on_the_first"),
            models.CheckConstraint(condition=Q(rows_hash__regex=r"^[0-9a-f]{64}$"), name="frozen_month_hash_is_hex"),
            models.CheckConstraint(condition=~Q(figures=[]), name="frozen_month_has_figures"),
            models.CheckConstraint(
                condition=Q(
                    month__lte=Func(
                        local_day("frozen_at"),
                        template="((%(expressions)s) - interval '1 month')::date",
                        output_field=DateField(),
                    )
                ),
                name="frozen_month_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
