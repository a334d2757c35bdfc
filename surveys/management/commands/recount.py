"""manage.py recount WAVE: count a wave anew from its answers, and say whether the kept figures are the same."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.domain.results.counting import is_as_counted
from surveys.models import WaveResult


class Command(BaseCommand):
    """Anybody with the database can do it, by the formulas of docs/methods.md."""

    help = "Count a wave anew from its answers and compare the figures with those that are kept, bit by bit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wave", type=int, help="number of the wave")

    def handle(self, *_args: Any, wave: int, **_options: Any) -> None:
        kept = WaveResult.objects.select_related("wave__version").filter(wave=wave).first()
        if kept is None:
            raise CommandError(f"Wave {wave} is not counted.")
        if not is_as_counted(kept.wave):
            raise CommandError("The answers give other figures than those that are kept.")
        self.stdout.write(f"Identical: formula {kept.formula_version}, SHA-256 {kept.sha256}")
