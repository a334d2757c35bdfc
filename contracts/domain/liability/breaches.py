"""Breaches: proposed by the clock, answered by the party at fault, decided by the injured party alone.

Sources: product.md "Sides"; forms "Ours, in every form" (``step_late``, one breach per missed deadline).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from contracts.domain.chiefs import Named, chiefs_among
from contracts.domain.duties.owning import chief_of
from contracts.domain.liability.damages import assess_damages, can_be_assessed
from contracts.domain.liability.hindered import happened_in
from contracts.domain.liability.remedies import Choice, take_remedies
from contracts.domain.liability.speaking import VERB
from contracts.domain.locking import locked_breach
from contracts.models import Breach, BreachStatement, ForceMajeure
from contracts.models.breaches import BreachState
from contracts.models.force_majeure import Covers, ForceMajeureState
from deadlines.models import Deadline
from foundation.prepared import Prepared
from foundation.refusals import Refused
from foundation.transitions import Lifecycle
from parties.domain.messages import Telling, add_up, tell, window_of
from parties.domain.scope import Scope, writing

BREACH: Final = Lifecycle(
    "breach",
    {
        BreachState.PROPOSED: {
            "accept": BreachState.ACCEPTED,
            "contest": BreachState.CONTESTED,
            "confirm": BreachState.CONFIRMED,
            "waive": BreachState.WAIVED,
            "exempt": BreachState.EXEMPTED,
        },
        BreachState.ACCEPTED: {
            "confirm": BreachState.CONFIRMED,
            "waive": BreachState.WAIVED,
            "exempt": BreachState.EXEMPTED,
        },
        BreachState.CONTESTED: {
            "confirm": BreachState.CONFIRMED,
            "waive": BreachState.WAIVED,
            "exempt": BreachState.EXEMPTED,
        },
        BreachState.CONFIRMED: {},
        BreachState.WAIVED: {},
        BreachState.EXEMPTED: {},
    },
    initial=BreachState.PROPOSED,
)
"""From the clock's proposal to the injured party's decision."""

DECISIONS: Final = frozenset({"confirm", "waive"})
SPOKEN: Final = frozenset({"accept", "contest", "confirm", "waive"})
"""What a side does about one breach; an exemption follows from accepting force majeure."""
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
SELECT c.id, count(*),
    array_agg(DISTINCT d.owner_id) FILTER (WHERE o.debtor_id NOT IN (c.party_a_id, c.party_b_id)),
    c.party_a_id, c.contract_owner_id, c.party_b_id, c.account_manager_id
FROM proposed p JOIN contracts_contract c ON c.id = p.contract_id
    JOIN contracts_obligation o ON o.id = p.obligation_id JOIN deadlines_deadline d ON d.id = o.deadline_id
GROUP BY c.id ORDER BY c.id
""",
)


def propose_for_missed(deadlines: Sequence[Deadline], at: datetime) -> None:
    """Propose one breach, of the kind that the obligation names, for each missed deadline that stems from a contract.

    Both sides are told, and who answers for it where a third party owed it. Called by the sweep, and by a step that is
    done too late, in their transaction; again changes nothing. The breach happened when the obligation was due.
    """
    proposed = list(PROPOSE.rows([each.pk for each in deadlines], at))
    if not proposed:
        return
    chiefs = chiefs_among([Named(*named) for _contract, _count, _of_third, *named in proposed])
    add_up(
        [
            Telling(
                user_id=user_id,
                kind="contracts.breaches_proposed",
                key=f"breaches-proposed:{contract_id}:{window_of(at)}:{user_id}",
                params={"contract": contract_id, "count": count},
            )
            for (contract_id, count, of_third, *_named), both in zip(proposed, chiefs, strict=True)
            for user_id in {*both.values(), *(of_third or ())}
        ],
        at=at,
    )
    exempt_covered([contract_id for contract_id, *_rest in proposed], at)


