"""The nightly check: what each account and lot holds is what follows from the acts and entries, counted anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from foundation.jobs import enqueue
from foundation.models import Job

JOB: Final = "members.verify_points"

CHECKS: Final = {
    "each lot holds its points less its entries": (
        "lot {}: holds {}, not {}",
        """
SELECT l.id, l."left", l.points - coalesce(sum(e.points), 0) FROM members_pointlot l
LEFT JOIN members_pointentry e ON e.lot_id = l.id GROUP BY l.id
HAVING l."left" <> l.points - coalesce(sum(e.points), 0) OR l."left" < 0 ORDER BY l.id
""",
    ),
    "each balance is the sum of its lots": (
        "account {}: balance {}, lots {}",
        """
SELECT a.id, a.balance, coalesce(sum(l."left"), 0) FROM members_pointaccount a
LEFT JOIN members_pointlot l ON l.account_id = a.id GROUP BY a.id
HAVING a.balance <> coalesce(sum(l."left"), 0) OR a.balance < 0 ORDER BY a.id
""",
    ),
    "balance and debt follow from the acts": (
        "account {}: balance {} and debt {}, by its acts {} and {}",
        """
SELECT a.id, a.balance, a.debt, coalesce(sum(x.balance_change), 0), coalesce(sum(x.debt_change), 0)
FROM members_pointaccount a LEFT JOIN members_pointact x ON x.account_id = a.id GROUP BY a.id
HAVING (a.balance, a.debt) <> (coalesce(sum(x.balance_change), 0), coalesce(sum(x.debt_change), 0))
    OR (a.balance > 0 AND a.debt > 0) ORDER BY a.id
""",
    ),
    "each act moves what its lots and entries say": (
        "act {}: moves {}, not {}",
        """
SELECT x.id, x.balance_change, coalesce(l.points, 0) - coalesce(e.points, 0) FROM members_pointact x
LEFT JOIN (SELECT act_id, sum(points) AS points FROM members_pointlot GROUP BY act_id) l ON l.act_id = x.id
LEFT JOIN (SELECT act_id, sum(points) AS points FROM members_pointentry GROUP BY act_id) e ON e.act_id = x.id
WHERE x.balance_change <> coalesce(l.points, 0) - coalesce(e.points, 0) ORDER BY x.id
""",
    ),
    "each member's tier is where their last change led": (
        "member {}: tier {}, by the last change {}",
        """
SELECT m.member_id, m.tier_id, c.to_tier_id FROM members_membertier m
LEFT JOIN LATERAL (
    SELECT to_tier_id FROM members_tierchange WHERE member_id = m.member_id ORDER BY id DESC LIMIT 1) c ON true
WHERE m.tier_id IS DISTINCT FROM c.to_tier_id ORDER BY m.member_id
""",
    ),
}


class Mismatch(Exception):
    """The books of points do not fit; ``manage.py points_verify`` says where."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; ``problems`` is empty when all is as it must be."""

    name: str
    problems: tuple[str, ...]


def verify() -> Iterator[Finding]:
    """Count everything anew."""
    for name, (sentence, query) in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            yield Finding(name, tuple(sentence.format(*row) for row in cursor.fetchall()))


def verify_tonight(*, at: datetime) -> None:
    """Ask for the check of this day, once."""
    enqueue(JOB, f"{JOB}:{timezone.localdate(at)}", {})


def run(job: Job) -> None:
    """The job: parked, where the house looks, when anything does not fit. Raises ``Mismatch``."""
    count = sum(len(finding.problems) for finding in verify())
    if count:
        raise Mismatch(f"{count} mismatches")
