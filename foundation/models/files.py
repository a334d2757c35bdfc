"""Stored files."""

from typing import IO

from django.core.files.storage import default_storage
from django.db import models


class StoredFile(models.Model):
    """What is known of one stored file. Its content never changes; a new content is a new file."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    storage_key = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def open(self) -> IO[bytes]:
        """The content as a stream that the caller closes. Raises FileNotFoundError when the storage lost it."""
        return default_storage.open(self.storage_key, "rb")

    def read(self) -> bytes:
        """The whole content. Raises FileNotFoundError when the storage lost it."""
        with self.open() as stream:
            return stream.read()
