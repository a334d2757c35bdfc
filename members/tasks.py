"""Celery: the beats of members. They ask after the silent, give up old files, keep points, plan care, count figures."""

from celery import shared_task
from django.utils import timezone

from members.domain.care import planning
from members.domain.imports import keeping_up
from members.domain.points import expiring, tiering, verifying
from members.domain.registry import keeping
from members.domain.retention.scoring import score_all
from members.domain.retention.tallying import tally_all


@shared_task(ignore_result=True)
def propose_silent() -> None:
    """Propose the erasure of members whom their party no longer wants to keep."""
    keeping.propose_silent(at=timezone.now())


@shared_task(ignore_result=True)
def drop_stale_imports() -> None:
    """Give up files that nobody brought to an end."""
    keeping_up.drop_stale(at=timezone.now())


@shared_task(ignore_result=True)
def plan_care() -> None:
    """Plan the messages of the next days."""
    planning.plan_care(at=timezone.now())


@shared_task(ignore_result=True)
def count_figures() -> None:
    """Count again what charts show, where something has changed, and score the members once a day."""
    now = timezone.now()
    tally_all(now)
    score_all(now)


@shared_task(ignore_result=True)
def keep_points() -> None:
    """Let lapse what has lapsed; ask for the day's check and the month's review, once each."""
    at = timezone.now()
    expiring.lapse_due(at=at)
    verifying.verify_tonight(at=at)
    tiering.plan_reviews(at=at)
