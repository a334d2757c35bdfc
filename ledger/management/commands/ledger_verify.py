"""`manage.py ledger_verify`: recompute all books; exit code 1 when anything does not fit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.domain.verification import verify


class Command(BaseCommand):
    help = "Recompute all books from their lines, tie them to the invoices, and verify the seals."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each check with what it found."""
        count = 0
        for finding in verify():
            self.stdout.write(f"{'FAILED' if finding.problems else 'ok':<7}{finding.name}")
            for problem in finding.problems:
                self.stdout.write(f"       {problem}")
            count += len(finding.problems)
        if count:
            raise CommandError(f"{count} mismatches in the books", returncode=1)
