from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class InternalNoteQuerySet(models.QuerySet["InternalNote"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The notes of the parties for which the person may do ``verb``, on complaints open to them; nobody else's."""
        theirs = party_condition(scope, verb=verb, party_paths=["party"])
        return self.filter(theirs, complaint__in=Complaint.objects.within(scope, verb=verb))


class InternalNote(models.Model):
    """What the people of one party tell each other about a complaint. The other party never sees it. Append-only.

    The text rests enciphered, as it may tell of the customer.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="internal_notes")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    text_enciphered = models.BinaryField()
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text_enciphered=b""), name="internal_note_has_text"),
        ]
        indexes: ClassVar = [models.Index(fields=["complaint", "party"], name="internal_note_of_complaint")]
