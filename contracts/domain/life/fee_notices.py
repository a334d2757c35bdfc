"""Raising fees while a contract runs: where the form has it, notice in advance, and then the other side's signature.

Source: form `retention`, supplement "B leads", S2.1 (``fee_change_notice``): notice and consent.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language

from contracts.domain.terms.values import Money, Percent, Period, due_at
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.versions import amended_version
from contracts.models import ContractVersion, Notice
from contracts.models.notices import NoticeKind, NoticeState
from foundation.refusals import Refused

TERM = "fee_change_notice"
FEES = ("contract_amount", "base_fee", "value_added_fee", "revenue_share")
"""What Party A pays to Party B."""


def fee_refusal(version: ContractVersion, *, at: datetime) -> Refused | None:
    """Why this amendment cannot be sent yet: fees rise without a notice delivered long enough ago.

    ``contracts.fee_notice_missing``, ``contracts.fee_notice_runs``; ``None`` where nothing stands against it.
    """
    before = amended_version(version)
    if before is None:
        return None
    old, new = values_of(before), values_of(version)
    length = old.get(TERM)
    if not isinstance(length, Period) or not any(_rises(old, new, name) for name in FEES):
        return None
    notice = _latest_notice(before)
    if notice is None or notice.delivered_at is None:
        return Refused("contracts.fee_notice_missing", period=length.display(get_language() or "zh-hans"))
    runs_until = due_at(notice.delivered_at, length)
    return Refused("contracts.fee_notice_runs", until=runs_until.date()) if at < runs_until else None


def _latest_notice(before: ContractVersion) -> Notice | None:
    """Each raise needs a notice of its own: one delivered since the fees that it changes act."""
    return (
        Notice.objects.filter(
            contract=before.contract_id,
            party=before.contract.party_b_id,
            kind=NoticeKind.FEE_CHANGE,
            state=NoticeState.DELIVERED,
            delivered_at__gte=before.effective_at,
        )
        .order_by("delivered_at")
        .first()
    )


def _rises(old: Values, new: Values, name: str) -> bool:
    before, after = old.get(name), new.get(name)
    if isinstance(after, Money | Percent) and before is None:
        return after.value > 0
    if isinstance(before, Money) and isinstance(after, Money):
        return after.value > before.value
    return isinstance(before, Percent) and isinstance(after, Percent) and after.value > before.value
