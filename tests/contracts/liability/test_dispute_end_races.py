"""Two ends of one dispute at once: one is recorded, and one answer counts."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest

from contracts.domain.liability import dispute_ends
from contracts.models import Breach, Damages, Dispute, DisputeEnd
from tests.contracts.liabilities import NOW
from tests.contracts.liability.test_dispute_ends import OWED, Hearing
from tests.contracts.signature.test_delegating_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def both_ends(at: Hearing) -> tuple[Callable[[], object], Callable[[], object]]:
    """Each side records another end, which the other side has to answer."""
    return (
        lambda: at.end(at.a, costs="shared", amount=Decimal("1800.00")),
        lambda: at.end(at.b, costs="shared", amount=Decimal("2400.00")),
    )


def test_of_two_ends_recorded_at_once_one_waits_for_the_other_side() -> None:
    at = Hearing()
    assert at_once(*both_ends(at)) == ["contracts.end_waits", "done"]
    assert (DisputeEnd.objects.count(), at.now) == (1, ("arbitration", "", OWED))


def test_without_the_lock_of_the_contract_both_would_be_recorded_but_for_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at, both_have_looked = Hearing(), threading.Barrier(2)

    def unlocked(dispute_id: int) -> tuple[Dispute, Breach]:
        dispute = Dispute.objects.select_related("breach__contract", "breach__kind").get(pk=dispute_id)
        assert dispute.waiting_end is None
        both_have_looked.wait()
        return dispute, dispute.breach

    monkeypatch.setattr(dispute_ends, "locked_dispute", unlocked)
    assert at_once(*both_ends(at)) == ["IntegrityError", "done"]
    assert DisputeEnd.objects.count() == 1


def test_accepted_and_taken_back_at_once_it_counts_wholly_or_not_at_all() -> None:
    at = Hearing()
    end = at.end(at.a, costs="shared", amount=Decimal("1800.00"))
    outcomes = at_once(
        lambda: dispute_ends.accept_end(end.pk, by=at.b, at=NOW),
        lambda: dispute_ends.withdraw_end(end.pk, by=at.a, at=NOW),
    )
    assert outcomes == ["done", "foundation.not_allowed_now"]
    whole, nothing = ("decided", "shared", Decimal("1800.00")), ("arbitration", "", OWED)
    assert at.now == (whole if DisputeEnd.objects.get().state == "effective" else nothing)
    assert Damages.objects.count() == 1
