from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.saying import Said
from parties.models import Party


class RenewalWish(Said, models.Model):
    """A side's written wish to go on after the contract's end, in its own words. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="renewal_wishes")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("wish to renew")
        verbose_name_plural = _("wishes to renew")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="renewal_wish_says_why"),
        ]
