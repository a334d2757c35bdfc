"""manage.py jobs: what was given up, and try it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation import jobs
from foundation.models import Job


class Command(BaseCommand):
    """Lists parked jobs."""

    help = "List the jobs that were parked after too many attempts; with --retry, queue them again."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--retry` alone takes all of them."""
        parser.add_argument("--retry", nargs="*", type=int, metavar="ID", help="queue these again (none named: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per parked job, or how many were queued again."""
        if options["retry"] is not None:
            count = jobs.retry_parked(options["retry"] or None)
            self.stdout.write(f"{count} jobs queued again")
            return
        for job in Job.objects.filter(state=Job.State.PARKED).order_by("id"):
            self.stdout.write(f"{job.pk}  {job.kind}  {job.key}  {job.attempts} attempts  {job.last_error}")
