"""`manage.py trace (INVOICE_NO | --all) [--json]`: walk back to the signed PDF; exit code 1 on a broken link."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from billing.domain.trace import trace_invoice
from billing.domain.trace_links import Trace
from billing.models import Invoice


class Command(BaseCommand):
    help = "Walk each line of an invoice back to its clause and the page of the signed PDF, checking every link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("invoice_no", nargs="?", help="the number of an invoice")
        which.add_argument("--all", action="store_true", help="every invoice that was issued")
        parser.add_argument("--json", action="store_true", help="print JSON instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the traces. Exit code 1: a link is broken; 2: there is no such invoice."""
        traces = list(_traces(None if options["all"] else options["invoice_no"]))
        if options["json"]:
            self.stdout.write(json.dumps([trace.as_json() for trace in traces], ensure_ascii=False, indent=2))
        else:
            for trace in traces:
                self._print(trace)
        broken = sum(not trace.is_whole for trace in traces)
        if broken:
            raise CommandError(f"{broken} of {len(traces)} traces are broken", returncode=1)

    def _print(self, trace: Trace) -> None:
        self.stdout.write(f"{trace.invoice_number} line {trace.position}: {trace.amount}")
        for link in trace.links:
            state = ", ".join(link.problems) or "ok"
            self.stdout.write(f"  {link.kind.value:<13}{link.id or '-':<8}{state}")


def _traces(number: str | None) -> Iterator[Trace]:
    issued = Invoice.objects.exclude(number=None).order_by("number")
    if number is not None:
        issued = issued.filter(number=number)
        if not issued:
            raise CommandError(f"no invoice has the number {number}", returncode=2)
    for invoice in issued.iterator():
        yield from trace_invoice(invoice, at=timezone.now())
