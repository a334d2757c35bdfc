"""What lets a customer in without an account: the code on the wall of a room, and the link to their complaint."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from foundation.derived_secrets import new_nonce
from parties.models import Room


class RoomCode(models.Model):
    """The code that stands on the wall of a room: it opens the form for this room, until it is replaced.

    Of its token only the hash is kept, and the random half of its making (ADR 3), so that it can be printed again.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="codes")
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("room code")
        verbose_name_plural = _("room codes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room"], condition=Q(revoked_at=None), name="room_code_one_in_use"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")), name="room_code_times_in_order"
            ),
        ]


class CustomerLink(models.Model):
    """The link by which the customer follows their complaint. Of its token only the hash and one half are kept."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="customer_links")
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("customer's link")
        verbose_name_plural = _("customers' links")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(revoked_at=None), name="customer_link_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")), name="customer_link_times_in_order"
            ),
        ]
