"""What the tests of liability share: papers, a breach that was confirmed, a third party that is engaged."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.losses import record_loss
from contracts.domain.liability.recording import Failure, record_breach
from contracts.domain.wording.engaging import Engagement, engage
from contracts.models import Breach, Loss
from foundation.refusals import Refused
from parties.models import Party
from tests import factories
from tests.contracts.duties.test_fulfilling import PDF
from tests.contracts.liability.test_breaches import breach_of
from tests.factories import Agreement
from tests.worlds import world

SIGNED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
HAPPENED = SIGNED + timedelta(days=20)
NOW = SIGNED + timedelta(days=30)


def paper(name: str = "证据.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def confirmed(agreement: Agreement) -> Breach:
    """A missed obligation, confirmed by the injured party with its damages: 3,000 by the usual blanks."""
    breach = breach_of(agreement)
    confirm_breach(breach.pk, by=factories.scope(agreement.owner), at=NOW)
    return Breach.objects.get(pk=breach.pk)


def lose(breach: Breach, amount: str, agreement: Agreement) -> Loss:
    by, papers = factories.scope(agreement.owner), [paper()]
    return record_loss(breach.pk, amount=Decimal(amount), text="客人退单与赔付", papers=papers, by=by, at=NOW)


def by_hand(agreement: Agreement, *, kind: str, at_fault: str | int = "B") -> list[Breach]:
    failure = Failure(kind, at_fault, HAPPENED, "现场核查发现", [paper()])
    return record_breach(agreement.contract.pk, failure, by=factories.scope(agreement.owner), at=NOW)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with this code, and nothing else."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


@world
def engaging(cap: Decimal | None = None, **blanks: str) -> tuple[Agreement, Party]:
    """A contract that runs and the assessor that it engages; ``cap``: the engagement's own limit in yuan."""
    third = factories.party()
    agreement = factories.drafted(at=SIGNED, **blanks)
    engagement = Engagement(third, "assessor", "评估客户投诉的处理结果", cap_amount=cap)
    engage(agreement.contract.latest_version.pk, engagement, by=factories.scope(agreement.account_manager))
    return factories.in_force(agreement, at=SIGNED), third
