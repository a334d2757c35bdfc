"""Claims made by the product's own verbs, and months in which they count."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.domain.costs.claims import NewClaim, Spent, move_own_claim, open_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.models import CostKind, ExpenseClaim
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import House

SPENT = date(2026, 11, 10)
ASKED = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)
DECIDED = datetime(2026, 11, 13, 2, 0, tzinfo=UTC)
OVER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
_numbers = itertools.count(1)


def receipt() -> SimpleUploadedFile:
    """A picture of a paper; no two are the same."""
    return SimpleUploadedFile("r.jpg", b"\xff\xd8\xff\xe0" + f"receipt {next(_numbers)}".encode(), "image/jpeg")


def draft(of: House, amount: str = "120.00", *, role: Role = Role.FLOOR, **changes: Any) -> ExpenseClaim:
    plain: dict[str, Any] = {"venue_id": of.venue.pk, "kind": CostKind.TRAINING.value, "purpose": "服务培训教材"}
    on = changes.pop("on", SPENT)
    spent = Spent(on, "教材", Decimal(amount))
    return open_claim(NewClaim(**{**plain, **changes}), spent, [receipt()], by=of.scope(role), at=ASKED)


def handed_in(of: House, amount: str = "120.00", *, role: Role = Role.FLOOR, **changes: Any) -> ExpenseClaim:
    claim = draft(of, amount, role=role, **changes)
    return move_own_claim(claim.pk, "submit", by=of.scope(role), at=ASKED)


def approved(of: House, amount: str = "120.00", *, by: Role = Role.CONTRACT_OWNER, **changes: Any) -> ExpenseClaim:
    claim = handed_in(of, amount, **changes)
    return decide_claim(claim.pk, "approve", note="必要", by=of.scope(by), at=DECIDED)


def with_finance(of: House) -> House:
    """The house with somebody who keeps the client's books."""
    of.people[Role.FINANCE] = factories.person(of.client, Role.FINANCE)
    return of
