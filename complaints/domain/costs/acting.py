"""Who acts: costs are a person's word, never the system's."""

from foundation.refusals import Refused
from parties.domain.scope import Scope


def person(by: Scope) -> int:
    """The id of the person who acts. Raises Refused ``parties.not_yours`` for the system."""
    if by.user_id is None:
        raise Refused("parties.not_yours")
    return by.user_id
