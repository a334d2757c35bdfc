"""Celery: the beat of the clock."""

from celery import shared_task
from django.utils import timezone

from deadlines.domain.sweep import sweep_all


@shared_task(ignore_result=True)
def sweep_deadlines() -> None:
    """Write the outcome of everything that is due, and what follows from it."""
    sweep_all(timezone.now())
