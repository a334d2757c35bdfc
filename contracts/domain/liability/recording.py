"""A breach recorded by a person: what happened, under which clause, who is at fault, and what shows it (A12).

Sources: the breach catalogues of the forms ("either": whichever party owed the duty; both can be at fault).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from contracts.domain.liability import breach_news, third_parties
from contracts.domain.liability.breaches import exempt_covered
from contracts.domain.liability.losses import LONGEST, keep_evidence, several_papers
from contracts.domain.liability.speaking import VERB
from contracts.domain.locking import locked_contract
from contracts.domain.sides import side_of
from contracts.models import Breach, BreachKind, BreachReport, Contract
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

BOTH: Final = "both"


WATCHED: Final = frozenset({"step_late", "target_missed"})
"""Kinds that clocks and measurements propose, in every form; so are others that obligations of the contract name."""


@dataclass(frozen=True)
class Failure:
    """What failed: the code of the contract's catalogue, when, and what happened.

    ``at_fault``: ``A``, ``B``, ``both``, or the id of the third party that the contract engaged then.
    """

    kind: str
    at_fault: str | int
    occurred_at: datetime
    text: str
    papers: Sequence[Upload] = field(default=())


def kinds_at(contract: Contract, at: datetime) -> list[BreachKind]:
    """The breach catalogue of the wording in force at ``at``; empty before the contract took effect."""
    version = contract.version_in_force(at)
    return list(version.breach_kinds.select_related("clause")) if version else []


def record_breach(contract_id: int, failure: Failure, *, by: Scope, at: datetime) -> list[Breach]:
    """Record a breach; where both parties are at fault, one breach of each with the one cause.

    The injured party records it. A person may own up for the own side only along with the other side's fault. The
    clause and kind are those of the version in force when it happened. It is then proposed, like any other: the party
    at fault answers, and the injured party decides; unless an accepted force majeure exempts it. Refused:
    ``parties.not_yours``, ``contracts.breach_in_future``, ``contracts.breach_before_effect``,
    ``contracts.breach_kind_unknown``, ``contracts.fault_wrong``, ``contracts.not_injured``,
    ``contracts.reason_missing``, ``contracts.paper_missing`` and what files are refused for.
    """
    text = clean_text(failure.text, LONGEST, "text")
    if not text:
        raise Refused("contracts.reason_missing", "text")
    if failure.occurred_at > at:
        raise Refused("contracts.breach_in_future", "occurred_at")
    with writing(by):
        contract = locked_contract(contract_id)
        own = contract.party_of(side_of(contract, VERB, by=by))
        kind = _kind(contract, failure)
        sides = _sides(contract, kind, failure, own.pk)
        if not failure.papers:
            raise Refused("contracts.paper_missing", "papers")
        report = BreachReport.objects.create(contract=contract, party=own, text=text, recorded_at=at, by=by.label)
        breaches = Breach.objects.bulk_create(
            Breach(
                contract=contract,
                kind=kind,
                report=report,
                at_fault_id=at_fault,
                injured_id=injured,
                occurred_at=failure.occurred_at,
                proposed_at=at,
            )
            for at_fault, injured in sides
        )
        keep_evidence(breaches, own.pk, "", several_papers(failure.papers, field="papers"), by=by, at=at)
        exempt_covered([contract.pk], at)
        for breach in breaches:
            breach_news.tell_recorded(breach, at=at)
    return breaches


def _kind(contract: Contract, failure: Failure) -> BreachKind:
    version = contract.version_in_force(failure.occurred_at)
    if version is None:
        raise Refused("contracts.breach_before_effect", "occurred_at")
    kind = version.breach_kinds.filter(code=failure.kind).first()
    if kind is None:
        raise Refused("contracts.breach_kind_unknown", "kind")
    # Else one side could charge a lateness twice, or again after it was waived, exempted or put off.
    if kind.code in WATCHED or contract.obligations.filter(breach_kind=kind).exists():
        raise Refused("contracts.breach_is_watched", "kind")
    return kind


def _sides(contract: Contract, kind: BreachKind, failure: Failure, own_id: int) -> list[tuple[int, int]]:
    """Each (at fault, injured) as the catalogue allows. Refused: ``contracts.fault_wrong``, ``.not_injured``."""
    a, b = contract.party_a_id, contract.party_b_id
    if kind.fault == BreachKind.Fault.THIRD:
        third = third_parties.engaged_under(contract, failure.occurred_at)
        if third is None or failure.at_fault != third.pk:
            raise Refused("contracts.fault_wrong", "at_fault")
        return [(third.pk, own_id)]
    allowed = {"A": {"A"}, "B": {"B"}}.get(kind.fault, {"A", "B", BOTH})
    if failure.at_fault not in allowed:
        raise Refused("contracts.fault_wrong", "at_fault")
    sides = [pair for letter, pair in (("A", (a, b)), ("B", (b, a))) if failure.at_fault in (letter, BOTH)]
    if all(injured != own_id for _at_fault, injured in sides):
        other = contract.party_b if own_id == a else contract.party_a
        raise Refused("contracts.not_injured", "at_fault", party=other.name)
    return sides
