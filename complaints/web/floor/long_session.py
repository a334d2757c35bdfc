"""A session that survives a shift, and the next one: who works with the page every night need not sign in again."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

DAY_KEY: Final = "encore_floor_day"


def lengthen(request: HttpRequest) -> None:
    """Let the session count from today. Once a day: each time would be a write to the database."""
    today = timezone.localdate().isoformat()
    if request.session.get(DAY_KEY) != today:
        request.session[DAY_KEY] = today
