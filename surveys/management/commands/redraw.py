"""manage.py redraw WAVE: draw a wave's sample anew from what was stored, print it, and say whether it is the same."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.domain.waves.draws import redraw
from surveys.models import Wave


class Command(BaseCommand):
    """Anybody with the database can do it; the result is the same on every machine."""

    help = "Draw a wave's sample anew and compare it with the one that was stored: 'place member', one a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wave", type=int, help="number of the wave")

    def handle(self, *_args: Any, wave: int, **_options: Any) -> None:
        found = Wave.objects.filter(pk=wave).exclude(frame_hash="").first()
        if found is None:
            raise CommandError(f"No sample was drawn for wave {wave}.")
        drawn = redraw(found)
        for position, member_id in drawn.again:
            self.stdout.write(f"{position} {member_id}")
        if not drawn.frame_matches:
            raise CommandError("The stored frame does not fit its fingerprint.")
        if not drawn.is_identical:
            raise CommandError("The sample that was stored is another one.")
        self.stderr.write(f"Identical: {len(drawn.again)} of {found.frame_size}, seed {found.seed}.")
