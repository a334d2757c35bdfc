"""Registered seals: pictures that a party keeps of its own seals, to put them under what it signs (capability A5)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from contracts.documents.pictures import MAX_BYTES, cut_out
from contracts.models import PartySeal, SignatureRequest
from foundation.files import store
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party

MANAGE: Final = "seals.manage"
LONGEST_NAME: Final = 60
MOST: Final = 12
"""Seals that a party has in use at a time."""


def register_seal(party_id: int, *, name: str, picture: bytes, by: Scope, at: datetime) -> PartySeal:
    """Keep a seal of the party: judged by its content, its paper cut away, without any metadata.

    Refused: ``parties.not_yours``, ``contracts.seal_name_missing``, ``contracts.seal_named_already``,
    ``contracts.seals_too_many``, and what pictures are refused for.
    """
    by.require_for(MANAGE, party_id)
    name = clean_line(name, LONGEST_NAME, "name")
    if not name:
        raise Refused("contracts.seal_name_missing", "name")
    cut = cut_out(picture, field="picture")
    with writing(by):
        # The party's row is locked, so that two who add at once are counted one after the other.
        party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
        used = PartySeal.objects.in_use().filter(party=party)
        if used.filter(name=name).exists():
            raise Refused("contracts.seal_named_already", "name")
        if used.count() >= MOST:
            raise Refused("contracts.seals_too_many", limit=MOST)
        kept = store(cut, f"{name}.png", kinds={"image/png"}, max_bytes=MAX_BYTES, field="picture")
        return PartySeal.objects.create(party=party, name=name, picture=kept, added_at=at, added_by=by.label)


def retire_seal(seal_id: int, *, by: Scope, at: datetime) -> None:
    """The seal can no longer be chosen; what carries it stays as it is. Again changes nothing.

    Refused: ``parties.not_yours``.
    """
    with writing(by):
        seal = PartySeal.objects.select_for_update().get(pk=seal_id)
        by.require_for(MANAGE, seal.party_id)
        if seal.retired_at is None:
            seal.retired_at = at
            seal.save(update_fields=["retired_at"])


def seals_for(request: SignatureRequest) -> list[PartySeal]:
    """The registered seals that this signer may put there: those of the party it signs for, and no other's."""
    return list(PartySeal.objects.in_use().filter(party=request.party_id).select_related("picture"))


def chosen_seal(request: SignatureRequest, seal_id: int) -> PartySeal:
    """The registered seal that a signer chose, locked against being retired meanwhile.

    Refused: ``contracts.seal_unknown`` for one of another party or no longer in use.
    """
    used = PartySeal.objects.select_for_update(no_key=True, of=("self",)).select_related("picture")
    seal = used.filter(pk=seal_id, party=request.party_id, retired_at=None).first()
    if seal is None:
        raise Refused("contracts.seal_unknown", "seal")
    return seal
