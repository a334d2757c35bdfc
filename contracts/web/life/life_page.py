"""What the page of a contract shows of its life: renewal, notices, the end and what follows it."""

from datetime import datetime
from typing import Any

from contracts.domain.life.settlement import confidentiality_of, settlement_of
from contracts.domain.targets.performance import performance_of
from contracts.models import Contract, ContractVersion
from parties.web.access import ScopedRequest


def life_context(
    request: ScopedRequest, contract: Contract, version: ContractVersion, *, at: datetime
) -> dict[str, Any]:
    """The contract's predecessor and successor, its notices, its settlement; figures where renewal is talked over."""
    scope = request.scope
    seen = Contract.objects.within(scope, verb="contracts.see")
    predecessor = seen.filter(pk=contract.renews_id).first() if contract.renews_id else None
    measured = predecessor if contract.is_being_drafted else contract if contract.state == "expiring" else None
    sides = (contract.party_a_id, contract.party_b_id)
    lines = settlement_of(contract) if contract.is_over else []
    return {
        "predecessor": predecessor,
        "successor": seen.filter(renews=contract).first(),
        "wishes": list(contract.renewal_wishes.select_related("party")),
        "notices": list(contract.notices.select_related("party", "termination")),
        "confidentiality": confidentiality_of(contract, at=at),
        "measured": measured,
        "performance": performance_of(measured, by=scope) if measured else None,
        "settlement": lines,
        "settled": all(line.is_done for line in lines),
        "settles_for": next((side for side in sides if scope.may_for("contracts.settle", side)), None),
        "may_give_notice": any(scope.may_for("contracts.give_notice", side) for side in sides),
        "may_raise_fees": scope.may_for("contracts.give_notice", contract.party_b_id) and _has_fee_notice(version),
        "may_settle": any(scope.may_for("contracts.settle", side) for side in sides),
    }


def _has_fee_notice(version: ContractVersion) -> bool:
    return version.terms.filter(name="fee_change_notice", stored__isnull=False).exists()
