from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from parties.models.users import User

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """A person's own, and those of the people of the parties and venues for which the person may do ``verb``."""
        from parties.domain.absences import people_within

        if scope.is_system:
            return self
        return self.filter(Q(user=scope.user_id or 0) | Q(user__in=people_within(scope, verb=verb)))

    def standing(self) -> Self:
        """Those that were not called off."""
        return self.filter(called_off_at=None)

    def on(self, day: date) -> Self:
        """Those that keep somebody away on a day."""
        return self.standing().filter(from_date__lte=day, until_date__gte=day)


class Absence(models.Model):
    """A person is away from the first to the last day, both included; ``substitute`` answers for their clocks then.

    Days begin and end at midnight in Shanghai, whatever shift somebody works.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering: ClassVar = ["from_date", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="absence_days_in_order"),
            models.CheckConstraint(condition=~Q(substitute=F("user")), name="absence_substitute_is_another"),
            # A whole number is no type that GiST knows without an extension; a range of one number is.
            ExclusionConstraint(
                name="absence_once_a_day",
                expressions=[
                    (Func(F("user"), F("user"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("from_date"), F("until_date"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(called_off_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "until_date"], name="absence_standing", condition=Q(called_off_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.from_date} – {self.until_date}"
