from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint


class LinkKind(models.TextChoices):
    REPEAT = "repeat", _("The same trouble again")
    SAME_PERSON = "same_person", _("The same person")
    SAME_ROOM = "same_room", _("The same room")


class ComplaintLinkQuerySet(models.QuerySet["ComplaintLink"]):
    def of(self, complaint_id: int) -> Self:
        """The links of one complaint, on whichever side of them it stands."""
        return self.filter(Q(first=complaint_id) | Q(second=complaint_id))


class ComplaintLink(models.Model):
    """Two complaints of one house that belong together. It points both ways: ``first`` is the one logged earlier."""

    first = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    second = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind.choices)
    linked_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ComplaintLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between complaints")
        verbose_name_plural = _("links between complaints")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="complaint_link_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="complaint_link_in_order"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="complaint_link_kinds"),
        ]
