"""The audit trail."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class AuditEntry(models.Model):
    """One row that was inserted (I), updated (U) or deleted (D): by whom, when, and what changed.

    Written by triggers only; the app's database role may read it and nothing else. The actor is text, not a key, so
    that the trail outlives the people in it. Of an update, only the columns that changed are kept.
    ``salt`` is random and never shown: with it in the seal, a row's hash tells nobody what the row may say.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.TextField()
    source = models.TextField()
    table_name = models.TextField()
    row_id = models.TextField()
    verb = models.CharField(max_length=1)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    salt = models.UUIDField(null=True, db_default=RandomUUID(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__in=("I", "U", "D")), name="audit_verb_known"),
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_actor_named"),
        ]
        indexes = [models.Index(fields=["table_name", "row_id", "-id"], name="audit_row_history")]

    def __str__(self) -> str:
        return f"{self.verb} {self.table_name} {self.row_id}"
