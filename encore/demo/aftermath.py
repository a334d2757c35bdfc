"""What follows a breach in the demo: the loss that was shown, the damages by the clause, and less by agreement."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.files.base import ContentFile

from contracts.domain.evidence.asking import Wanted, ask_for_pack
from contracts.domain.liability.adjusting import NewSum, accept_adjustment, propose_adjustment
from contracts.domain.liability.breaches import confirm_breach
from contracts.domain.liability.losses import record_loss
from contracts.models import Breach, Contract
from contracts.models.breaches import BreachState
from encore.demo.people import Cast

LOSS: Final = Decimal("2000.00")
AGREED: Final = Decimal("2600.00")
"""130 % of the loss: the most that needs no warning."""
BILLS: Final = "项目,金额（元）\n临时聘请讲师,1500\n加印资料,500\n"


def settle_lateness(cast: Cast, contract: Contract, *, now: datetime) -> Breach:
    """A late duty of the provider: loss recorded, breach confirmed, damages lowered by both, evidence asked for."""
    owner, account = cast.scope("owner"), cast.scope("account")
    undecided = Breach.objects.filter(contract=contract, at_fault=cast.provider, state=BreachState.PROPOSED)
    breach = undecided.filter(obligation__occurrence__isnull=False, kind__damages_term__isnull=False).earliest("pk")
    at = now - timedelta(days=25)
    bills = [ContentFile(BILLS.encode(), "损失明细.csv")]
    record_loss(breach.pk, amount=LOSS, text="临时另请讲师，并加印资料。", papers=bills, by=owner, at=at)
    confirm_breach(breach.pk, by=owner, at=at + timedelta(hours=2), text="逾期属实，按合同处理。")
    less = NewSum("agreement", AGREED, "事先已告知，双方商定按损失的 130% 计。", None, [])
    adjustment = propose_adjustment(breach.pk, less, by=account, at=at + timedelta(days=1))
    accept_adjustment(adjustment.pk, by=owner, at=at + timedelta(days=2), text="同意。")
    ask_for_pack(contract.pk, Wanted([breach.pk]), reason="留存备查", by=owner, at=now - timedelta(hours=3))
    return breach
