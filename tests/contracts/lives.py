"""Contracts that run by their own terms in tests: only the act of signing is left out."""

from datetime import UTC, datetime

from contracts.domain.life.moving import move_version
from contracts.domain.signature.taking_effect import take_effect
from contracts.models import Contract
from parties.domain.scope import Scope, writing
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import Desk
from tests.worlds import world

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def begin(contract: Contract, *, by: Scope, at: datetime = AT) -> Contract:
    """Put a filled draft into force."""
    with writing(by):
        version = contract.latest_version
        version.contract = Contract.objects.select_for_update().get(pk=contract.pk)
        sent = move_version(version, "send", frozen_at=at)
        factories.signed_by_both(sent, at=at)
        take_effect(sent, effective_at=at, at=at)
    return Contract.objects.get(pk=contract.pk)


@world
def running(*, at: datetime = AT, **blanks: str) -> Desk:
    """A contract in force since ``at``; ``blanks`` replace the usual values, as typed."""
    desk = drafts.draft(at=at)
    desk.fill(**factories.BLANKS | blanks)
    begin(desk.contract, by=desk.drafter, at=at)
    desk.contract.refresh_from_db()
    return desk
