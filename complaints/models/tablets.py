from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parties.domain.circles import venue_condition
from parties.models import Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope

MOST_TRIES: Final = 5
"""Wrong tries after which a PIN is locked."""


class TabletQuerySet(models.QuerySet["Tablet"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The tablets of the venues in which the person may do ``verb``."""
        return self.filter(venue_condition(scope, verb=verb, path="venue__"))


class Tablet(models.Model):
    """A device that the people of one venue share. It is known by a random token, of which only the hash rests here."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="tablets")
    name = models.CharField(_("name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = TabletQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared tablet")
        verbose_name_plural = _("shared tablets")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("enrolled_at")),
                name="tablet_revoked_after_enrolled",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """The few digits by which a person takes over a shared tablet; five wrong tries lock it until it is set anew."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pin")
    pin_hash = models.CharField(max_length=128)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("PIN")
        verbose_name_plural = _("PINs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(wrong_tries__lte=MOST_TRIES), name="pin_tries_counted")
        ]

    @property
    def is_locked(self) -> bool:
        return self.wrong_tries >= MOST_TRIES
