"""manage.py check_form: is this form fit for use?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.forms import form_files, mistakes_in
from contracts.domain.terms.catalogue_file import CATALOGUE_FILE
from contracts.domain.yaml_files.source import FileMistakes, Mistake


class Command(BaseCommand):
    """Prints every mistake of a form file, or of the catalogue of terms, with its line."""

    help = (
        "Check form files (without FILE: the catalogue of terms and all forms that are shipped); print every mistake, "
        "exit 1 when there is one."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Any number of files."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per mistake: file, line, code, what is wrong. Raises CommandError (exit code 1)."""
        found = sum(self._print(path) for path in options["files"] or (CATALOGUE_FILE, *form_files()))
        if found:
            raise CommandError(f"mistakes: {found}")

    def _print(self, path: Path) -> int:
        """How many mistakes there are. No form can be read by a catalogue that is wrong: then its mistakes are told."""
        try:
            return self._tell(path, mistakes_in(path))
        except FileMistakes as wrong:
            return self._tell(wrong.path, wrong.mistakes)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _tell(self, path: Path, mistakes: tuple[Mistake, ...]) -> int:
        for mistake in mistakes:
            self.stdout.write(f"{path}:{mistake.line}: {mistake.code}: {mistake.message}")
        if not mistakes:
            self.stdout.write(f"{path}: good")
        return len(mistakes)
