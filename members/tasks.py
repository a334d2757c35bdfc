"""Celery: the beat that asks after silent members."""

from celery import shared_task
from django.utils import timezone

from members.domain.registry import keeping


@shared_task(ignore_result=True)
def propose_silent() -> None:
    """Propose the erasure of members whom their party no longer wants to keep."""
    keeping.propose_silent(at=timezone.now())
