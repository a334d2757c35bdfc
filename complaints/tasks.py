"""Celery: the beat of the mailboxes."""

from celery import shared_task
from django.utils import timezone

from complaints.domain.channels import mail_intake


@shared_task(ignore_result=True)
def read_mailboxes() -> None:
    """Take in what customers have mailed since the last look."""
    mail_intake.read_mailboxes(at=timezone.now())
