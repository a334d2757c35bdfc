"""Later work."""

from django.db import models


class Job(models.Model):
    """Work to be done after the transaction that asked for it; this row is the truth, Celery only a wake-up.

    `key` makes asking twice harmless, and serves the work as its idempotency key towards other systems. While a worker
    holds the lease (`leased_until`, `lease_token`) no other one takes the job; a lease that ran out frees it.
    """

    class State(models.TextChoices):
        """Queued: to be run (again) at `run_at`. Parked: given up, a person has to look."""

        QUEUED = "queued"
        DONE = "done"
        PARKED = "parked"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    last_error = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=("queued", "done", "parked")), name="job_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="done") ^ models.Q(done_at=None), name="job_done_at_when_done"
            ),
        ]
        indexes = [
            # Only what is still to do, so that the claim costs the same after a million jobs as after ten.
            models.Index(fields=["run_at", "id"], name="job_queued", condition=models.Q(state="queued")),
            models.Index(fields=["id"], name="job_parked", condition=models.Q(state="parked")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
