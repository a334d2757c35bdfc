from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from encore.demo import story
from parties.models import Party


class Command(BaseCommand):
    help = "Fill an empty installation with the demo: one KTV group, one provider, contracts, complaints, an invoice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")

    def handle(self, *args: Any, **options: Any) -> None:
        if Party.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is data here already: the demo is for an empty installation.")
        with translation.override("zh-hans"):
            story.tell(timezone.now())
        self.stdout.write("The demo is loaded.")
