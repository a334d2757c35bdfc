from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.days import is_known
from members.models.of_party import OfPartyQuerySet
from parties.models import Party


class PointScheme(models.Model):
    """One version of a party's rules of points: in force from ``starts_date`` until a later one starts. Append-only.

    Where a contract in force names points of its own, those act instead of ``per_hundred_yuan`` and ``per_referral``
    (form ``loyalty`` 5.2). Points can be spent ``settle_days`` after they were earned and lapse ``valid_months`` after
    it (empty: never). Up to ``free_adjustment`` points one person adjusts alone.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="point_schemes")
    number = models.PositiveSmallIntegerField()
    starts_date = models.DateField(_("in force from"))
    per_hundred_yuan = models.PositiveIntegerField(_("points for each full ¥100"))
    per_referral = models.PositiveIntegerField(_("points for each new customer referred"))
    settle_days = models.PositiveSmallIntegerField(_("days until they can be spent"))
    valid_months = models.PositiveSmallIntegerField(_("months until they lapse"), null=True)
    free_adjustment = models.PositiveIntegerField(_("one person adjusts up to"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of points")
        verbose_name_plural = _("rules of points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "number"], name="point_scheme_once"),
            is_known("starts_date", name="point_scheme_day_known"),
            models.CheckConstraint(
                condition=Q(per_hundred_yuan__lte=10_000, per_referral__lte=1_000_000, free_adjustment__lte=1_000_000),
                name="point_scheme_in_range",
            ),
            models.CheckConstraint(
                condition=Q(settle_days__lte=365) & (Q(valid_months=None) | Q(valid_months__range=(1, 120))),
                name="point_scheme_times",
            ),
        ]
