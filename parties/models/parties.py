from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class PartyQuerySet(models.QuerySet["Party"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The parties for which ``scope`` may do ``verb``, those they keep in their register, and those they share a
        contract with (added by the contracts floor)."""
        from parties.domain.circles import known_party_ids

        if scope.is_system:
            return self
        return self.filter(pk__in=known_party_ids(scope, verb=verb))


class Party(models.Model):
    """A legal entity: Party A in one contract may be Party B in another."""

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, unique=True, editable=False)
    legal_representative = models.CharField(_("legal representative"), max_length=80)
    address = models.CharField(_("registered address"), max_length=300)
    phone = models.CharField(_("telephone"), max_length=40)
    email = models.EmailField(_("e-mail"), max_length=254)
    # Whether its own people wrote it there: only then does a contract go to it for signing (ADR 7).
    email_is_own = models.BooleanField(default=False, editable=False)
    contact = models.CharField(_("contact person"), max_length=80)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_account = models.CharField(
        _("bank account"), max_length=34, blank=True, validators=[RegexValidator(r"^[0-9 -]*$")]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Whose people entered it, and so see it before they share a contract with it.
    keepers = models.ManyToManyField("self", symmetrical=False, related_name="kept", blank=True, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(uscc__regex=r"^[0-9A-Z]{18}$"), name="party_uscc_shape"),
        ]

    def __str__(self) -> str:
        return self.name


class VenueQuerySet(models.QuerySet["Venue"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The venues in which ``scope`` may do ``verb``: its own, and those its party serves under a contract."""
        from parties.domain.circles import venue_condition

        return self.filter(venue_condition(scope, verb=verb))


class Venue(models.Model):
    """One KTV of a party."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "name"], name="venue_name_once_per_party"),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A private room 包厢 of a venue."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["venue", "name"], name="room_name_once_per_venue")]

    def __str__(self) -> str:
        return self.name
