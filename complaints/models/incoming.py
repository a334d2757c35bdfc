from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from complaints.models.evidence import Evidence
from foundation.accepted_files import LARGEST_FILE


class IncomingFile(models.Model):
    """A file announced with a complaint that a phone sent, on its way here in pieces.

    ``client_id``, ``sha256`` and ``size`` were told by the phone; ``received`` counts the bytes that lie here without
    a gap, which is where the phone goes on. Once all are there and the hash is equal it becomes evidence; a file that
    is refused, or never comes, is given up with the reason (``given_up_for``: the refusal's code).
    """

    client_id = models.UUIDField(unique=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="incoming")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    announced_at = models.DateTimeField()
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="incoming", null=True)
    given_up_at = models.DateTimeField(null=True)
    given_up_for = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="incoming_sha256_is_hex"),
            models.CheckConstraint(condition=Q(size__range=(1, LARGEST_FILE)), name="incoming_size"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="incoming_not_beyond_size"),
            models.CheckConstraint(
                condition=Q(evidence=None) | Q(received=F("size"), given_up_at=None), name="incoming_kept_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None, given_up_for="") | (Q(given_up_at__isnull=False) & ~Q(given_up_for="")),
                name="incoming_given_up_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_arriving(self) -> bool:
        """Whether more of it is waited for."""
        return self.evidence_id is None and self.given_up_at is None


class FilePiece(models.Model):
    """Bytes of an incoming file, from ``offset`` on; gone once the file is whole or given up."""

    file = models.ForeignKey(IncomingFile, models.PROTECT, related_name="pieces")
    offset = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a file")
        verbose_name_plural = _("pieces of files")
        ordering: ClassVar = ["offset"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "offset"], name="file_piece_once")]
