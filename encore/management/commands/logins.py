from typing import Any

from django.core.management.base import BaseCommand

from encore.demo.people import CLIENT_STAFF, PASSWORD, PROVIDER_STAFF, email_of
from parties.models import User


class Command(BaseCommand):
    help = "Print one login per role of the demo; nothing when the demo is not loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        present = set(User.objects.filter(email__endswith="@demo.example").values_list("email", flat=True))
        for staff in (CLIENT_STAFF, PROVIDER_STAFF):
            for login, _name, role in staff:
                if email_of(login) in present:
                    self.stdout.write(f"{role.value:<18} {email_of(login):<30} {PASSWORD}")
