"""Answers on paper: numbered sheets, each typed in twice by two people, sealed until both agree."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.contracts import covering
from parties.domain.circles import party_condition
from surveys.models.invitations import Invitation
from surveys.models.waves import Wave

if TYPE_CHECKING:
    from parties.domain.scope import Scope


def _of_venues(venue_ids: frozenset[int]) -> Q:
    here = Q(wave__contract=None) | covering(venue_ids, "wave__contract")
    return Q(invitation__stratum__venue__in=venue_ids) | (Q(invitation=None) & here)


class SheetState(models.TextChoices):
    """Differs: the two who typed it in read different things. Spare: the answer had come another way before."""

    PRINTED = "printed", pgettext_lazy("sheet of paper", "Printed")
    ENTERED = "entered", pgettext_lazy("sheet of paper", "Entered once")
    DIFFERS = "differs", pgettext_lazy("sheet of paper", "Entries differ")
    TAKEN = "taken", pgettext_lazy("sheet of paper", "Taken")
    SPARE = "spare", pgettext_lazy("sheet of paper", "Answered another way")


class SheetQuerySet(models.QuerySet["PaperSheet"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the waves that the person's own side runs; who works in some venues, those for members who were
        drawn there, and open ones of waves that ask about these venues."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["wave__party"], at_venues=_of_venues))


class PaperSheet(models.Model):
    """One printed sheet of a wave. One for somebody who was drawn counts like their link; one without is open."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="sheets", db_index=False)
    number = models.PositiveIntegerField()
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="sheet", null=True)
    state = models.CharField(max_length=7, choices=SheetState.choices, default=SheetState.PRINTED)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of paper")
        verbose_name_plural = _("sheets of paper")
        ordering: ClassVar = ["wave", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "number"], name="paper_sheet_number_once"),
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="paper_sheet_states"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_sheet_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}-{self.number:04d}"


class PaperEntry(models.Model):
    """What one person read on a sheet, sealed like an answer in the pool. Gone as soon as the sheet is taken."""

    sheet = models.ForeignKey(PaperSheet, models.PROTECT, related_name="entries", db_index=False)
    place = models.PositiveSmallIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    row = models.UUIDField(editable=False)
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("entry of a sheet")
        verbose_name_plural = _("entries of a sheet")
        ordering: ClassVar = ["sheet", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "place"], name="paper_entry_once"),
            models.UniqueConstraint(fields=["sheet", "user"], name="paper_entry_two_people"),
            models.CheckConstraint(condition=Q(place__range=(1, 2)), name="paper_entry_first_and_second"),
        ]
