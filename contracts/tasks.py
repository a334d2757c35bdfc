"""Celery: the beat of the contracts' ends, which their own jobs usually see to, and of what they make due."""

from celery import shared_task
from django.utils import timezone

from contracts.domain.duties.planning import open_begun
from contracts.domain.liability.force_majeure import relieve_opened
from contracts.domain.life.ending import sweep_ends


@shared_task(ignore_result=True)
def sweep_contracts() -> None:
    """Let every contract whose moment has passed near its end, or end."""
    sweep_ends(timezone.now())


@shared_task(ignore_result=True)
def open_obligations() -> None:
    """Open every obligation whose period has begun; an accepted force majeure hinders those of its days."""
    at = timezone.now()
    open_begun(at)
    relieve_opened(at)
