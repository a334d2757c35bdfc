from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from foundation.models import StoredFile

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


class Evidence(models.Model):
    """A photo, video or audio that belongs to a complaint; its hash is kept with the file. Append-only.

    ``user`` gave it; empty: the customer did.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="evidence")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["pk"]

    @property
    def giver_name(self) -> str:
        return self.user.name if self.user else gettext("The customer")

    @property
    def is_picture(self) -> bool:
        """Whether every browser shows it by itself; never true of SVG, which can carry a script."""
        return self.file.content_type in PICTURES
