"""manage.py rotate_personal_keys: personal data under a new secret."""

from typing import Any

from django.core.management.base import BaseCommand

from members.domain.privacy.rotating import rotate_all


class Command(BaseCommand):
    """Run after SECRET_KEY was changed, while the former one still stands in SECRET_KEY_FALLBACKS."""

    help = "Bring what is enciphered and hashed of people under the present SECRET_KEY; can be killed and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was done, a line a batch."""
        for what, count in rotate_all():
            self.stdout.write(f"{what}: {count}")
        self.stdout.write("all under the present secret")
