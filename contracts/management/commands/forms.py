"""manage.py forms: which forms of contract there are."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contracts.domain.form_reading.shape import form_schema
from contracts.domain.forms import Form, all_forms


class Command(BaseCommand):
    """Lists the shipped forms and what each one holds."""

    help = "List the forms with the numbers of their parts; --schema prints the JSON Schema of a form file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for programs, `--schema` for editors."""
        parser.add_argument("--json", action="store_true", help="print the list as JSON")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of a form file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was asked for."""
        if options["schema"]:
            self.stdout.write(_dumped(form_schema()))
            return
        forms = all_forms()
        if options["json"]:
            self.stdout.write(_dumped([_described(form) for form in forms]))
            return
        for form in forms:
            counts = ", ".join(
                f"{n} {name.replace('_', ' ')}" for name, n in form.counts().items() if isinstance(n, int)
            )
            self.stdout.write(f"{form.id} v{form.version} {form.title_zh}: {counts}")


def _described(form: Form) -> dict[str, object]:
    return {"id": form.id, "version": form.version, "title": form.title_zh, **form.counts()}


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
