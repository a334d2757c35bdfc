"""Which sums and shares can stand together: damages and their caps, instalments, the parts of a fee."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from contracts.domain.terms.numbers import plain_decimal
from contracts.domain.terms.values import Money, Percent, TermValue
from foundation.refusals import Refused

Values = Mapping[str, TermValue | None]
_WHOLE = 100  # per cent


def _month_over_total(values: Values) -> Refused | None:
    month, total = values.get("damages_cap_month"), values.get("damages_cap_total")
    if isinstance(month, Percent) and isinstance(total, Percent) and month.value > total.value:
        return Refused("contracts.terms_cap_order", "damages_cap_month")
    return None


def _over_cap(values: Values, *, name: str, cap_name: str) -> Refused | None:
    """Damages for one breach that their cap never lets be owed."""
    damages, cap, amount = (values.get(each) for each in (name, cap_name, "contract_amount"))
    if not isinstance(cap, Percent):
        return None
    too_much = isinstance(damages, Percent) and damages.value > cap.value
    if isinstance(damages, Money) and isinstance(amount, Money):
        too_much = damages.value > cap.share_of(amount.value)
    return Refused("contracts.terms_cap_below_damages", name, cap=cap.display("en")) if too_much else None


def _not_whole(values: Values, *, names: tuple[str, str], code: str) -> Refused | None:
    """Two shares that leave a rest, or take more than there is."""
    first, second = (values.get(name) for name in names)
    if not isinstance(first, Percent) or not isinstance(second, Percent) or first.value + second.value == _WHOLE:
        return None
    return Refused(code, names[1], sum=plain_decimal(first.value + second.value))


RULES = (
    _month_over_total,
    partial(_over_cap, name="damages_per_breach", cap_name="damages_cap_month"),
    partial(_over_cap, name="damages_per_breach", cap_name="damages_cap_total"),
    partial(_over_cap, name="overdue_damages", cap_name="damages_cap_total"),
    partial(_not_whole, names=("first_instalment", "final_instalment"), code="contracts.terms_instalments"),
    partial(
        _not_whole, names=("intermediary_share_a", "intermediary_share_b"), code="contracts.terms_intermediary_shares"
    ),
)
