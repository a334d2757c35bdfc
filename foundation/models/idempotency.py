"""Requests that may be sent twice."""

from django.db import models


class IdempotentRequest(models.Model):
    """The answer once given to a request with an idempotency key, to be given again when the request comes again.

    `status` is null only inside the transaction that is still working on the request.
    """

    caller = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    location = models.CharField(max_length=500, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_key_once_per_caller")]

    def __str__(self) -> str:
        return self.key
