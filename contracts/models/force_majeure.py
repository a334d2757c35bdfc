from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.saying import Said, person_in
from foundation.models import StoredFile
from parties.models import Party


class ForceMajeureState(models.TextChoices):
    CLAIMED = "claimed", _("Claimed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ForceMajeureEffect(models.TextChoices):
    SUSPEND = "suspend", _("The duties of this time are suspended")
    END = "end", _("The duties of this time end")


class ForceMajeure(Said, models.Model):
    """That nobody could prevent it: claimed by the side that could not perform, with evidence; answered by the other.

    It holds from ``first_at`` until ``until_at``, which is the first moment after it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="force_majeure")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    until_at = models.DateTimeField()
    effect = models.CharField(_("asked for"), max_length=8, choices=ForceMajeureEffect.choices)
    text = models.TextField(max_length=2000)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ForceMajeureState.choices, default=ForceMajeureState.CLAIMED, editable=False
    )
    claimed_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=2000, blank=True, editable=False)
    answered_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("force majeure")
        verbose_name_plural = _("force majeure")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_at__gt=F("first_at")), name="force_majeure_has_length"),
            models.CheckConstraint(condition=~Q(text=""), name="force_majeure_says_what"),
            models.CheckConstraint(condition=Q(state__in=ForceMajeureState.values), name="force_majeure_states"),
            models.CheckConstraint(condition=Q(effect__in=ForceMajeureEffect.values), name="force_majeure_effects"),
            models.CheckConstraint(
                condition=(Q(state="claimed", answered_at=None, answered_by=""))
                | (~Q(state="claimed") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="force_majeure_answer_has_moment",
            ),
        ]

    @property
    def is_claimed(self) -> bool:
        """Whether it waits for the other side's answer."""
        return self.state == ForceMajeureState.CLAIMED

    @property
    def answered_by_name(self) -> str:
        return person_in(self.answered_by)
