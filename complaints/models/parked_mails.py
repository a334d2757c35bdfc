from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.domain.circles import venue_condition
from parties.models import Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ParkedMailQuerySet(models.QuerySet["ParkedMail"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the venues in which the person may do ``verb``."""
        return self.filter(venue_condition(scope, verb=verb, path="venue__"))


class ParkedMail(models.Model):
    """A mail that did not become a complaint by itself: a person opens it in the mailbox, where it stays, flagged.

    ``key`` is made of the mail's own id. Who sent it and about what rests enciphered.
    """

    class Reason(models.TextChoices):
        """Why nobody but a person can judge it."""

        TOO_BIG = "too_big", pgettext_lazy("mail", "It is too big.")
        UNREADABLE = "unreadable", pgettext_lazy("mail", "It cannot be read.")
        TOO_MANY_PARTS = "too_many_parts", pgettext_lazy("mail", "It has too many parts.")
        NO_SENDER = "no_sender", pgettext_lazy("mail", "It names no sender.")
        NO_TEXT = "no_text", pgettext_lazy("mail", "It says nothing, and holds no file that is accepted.")
        TOO_MANY = "too_many", pgettext_lazy("mail", "Its sender has written too often in one hour.")
        REFUSED = "refused", pgettext_lazy("mail", "It could not be logged for this venue.")

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    about_enciphered = models.BinaryField(null=True)
    parked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    objects = ParkedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("parked mail")
        verbose_name_plural = _("parked mails")
        ordering: ClassVar = ["-parked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "too_big",
                        "unreadable",
                        "too_many_parts",
                        "no_sender",
                        "no_text",
                        "too_many",
                        "refused",
                    ]
                ),
                name="parked_mail_reasons",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="parked_mail_settled_by_somebody",
            ),
        ]
