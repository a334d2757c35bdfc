"""manage.py archive_index: write anew what can be searched."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contracts.domain.archive.indexing import index_contract, sweep_texts
from contracts.models import Contract


class Command(BaseCommand):
    """Contract by contract, each in a transaction of its own; people can work meanwhile."""

    help = "Write the search index of all contracts (or of those named) anew, and drop texts that none says any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Numbers of contracts; none: all."""
        parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="only these contracts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell how many contracts and texts there were."""
        contracts = Contract.objects.order_by("pk")
        if options["numbers"]:
            contracts = contracts.filter(number__in=options["numbers"])
        pks = list(contracts.values_list("pk", flat=True))
        texts = sum(index_contract(pk, at=timezone.now()) for pk in pks)
        dropped = sweep_texts()
        self.stdout.write(f"{len(pks)} contracts, {texts} texts; {dropped} texts dropped")
