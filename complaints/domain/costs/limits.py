"""How much a role may approve: the table of limits (C9). Who asks never approves; that the database keeps."""

from decimal import Decimal
from typing import Final

from parties.domain.roles import Role
from parties.domain.scope import Scope

VERB: Final = "costs.approve"
CHIEFS: Final = frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER})
"""They answer for the contract on their side: no limit, and they alone approve what goes beyond a budget."""
LIMITS: Final[dict[Role, Decimal]] = {
    Role.VENUE_MANAGER: Decimal("2000.00"),
    Role.FINANCE: Decimal("10000.00"),
}
"""Yuan for one claim."""


def limit_of(by: Scope, *, party_id: int, venue_id: int | None) -> Decimal | None:
    """The most that the person may approve for the party at the venue, yuan; ``None``: no limit; zero: nothing."""
    roles = {
        hat.role
        for hat in by.hats_for(VERB)
        if hat.party_id == party_id and (not hat.venue_ids or venue_id in hat.venue_ids)
    }
    if roles & CHIEFS:
        return None
    return max((LIMITS[role] for role in roles), default=Decimal(0))
