"""Engaging a third party 第三方 in a draft, and what its fee and its limit come to.

Sources: forms ``ktv-1`` 15-19, ``ktv-2`` 14 (liable for at most a tenth of the contract amount), ``ktv-3`` 14-16,
``retention`` supplement ``intermediary``; capability A14.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from contracts.domain.locking import locked_contract
from contracts.domain.terms.values import Money, Percent, TermValue
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.drafting import require_editable
from contracts.models import ContractVersion, ThirdParty
from contracts.models.third_parties import ThirdRole
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party

FEN = Decimal("0.01")
WHOLE = Decimal(100)
INTERMEDIARY = "intermediary"
LONGEST_TASK = 500
MOST_MONEY = Decimal("999999999999.99")


@dataclass(frozen=True)
class Engagement:
    """Whom to engage, as what, what for; fee in yuan, Party A's share and the limit of liability in per cent."""

    party: Party
    role: str
    engaged_for: str
    fee: Decimal = Decimal(0)
    share_a: Decimal = Decimal(50)
    cap_percent: Decimal | None = None
    cap_amount: Decimal | None = None


def engage(version_id: int, engagement: Engagement, *, by: Scope) -> ThirdParty:
    """Engage a third party in a draft, in place of the one it has.

    The terms of an intermediary's fee and shares, where the contract has them, are left to whoever fills in the blanks;
    readiness says when they differ. Refused: ``contracts.not_your_side``, ``contracts.frozen``,
    ``contracts.third_party_is_a_side``, ``contracts.third_party_task_missing``, ``contracts.third_party_share``,
    ``contracts.third_party_fee``, ``contracts.third_party_one_limit``, ``contracts.third_party_limit``.
    """
    with writing(by):
        version = _editable(version_id, by)
        _check(version, engagement)
        task = clean_line(engagement.engaged_for, LONGEST_TASK, "engaged_for")
        if not task:
            raise Refused("contracts.third_party_task_missing", "engaged_for")
        third, _ = ThirdParty.objects.update_or_create(
            version=version,
            defaults={
                "party": engagement.party,
                "role": ThirdRole(engagement.role),
                "engaged_for": task,
                "fee": engagement.fee,
                "share_a": engagement.share_a,
                "cap_percent": engagement.cap_percent,
                "cap_amount": engagement.cap_amount,
            },
        )
    return third


def release(version_id: int, *, by: Scope) -> None:
    """Engage nobody in this draft. Refused: ``contracts.not_your_side``, ``contracts.frozen``."""
    with writing(by):
        ThirdParty.objects.filter(version=_editable(version_id, by)).delete()


def third_party_of(version: ContractVersion) -> ThirdParty | None:
    """Whom the version engages; ``None``: nobody."""
    return ThirdParty.objects.filter(version=version).select_related("party").first()


def fee_split(third: ThirdParty) -> tuple[Decimal, Decimal]:
    """What Party A and what Party B pays of the fee, in yuan: A's share rounded to the fen, B the exact rest."""
    of_a = (third.fee * third.share_a / WHOLE).quantize(FEN, ROUND_HALF_UP)
    return of_a, third.fee - of_a


def liability_cap(third: ThirdParty | None, values: Values) -> Decimal | None:
    """The most that the third party pays in all, in yuan; ``None`` where nothing limits it, or the amount is blank.

    ``values``: the terms of its version. Its own limit, but never above the contract's (``third_party_cap``), which
    alone counts where it has none. The database's trigger ``third_party_cap`` says the same.
    """
    own = _own_cap(third.cap_percent, third.cap_amount) if third else None
    amount = values.get("contract_amount")
    limits = [_in_yuan(each, amount) for each in (own, values.get("third_party_cap"))]
    return min((limit for limit in limits if limit is not None), default=None)


def limit_is_exceeded(third: ThirdParty | Engagement, values: Values) -> bool:
    """Whether its own limit is above the one that the contract sets for third parties."""
    own, most = _own_cap(third.cap_percent, third.cap_amount), values.get("third_party_cap")
    if own is None or most is None:
        return False
    if isinstance(own, Percent) and isinstance(most, Percent):
        return own.value > most.value
    amount = values.get("contract_amount")
    mine, highest = _in_yuan(own, amount), _in_yuan(most, amount)
    return mine is not None and highest is not None and mine > highest


def _own_cap(percent: Decimal | None, amount: Decimal | None) -> TermValue | None:
    if percent is not None:
        return Percent(percent)
    return None if amount is None else Money(amount)


def _in_yuan(cap: TermValue | None, contract_amount: TermValue | None) -> Decimal | None:
    if isinstance(cap, Money):
        return cap.value
    if isinstance(cap, Percent) and isinstance(contract_amount, Money):
        return (contract_amount.value * cap.value / WHOLE).quantize(FEN, ROUND_HALF_UP)
    return None


def _editable(version_id: int, by: Scope) -> ContractVersion:
    """The draft, its contract locked, and read after that: it may have been sent a moment ago."""
    contract_id = ContractVersion.objects.values_list("contract", flat=True).get(pk=version_id)
    contract = locked_contract(contract_id)
    version = ContractVersion.objects.get(pk=version_id)
    require_editable(version, contract, by)
    version.contract = contract
    return version


def _check(version: ContractVersion, engagement: Engagement) -> None:
    contract = version.contract
    if engagement.party.pk in (contract.party_a_id, contract.party_b_id):
        raise Refused("contracts.third_party_is_a_side", "party", party=engagement.party.name)
    if not 0 <= engagement.share_a <= WHOLE:
        raise Refused("contracts.third_party_share", "share_a")
    if not 0 <= engagement.fee <= MOST_MONEY or engagement.fee != engagement.fee.quantize(FEN):
        raise Refused("contracts.third_party_fee", "fee")
    percent, amount = engagement.cap_percent, engagement.cap_amount
    if percent is not None and amount is not None:
        raise Refused("contracts.third_party_one_limit", "cap_amount")
    if percent is not None and not 0 <= percent <= WHOLE:
        raise Refused("contracts.third_party_limit", "cap_percent")
    if amount is not None and not 0 <= amount <= MOST_MONEY:
        raise Refused("contracts.third_party_limit", "cap_amount")
    if limit_is_exceeded(engagement, values_of(version)):
        raise Refused("contracts.third_party_limit", "cap_amount" if percent is None else "cap_percent")
