"""Who may run a wave, and how it is locked: the contract's row first, where there is one, then the wave's."""

from typing import Final

from contracts.domain.locking import locked_contract
from foundation.refusals import Refused
from parties.domain.scope import Scope
from surveys.models import Invitation, Wave

RUN: Final = "surveys.run"


def locked_wave(wave_id: int, *, by: Scope, verb: str = RUN) -> Wave:
    """The wave, locked for this transaction, for a person of the side that runs it.

    Refused: ``parties.not_yours`` for everybody else, the other side of the contract among them.
    """
    contract_id = Wave.objects.values_list("contract", flat=True).get(pk=wave_id)
    if contract_id is not None:
        locked_contract(contract_id)
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=wave_id)
    by.require_for(verb, wave.party_id)
    return wave


def locked_invitation(invitation_id: int, *, by: Scope, verb: str) -> Invitation:
    """The invitation, locked; its wave is not, so that many can be asked at once.

    Refused: ``parties.not_yours`` for one of another side's wave, or of a venue where the person does not work.
    """
    mine = Invitation.objects.within(by, verb=verb).filter(pk=invitation_id)
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("wave", "stratum")
    invitation = rows.filter(pk__in=mine.values("pk")).first()
    if invitation is None:
        raise Refused("parties.not_yours")
    return invitation


def runs(wave: Wave, *, by: Scope) -> bool:
    """Whether this person's side runs the wave and their role lets them act."""
    return by.may_for(RUN, wave.party_id)
