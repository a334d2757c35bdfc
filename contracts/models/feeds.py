from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ONLY_A_HASH = Q(("token_hash__regex", "^[0-9a-f]{64}$"))


class CalendarFeed(models.Model):
    """A private address from which a person's calendar programs read. Only its hash is kept; one lives at a time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="calendar_feed_one_alive"),
            models.CheckConstraint(condition=ONLY_A_HASH, name="calendar_feed_only_hash"),
        ]
