"""manage.py diagrams: the lifecycles as pictures."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation import transitions


class Command(BaseCommand):
    """Writes docs/states.md."""

    help = "Write docs/states.md from the lifecycles' tables; with --check, only tell whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument("--check", action="store_true", help="fail when the file is out of step, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or raise CommandError (exit code 1) when it should be written."""
        path = settings.BASE_DIR / "docs" / "states.md"
        wanted = transitions.document()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                raise CommandError("docs/states.md is out of step: run manage.py diagrams")
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"{len(transitions.LIFECYCLES)} lifecycles written")
