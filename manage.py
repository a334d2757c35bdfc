#!/usr/bin/env python
"""Run a management command, with the embedded database started for it when no server is configured."""

import os
import sys

from encore import embedded_postgres

OWNER_COMMANDS = frozenset({"migrate", "flush", "sqlmigrate", "showmigrations", "makemigrations"})


def main() -> None:
    """Run the command named on the command line; the owner's login is used only for the commands that need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encore.settings")
    with embedded_postgres.running_unless_configured():
        if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
            os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
        # Imported late: settings read the addresses that were just put into the environment.
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
