from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deadlines.models import Deadline
from members.models.members import Member

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class BespokeState(models.TextChoices):
    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    DECLINED = "declined", pgettext_lazy("a request of a member", "Could not be met")


class BespokeQuerySet(models.QuerySet["BespokeRequest"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the members whom the person may reach with ``verb``."""
        return self.filter(member__in=Member.objects.within(scope, verb=verb))


class BespokeRequest(models.Model):
    """A wish of a member with exclusive service, with a person who answers for it and a due time (its deadline)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="bespoke_requests")
    what_enciphered = models.BinaryField()
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="bespoke_request")
    state = models.CharField(max_length=8, choices=BespokeState.choices, default=BespokeState.OPEN, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    objects = BespokeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bespoke request")
        verbose_name_plural = _("bespoke requests")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BespokeState.values), name="bespoke_states"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None, ended_by=None)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="bespoke_end_has_person",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == BespokeState.OPEN
