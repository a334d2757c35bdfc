"""Talking a contract over, clause by clause, before it is signed and while it is amended (capability A3).

What is written for both sides is read by both as soon as the client may read the wording; a note of one's own side
never leaves it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.domain.news import tell_both_sides
from contracts.domain.wording.reading import versions_for
from contracts.models import Clause, ClauseComment, Contract, ContractVersion
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

LONGEST = 2000


def comment_on(
    contract_id: int, clause: UUID | str, text: str, *, is_internal: bool, by: Scope, at: datetime
) -> ClauseComment:
    """Say something about a clause of the wording that the person reads, or about the whole.

    ``clause``: its key, by which it is found whatever number it has got meanwhile, or its number; empty for the whole.
    The other side is told of what is written for both. Refused: ``parties.not_yours``, ``contracts.no_such_clause``,
    ``foundation.required``, ``foundation.too_long``.
    """
    text = clean_text(text, LONGEST, "text")
    if not text:
        raise Refused("foundation.required", "text")
    with writing(by):
        contract = Contract.objects.select_related("party_a", "party_b").get(pk=contract_id)
        side, author = _speaker(contract, by)
        version = versions_for(contract, by=by).last()
        if version is None:
            raise Refused("parties.not_yours")
        meant = _clause(version, clause) if clause else None
        comment = ClauseComment.objects.create(
            contract=contract,
            version=version,
            clause_number=meant.number if meant else "",
            clause_key=meant.key if meant else None,
            party_id=side,
            author_id=author,
            text=text,
            is_internal=is_internal,
            written_at=at,
        )
        if not is_internal and version.is_shared:
            tell_both_sides(contract, "contracts.commented", str(comment.pk), at=at)
    return comment


def settle_comment(comment_id: int, *, by: Scope, at: datetime) -> ClauseComment:
    """Nothing more is to be said about it; once more changes nothing. A note of the other side's own is not found.

    Refused: ``parties.not_yours``.
    """
    with writing(by):
        comment = ClauseComment.objects.select_for_update(of=("self",)).select_related("contract").get(pk=comment_id)
        side, settler = _speaker(comment.contract, by)
        if comment.is_internal and side != comment.party_id:
            raise Refused("parties.not_yours")
        if not comment.is_settled:
            comment.settled_at, comment.settled_by_id = at, settler
            comment.save(update_fields=["settled_at", "settled_by"])
    return comment


def _clause(version: ContractVersion, clause: UUID | str) -> Clause:
    known_by = {"key" if isinstance(clause, UUID) else "number": clause}
    found = version.clauses.filter(**known_by).first()
    if found is None:
        raise Refused("contracts.no_such_clause", "clause")
    return found


def _speaker(contract: Contract, by: Scope) -> tuple[int, int]:
    """The party for which the person speaks, and the person."""
    for party_id in (contract.party_b_id, contract.party_a_id):
        if by.user_id is not None and by.may_for("contracts.comment", party_id):
            return party_id, by.user_id
    raise Refused("parties.not_yours")
