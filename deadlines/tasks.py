"""Celery: the beat of the clock."""

from celery import shared_task
from django.utils import timezone

from deadlines.domain.handing_on import hand_on_all
from deadlines.domain.sweep import sweep_all
from foundation.steady_clock import SteadyClock

clock = SteadyClock()
"""Of this process: what it sweeps is judged by it."""


@shared_task(ignore_result=True)
def sweep_deadlines() -> None:
    """Write the outcome of everything that is due, and what follows from it; wait while the clock was put forward."""
    if (at := clock.now()) is not None:
        sweep_all(at)


@shared_task(ignore_result=True)
def hand_on_deadlines() -> None:
    """Give the open clocks of whoever is away, or has left, to somebody who is there."""
    hand_on_all(timezone.now())
