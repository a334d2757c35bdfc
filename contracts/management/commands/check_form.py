"""manage.py check_form: is this form fit for use?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.forms import FORMS_FOLDER, mistakes_in


class Command(BaseCommand):
    """Prints every mistake of a form file with its line."""

    help = "Check form files (without FILE: all that are shipped); print every mistake, exit 1 when there is one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Any number of files."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per mistake: file, line, code, what is wrong. Raises CommandError (exit code 1)."""
        found = 0
        for path in options["files"] or sorted(FORMS_FOLDER.glob("*.yaml")):
            try:
                mistakes = mistakes_in(path)
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            for mistake in mistakes:
                self.stdout.write(f"{path}:{mistake.line}: {mistake.code}: {mistake.message}")
            if not mistakes:
                self.stdout.write(f"{path}: good")
            found += len(mistakes)
        if found:
            raise CommandError(f"mistakes: {found}")
