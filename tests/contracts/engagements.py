"""Contracts with a third party in tests: engaged by the drafter, sent to three signers."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from contracts.domain.signature.sending import send_for_signing
from contracts.domain.signature.signers import Signer
from contracts.domain.wording.engaging import Engagement, engage
from contracts.models import ThirdParty
from parties.models import Party
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, SIGNERS, Desk

THIRD = Signer("甄中立", "所长", "third.signer@example.com", "zh-hans")
ALL = SIGNERS | {"third": THIRD}


def third_party(desk: Desk) -> Party:
    """A party that the provider keeps in its register; the first of a test always reads the same."""
    party = factories.party()
    uscc = factories.credit_code(9_000_003)
    if not Party.objects.filter(uscc=uscc).exists():
        party.name = party.name_key = "示例评估事务所9000003"
        party.uscc = uscc
    party.email = THIRD.email
    party.save()
    party.keepers.add(desk.provider)
    return party


def engaged(desk: Desk, **changes: Any) -> ThirdParty:
    """The draft's third party, an assessor for 1,000.01 yuan of which Party A bears a third."""
    given: dict[str, Any] = {
        "party": changes.pop("party", None) or third_party(desk),
        "role": "assessor",
        "engaged_for": "评估客户投诉的处理结果",
        "fee": Decimal("1000.01"),
        "share_a": Decimal("33.33"),
        "cap_percent": Decimal(5),
        **changes,
    }
    return engage(desk.version.pk, Engagement(**given), by=desk.drafter)


def sent(*, order: Sequence[str] = (), at: datetime = AT) -> Desk:
    """A contract with a third party that is out for signature by all three."""
    desk = drafts.ready_draft()
    engaged(desk)
    send_for_signing(desk.contract.pk, ALL, order=order, by=desk.drafter, at=at)
    return desk
