"""For which side of a contract a person speaks."""

from __future__ import annotations

from contracts.models import Contract
from contracts.models.contracts import Side
from foundation.refusals import Refused
from parties.domain.scope import Scope
from parties.models import Party


def side_of(contract: Contract, verb: str, *, by: Scope) -> Side:
    """The side for which this person may do ``verb``; who may for both speaks for the client.

    Refused: ``parties.not_yours`` for anybody else.
    """
    for side in (Side.A, Side.B):
        if by.may_for(verb, contract.party_of(side).pk):
            return side
    raise Refused("parties.not_yours")


def speaks_for(contract: Contract, verb: str, *, by: Scope) -> Party:
    """The party for which this person may do ``verb``. Refused as for ``side_of``."""
    return contract.party_of(side_of(contract, verb, by=by))
