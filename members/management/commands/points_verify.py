"""`manage.py points_verify`: count all points anew; exit code 1 when anything does not fit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.domain.points.verifying import verify


class Command(BaseCommand):
    help = "Count balances, debts and tiers anew from what happened."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each check with what it found."""
        count = 0
        for finding in verify():
            self.stdout.write(f"{'FAILED' if finding.problems else 'ok':<7}{finding.name}")
            for problem in finding.problems:
                self.stdout.write(f"       {problem}")
            count += len(finding.problems)
        if count:
            raise CommandError(f"{count} mismatches in the points", returncode=1)