def confirm_breach(
    breach_id: int, *, by: Scope, at: datetime, text: str = "", chosen: Choice | None = None, is_grave: bool = False
) -> Breach:
    """The injured party says: this is a breach, and what shall follow.

    ``chosen``: the remedies, ``None`` for the damages alone that the clause gives; those are assessed in the same
    transaction. ``is_grave``: a third party acted with intent or gross negligence. Refused: ``contracts.not_injured``,
    ``foundation.not_allowed_now``, ``contracts.grave_is_for_third_parties``, and as for ``take_remedies``.
    """
    with writing(by):
        breach = _decide(breach_id, "confirm", by=by, at=at, text=text, is_grave=is_grave)
        wants_damages = chosen is None or take_remedies(breach, chosen, by=by, at=at)
        if wants_damages and can_be_assessed(breach):
            assess_damages(breach, at=at)
    return breach


def exempt_covered(contract_ids: Sequence[int], at: datetime) -> None:
    """Exempt what nobody has decided and an accepted force majeure covers, in the caller's transaction.

    It covers a breach of the side that claimed it which happened within the days accepted; where duties were named,
    their breaches alone. Called wherever a breach is proposed, so that the side that accepted it cannot go back on that
    by recording one afterwards.
    """
    accepted = ForceMajeure.objects.filter(contract__in=contract_ids, state=ForceMajeureState.ACCEPTED).order_by("pk")
    for claim in accepted:
        undecided = Breach.objects.filter(
            happened_in(claim),
            contract=claim.contract_id,
            at_fault=claim.party_id,
            state__in=["proposed", "accepted", "contested"],
        )
        if claim.covers == Covers.NAMED:
            undecided = undecided.filter(obligation__in=claim.duties.values("obligation"))
        for breach in undecided.order_by("pk"):
            BREACH.move(Breach, breach.pk, "exempt", decided_at=at, exempted_by=claim)
            BreachStatement.objects.create(
                breach=breach, party_id=breach.injured_id, verb="exempt", text=claim.answer, at=at, by=claim.answered_by
            )


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
    open_to = [verb for verb in BREACH.verbs(breach.state) if verb in SPOKEN]
    return [verb for verb in open_to if by.may_for(VERB, _speaker_id(breach, verb))]


def _speaker_id(breach: Breach, verb: str) -> int:
    """Whose word it is: the injured party decides, the one at fault answers."""
    return breach.injured_id if verb in DECISIONS else breach.at_fault_id


def _decide(breach_id: int, verb: str, *, by: Scope, at: datetime, text: str, is_grave: bool = False) -> Breach:
    """The one writer of a breach's state: lock, check whose word it is, change, keep what was said."""
    if verb in NEEDS_REASON and not text.strip():
        raise Refused("contracts.reason_missing", field="text")
    with writing(by):
        # The contract is locked before its breach, here and wherever damages are summed, so that no two wait in a ring.
        breach = locked_breach(breach_id)
        _check_speaker(breach, verb, by=by)
        if is_grave and not breach.is_of_third:
            raise Refused("contracts.grave_is_for_third_parties", field="is_grave")
        decided_at = at if verb in DECISIONS else None
        moved = BREACH.move(Breach, breach_id, verb, decided_at=decided_at, is_grave=is_grave)
        breach.state, breach.decided_at, breach.is_grave = moved.state, moved.decided_at, is_grave
        BreachStatement.objects.create(
            breach=breach, party_id=_speaker_id(breach, verb), verb=verb, text=text.strip(), at=at, by=by.label
        )
        _tell_other_side(breach, verb, at=at)
    return breach


def _check_speaker(breach: Breach, verb: str, *, by: Scope) -> None:
    if by.may_for(VERB, _speaker_id(breach, verb)):
        return
    if verb in DECISIONS:
        raise Refused("contracts.not_injured", party=breach.injured.name)
    raise Refused("contracts.not_at_fault", party=breach.at_fault.name)


def _tell_other_side(breach: Breach, verb: str, *, at: datetime) -> None:
    """Tell the person who answers for the contract across the table; of a third party's word, the injured side."""
    across = breach.at_fault_id if verb in DECISIONS else breach.injured_id
    reader_id = chief_of(breach.contract, across)
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
