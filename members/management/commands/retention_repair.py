"""manage.py retention_repair: what is counted of members against their bills."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from members.domain.retention.rolling import repair
from members.domain.retention.tallying import tally
from members.models import Member
from parties.models import Party


class Command(BaseCommand):
    """Runs each night by itself too."""

    help = "Compare the roll-up of visits and spending with all bills, and count again what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each registry how many cells were wrong; they are right afterwards."""
        now = timezone.now()
        for party in Party.objects.filter(pk__in=Member.objects.values("party")).order_by("pk"):
            wrong = len(repair(party.pk, at=now).wrong)
            tally(party.pk, at=now)
            self.stdout.write(f"{party.pk}: {wrong} counted again")
