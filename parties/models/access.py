from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.domain.roles import Role
from parties.models.parties import Party, Venue
from parties.models.users import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self, day: date) -> Self:
        """Those that run on a day, of people who may still sign in."""
        return self.filter(Q(active_until=None) | Q(active_until__gte=day), active_from__lte=day, user__is_active=True)


class Membership(models.Model):
    """A person works for a party in a role, in some of its venues or (none named) in all of them."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    venues = models.ManyToManyField(Venue, blank=True, related_name="memberships")
    active_from = models.DateField(_("from"), default=timezone.localdate)
    active_until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "party", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(active_until=None) | models.Q(active_until__gte=models.F("active_from")),
                name="membership_dates_in_order",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.party}"


class ApiToken(models.Model):
    """A key with which another system acts as a person. Only the hash is kept; the key is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name
