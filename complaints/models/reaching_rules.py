from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parties.models import Venue


class ReachingRule(models.Model):
    """How often, and on how many days, the customer is tried before a complaint is closed without their word.

    The house's own rule: no form names a number. Append-only: the highest ``number`` acts.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="reaching_rules")
    number = models.PositiveSmallIntegerField()
    attempts = models.PositiveSmallIntegerField(_("attempts"))
    days = models.PositiveSmallIntegerField(_("on how many days"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rule of reaching the customer")
        verbose_name_plural = _("rules of reaching the customer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "number"], name="reaching_rule_once"),
            models.CheckConstraint(
                condition=Q(attempts__range=(1, 10), days__range=(1, F("attempts"))), name="reaching_rule_range"
            ),
        ]
