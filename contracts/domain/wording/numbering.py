"""Contract numbers: ``HT-<year>-<four digits>``, each once."""

from datetime import datetime

from django.db import connection

from contracts.domain.terms.periods import SHANGHAI
from contracts.models import Contract

# Any number will do, as long as nothing else takes this advisory lock.
NUMBERING_LOCK = 0x48_54


def next_number(at: datetime) -> str:
    """The next free contract number of the year in which ``at`` lies (Shanghai).

    Holds a lock until the caller's transaction ends, so that two drafts started at once get two numbers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    start = f"HT-{at.astimezone(SHANGHAI).year}-"
    taken = Contract.objects.filter(number__startswith=start).values_list("number", flat=True)
    highest = max((int(number[len(start) :]) for number in taken if number[len(start) :].isdigit()), default=0)
    return f"{start}{highest + 1:04d}"
