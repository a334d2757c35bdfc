"""Make the roles and the database on a PostgreSQL server, once, before the first `migrate`."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from encore import database_roles


class Command(BaseCommand):
    """`manage.py prepare_database --admin-url postgresql://postgres:…@server/postgres`."""

    help = (
        "Makes the roles and the database named by DATABASE_OWNER_URL and DATABASE_URL on a server; may be run again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--admin-url", required=True, help="a login that may create roles and databases")

    def handle(self, *args: Any, admin_url: str, **options: Any) -> None:
        app, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
        if not app or not owner:
            raise CommandError("Set DATABASE_URL (login of the app) and DATABASE_OWNER_URL (login of the owner) first.")
        database_roles.prepare(admin_url, owner, app)
        self.stdout.write("The database is ready for `manage.py migrate`.")
