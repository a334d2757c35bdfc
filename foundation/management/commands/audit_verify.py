"""manage.py audit_verify: was anything altered?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation import sealing


class Command(BaseCommand):
    """Recomputes the chain of every sealed table."""

    help = "Recompute the hash chains of the audit trail and all other sealed tables; fails when a row was altered."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--head` anchors the chain in something that was noted outside of this database."""
        parser.add_argument("--table", action="append", choices=sorted(sealing.SEALED), help="only this table")
        parser.add_argument(
            "--head", action="append", default=[], help="a head noted earlier, which must still be in the chain"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per table; raise CommandError (exit code 1) when something does not fit."""
        problems = [f"head {head} is gone" for head in options["head"] if not sealing.has_head(head)]
        for table in options["table"] or sorted(sealing.SEALED):
            verdict = sealing.verify(table)
            self.stdout.write(f"{table}: {verdict.rows} rows in {verdict.blocks} blocks, head {verdict.head}")
            problems += [f"{table}: {problem}" for problem in verdict.problems]
        if problems:
            raise CommandError("\n".join(problems))
