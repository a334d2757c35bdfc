"""Breaches: proposed by the clock, answered by the party at fault, decided by the injured party alone.

Sources: product.md "Sides"; forms "Ours, in every form" (``step_late``, one breach per missed deadline).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from contracts.domain.liability.damages import assess_damages
from contracts.models import Breach, BreachStatement, Contract
from contracts.models.breaches import BreachState
from deadlines.models import Deadline
from foundation.prepared import Prepared
from foundation.refusals import Refused
from foundation.transitions import Lifecycle
from parties.domain.messages import Telling, tell
from parties.domain.scope import Scope, writing

BREACH: Final = Lifecycle(
    "breach",
    {
        BreachState.PROPOSED: {
            "accept": BreachState.ACCEPTED,
            "contest": BreachState.CONTESTED,
            "confirm": BreachState.CONFIRMED,
            "waive": BreachState.WAIVED,
        },
        BreachState.ACCEPTED: {"confirm": BreachState.CONFIRMED, "waive": BreachState.WAIVED},
        BreachState.CONTESTED: {"confirm": BreachState.CONFIRMED, "waive": BreachState.WAIVED},
        BreachState.CONFIRMED: {},
        BreachState.WAIVED: {},
    },
    initial=BreachState.PROPOSED,
)
"""From the clock's proposal to the injured party's decision."""

DECISIONS: Final = frozenset({"confirm", "waive"})
NEEDS_REASON: Final = frozenset({"contest", "waive"})


# One statement, whatever number of clocks ran out. It answers with one row a contract, for one message a person.
PROPOSE: Final = Prepared(
    "propose_breaches",
    """
WITH proposed AS (
    INSERT INTO contracts_breach
        (contract_id, kind_id, obligation_id, at_fault_id, injured_id, state, occurred_at, proposed_at)
    SELECT o.contract_id, o.breach_kind_id, o.id, o.debtor_id, o.creditor_id, 'proposed', d.due_at, $2
    FROM contracts_obligation o JOIN deadlines_deadline d ON d.id = o.deadline_id
    WHERE o.deadline_id = ANY($1::bigint[]) AND o.breach_kind_id IS NOT NULL
    ORDER BY d.due_at, o.id
    ON CONFLICT (obligation_id) DO NOTHING
    RETURNING contract_id, obligation_id
)
SELECT c.id, count(*), max(p.obligation_id), c.account_manager_id, c.contract_owner_id
FROM proposed p JOIN contracts_contract c ON c.id = p.contract_id
GROUP BY c.id ORDER BY c.id
""",
)


def propose_for_missed(deadlines: Sequence[Deadline], at: datetime) -> None:
    """Propose one breach, of the kind that the obligation names, for each missed deadline that stems from a contract.

    Both sides are told. Called by the sweep, and by a step that is done too late, in their transaction; again changes
    nothing. The breach happened when the obligation was due.
    """
    tell(
        [
            Telling(
                user_id=user_id,
                kind="contracts.breaches_proposed",
                key=f"breaches-proposed:{contract_id}:{newest_id}:{user_id}",
                params={"contract": contract_id, "count": count},
            )
            for contract_id, count, newest_id, *readers in PROPOSE.rows([each.pk for each in deadlines], at)
            for user_id in set(readers)
        ],
        at=at,
    )


def confirm_breach(breach_id: int, *, by: Scope, at: datetime, text: str = "") -> Breach:
    """The injured party says: this is a breach. Damages are assessed in the same transaction, where the clause has any.

    Refused: ``contracts.not_injured``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        breach = _decide(breach_id, "confirm", by=by, at=at, text=text)
        if breach.kind.damages_term_id:
            assess_damages(breach, at=at)
    return breach


def waive_breach(breach_id: int, *, by: Scope, at: datetime, text: str) -> Breach:
    """The injured party lets it go and says why.

    Refused: ``contracts.not_injured``, ``contracts.reason_missing``.
    """
    return _decide(breach_id, "waive", by=by, at=at, text=text)


def accept_breach(breach_id: int, *, by: Scope, at: datetime, text: str = "") -> Breach:
    """The party at fault owns up. Refused: ``contracts.not_at_fault``."""
    return _decide(breach_id, "accept", by=by, at=at, text=text)


def contest_breach(breach_id: int, *, by: Scope, at: datetime, text: str) -> Breach:
    """The party at fault disagrees and says why.

    Refused: ``contracts.not_at_fault``, ``contracts.reason_missing``.
    """
    return _decide(breach_id, "contest", by=by, at=at, text=text)


def verbs_for(breach: Breach, *, by: Scope) -> list[str]:
    """What this person may do with the breach now, in the table's order."""
    return [verb for verb in BREACH.verbs(breach.state) if by.may_for("breaches.decide", _speaker_id(breach, verb))]


def _speaker_id(breach: Breach, verb: str) -> int:
    """Whose word it is: the injured party decides, the one at fault answers."""
    return breach.injured_id if verb in DECISIONS else breach.at_fault_id


def _decide(breach_id: int, verb: str, *, by: Scope, at: datetime, text: str) -> Breach:
    """The one writer of a breach's state: lock, check whose word it is, change, keep what was said."""
    if verb in NEEDS_REASON and not text.strip():
        raise Refused("contracts.reason_missing", field="text")
    with writing(by):
        breach = Breach.objects.select_related("contract", "kind", "injured", "at_fault").get(pk=breach_id)
        # The contract is locked before its breach, here and wherever damages are summed, so that no two wait in a ring.
        Contract.objects.select_for_update().get(pk=breach.contract_id)
        _check_speaker(breach, verb, by=by)
        decided_at = at if verb in DECISIONS else None
        moved = BREACH.move(Breach, breach_id, verb, decided_at=decided_at)
        breach.state, breach.decided_at = moved.state, moved.decided_at
        BreachStatement.objects.create(
            breach=breach, party_id=_speaker_id(breach, verb), verb=verb, text=text.strip(), at=at, by=by.label
        )
        _tell_other_side(breach, verb, at=at)
    return breach


def _check_speaker(breach: Breach, verb: str, *, by: Scope) -> None:
    if by.may_for("breaches.decide", _speaker_id(breach, verb)):
        return
    if verb in DECISIONS:
        raise Refused("contracts.not_injured", party=breach.injured.name)
    raise Refused("contracts.not_at_fault", party=breach.at_fault.name)


def _tell_other_side(breach: Breach, verb: str, *, at: datetime) -> None:
    """Tell the person who answers for the contract across the table."""
    contract = breach.contract
    spoke_for_a = _speaker_id(breach, verb) == contract.party_a_id
    reader_id = contract.account_manager_id if spoke_for_a else contract.contract_owner_id
    tell(
        [
            Telling(
                user_id=reader_id,
                kind="contracts.breach_answered",
                key=f"breach:{breach.pk}:{verb}:{reader_id}",
                params={"breach": breach.pk, "verb": verb},
            )
        ],
        at=at,
    )
