"""Celery: the beat of surveys. It plans, opens and closes waves."""

from celery import shared_task
from django.utils import timezone

from surveys.domain.waves.planning import plan_waves
from surveys.domain.waves.running import keep_waves


@shared_task(ignore_result=True)
def keep_surveys() -> None:
    """A wave for each period that has begun; each wave opened and closed at its hour."""
    at = timezone.now()
    plan_waves(at=at)
    keep_waves(at=at)
