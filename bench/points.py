"""Eight tills spend points of one member at once, against a bare locked UPDATE of one row: same server, same run."""

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from bench.models import BareRow
from bench.rows import Row, in_turn
from members.domain.points.ledger import Brought, Movement, hold, write
from members.domain.points.spending import spend_points
from members.models import ActKind
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.members.factories import enrolled

TILLS = 8
COUNT = 400
ROUNDS = 5


def measure() -> Iterator[Row]:
    """Spends a second; ours includes the lots in their order, the act, its entries, the checks at commit and audit."""
    now = timezone.now()
    venue = factories.venue(factories.party())
    till, member = factories.scope(factories.person(venue.party, Role.FLOOR)), enrolled(venue, at=now)
    lots = [Brought.earned(1_000, now - timedelta(days=n), settle_days=0, valid_months=12) for n in range(10)]
    with writing(SYSTEM):
        notes = {"reason": "bench", "by_id": till.user_id}
        write(hold(member.pk, at=now), Movement(ActKind.ADJUSTED, "bench", brings=lots, notes=notes))
    bare = BareRow._default_manager.create(venue=1_000_000, text="").pk

    def limit() -> None:
        with transaction.atomic():
            BareRow._default_manager.select_for_update(no_key=True).get(pk=bare)
            BareRow._default_manager.filter(pk=bare).update(venue=F("venue") - 1)

    def ours() -> None:
        spend_points(member.pk, 1, key=uuid.uuid4().hex, what_for="bench", by=till, at=now)

    ours_rate, bare_rate = in_turn(lambda: _rate(ours), lambda: _rate(limit), rounds=ROUNDS)
    yield Row("spend points of one member / bare locked UPDATE", f"{TILLS} tills", ours_rate, bare_rate, "rps")


def _rate(work: Callable[[], object]) -> float:
    """How often a second the tills do it together."""
    left = itertools.count()

    def till() -> None:
        try:
            while next(left) < COUNT:
                work()
        finally:
            connections.close_all()

    tills = [threading.Thread(target=till) for _each in range(TILLS)]
    start = time.perf_counter()
    for each in tills:
        each.start()
    for each in tills:
        each.join()
    return COUNT / (time.perf_counter() - start)
