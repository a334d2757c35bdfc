"""A version on its way to its signatures; its contract goes with it as long as nothing of it is in force yet."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.life.lifecycles import CONTRACT_LIFE, VERSION_LIFE
from contracts.models import Contract, ContractVersion


def move_version(version: ContractVersion, verb: str, *, frozen_at: datetime | None = None) -> ContractVersion:
    """Move the version by a verb that both life tables know, and its contract too where it is the first agreement.

    ``frozen_at``: the moment from which the verb freezes it. Refused: ``foundation.not_allowed_now``.
    """
    if not version.is_amendment:
        CONTRACT_LIFE.move(Contract, version.contract_id, verb)
    frozen = {} if frozen_at is None else {"frozen_at": frozen_at}
    moved = VERSION_LIFE.move(ContractVersion, version.pk, verb, None, **frozen)
    moved.contract = version.contract
    return moved
