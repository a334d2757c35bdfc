"""How much a role may approve: each party's own limits, with their history (C9). Who asks never approves; that the
database keeps.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from complaints.domain.costs.acting import person
from complaints.domain.costs.amounts import checked_amount, said
from complaints.domain.costs.months import take_turns
from complaints.models import LIMITED, CostLimit
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope, writing

VERB: Final = "costs.approve"
SET: Final = "costs.limit"
CHIEFS: Final = frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER})
"""They answer for the contract on their side: no limit, and they alone approve what goes beyond a budget."""
USUAL: Final[dict[Role, Decimal]] = {
    Role.VENUE_MANAGER: Decimal("2000.00"),
    Role.FINANCE: Decimal("10000.00"),
}
"""Yuan for one claim, until the party sets its own."""
LONGEST_REASON: Final = 200


def set_limit(party_id: int, role: str, *, amount: Decimal, reason: str, by: Scope, at: datetime) -> CostLimit:
    """Another limit for a role of one's own party, from now on: what was approved stays approved. Zero: nothing.

    Only the chiefs of a side set one, in the whole of it: nobody raises their own.
    Refused: ``parties.not_yours``, ``complaints.amount_wrong``, ``.same_limit``, ``foundation.required``.
    """
    if role not in LIMITED:
        raise Refused("foundation.required", "role")
    checked_amount(amount, zero=True)
    why = said(reason, LONGEST_REASON, "reason")
    if not any(hat.party_id == party_id and not hat.venue_ids for hat in by.hats_for(SET)):
        raise Refused("parties.not_yours")
    with writing(by):
        take_turns(party_id)
        last = _last(party_id, [role]).get(Role(role))
        if amount == (last.amount if last else USUAL[Role(role)]):
            raise Refused("complaints.same_limit", "amount")
        return CostLimit.objects.create(
            party_id=party_id,
            role=role,
            number=last.number + 1 if last else 1,
            amount=amount,
            reason=why,
            set_at=at,
            user_id=person(by),
        )


def limits_of(party_id: int, roles: Iterable[str] = LIMITED) -> dict[Role, Decimal]:
    """What these roles may approve for the party now, yuan for one claim."""
    own = {role: row.amount for role, row in _last(party_id, roles).items()}
    return {Role(role): own.get(Role(role), USUAL[Role(role)]) for role in roles}


def limit_of(by: Scope, *, party_id: int, venue_id: int | None) -> Decimal | None:
    """The most that the person may approve for the party at the venue, yuan; ``None``: no limit; zero: nothing."""
    roles = {
        hat.role
        for hat in by.hats_for(VERB)
        if hat.party_id == party_id and (not hat.venue_ids or venue_id in hat.venue_ids)
    }
    if roles & CHIEFS:
        return None
    return max(limits_of(party_id, roles).values(), default=Decimal(0)) if roles else Decimal(0)


def _last(party_id: int, roles: Iterable[str]) -> dict[Role, CostLimit]:
    rows = CostLimit.objects.filter(party=party_id, role__in=list(roles)).order_by("number")
    return {Role(row.role): row for row in rows}
