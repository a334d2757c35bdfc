"""The creditor's word on what the debtor recorded as done: contested with a reason, answered with evidence, accepted.

The debtor's own word stops the clock, but does not decide that the duty was kept: nobody decides alone. Sources:
product.md "Sides", capability A10.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from contracts.domain.duties.duty_news import tell_of_duty
from contracts.domain.duties.fulfilling import KEEP, LONGEST_WORDS, Proof, locked_duty, put_on_record, require_debtor
from contracts.domain.duties.opening import follow_up
from contracts.domain.duties.owning import chief_of
from contracts.domain.kinds.schedules import AWAITED
from contracts.models import Fulfilment, FulfilmentStatement, Obligation
from contracts.models.fulfilment import FulfilmentState
from deadlines.models import Deadline
from foundation import jobs
from foundation.models import Job
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from foundation.transitions import Lifecycle
from parties.domain.scope import SYSTEM, Scope, writing

JUDGE: Final = "obligations.judge"
DUE_JOB: Final = "contracts.contested_due"

FULFILMENT_LIFE: Final = Lifecycle(
    "fulfilment",
    {
        FulfilmentState.RECORDED: {"contest": FulfilmentState.CONTESTED, "accept": FulfilmentState.ACCEPTED},
        FulfilmentState.CONTESTED: {"answer": FulfilmentState.ANSWERED, "accept": FulfilmentState.ACCEPTED},
        FulfilmentState.ANSWERED: {"contest": FulfilmentState.CONTESTED, "accept": FulfilmentState.ACCEPTED},
        FulfilmentState.ACCEPTED: {},
    },
    initial=FulfilmentState.RECORDED,
)
"""From the debtor's word to the creditor's; what the creditor has accepted it cannot contest any more."""

TOLD: Final = {
    "contest": "contracts.duty_contested",
    "answer": "contracts.duty_answered",
    "accept": "contracts.duty_accepted",
}

_on_failed: list[Callable[[Sequence[Deadline], datetime], None]] = []


def register(on_failed: Callable[[Sequence[Deadline], datetime], None]) -> None:
    """Add what follows where a duty stands contested at its due time, in the same transaction; as for a missed one."""
    _on_failed.append(on_failed)


def contest_fulfilment(obligation_id: int, *, text: str, by: Scope, at: datetime) -> Fulfilment:
    """The creditor says that it was not done as owed, and why.

    Past the due time a breach is proposed as if nothing had been recorded; before it, when that time comes, unless it
    was answered or accepted by then. Not once both sides have settled and the contract is archived. Refused:
    ``contracts.not_creditor``, ``contracts.kept_elsewhere``, ``contracts.not_done_yet``, ``contracts.reason_missing``,
    ``foundation.not_allowed_now``, and what words are refused for.
    """
    text = clean_text(text, LONGEST_WORDS, "text")
    if not says_something(text):
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        obligation, _period = locked_duty(obligation_id)
        _require_creditor(obligation, by=by)
        if obligation.contract.is_over and not obligation.contract.is_ended:
            raise Refused("foundation.not_allowed_now", state=obligation.contract.get_state_display())
        fulfilment = _move(obligation, "contest", text=text, by=by, at=at)
        due_at = obligation.deadline.due_at
        if due_at <= at:
            _fail(obligation, at)
        else:
            jobs.enqueue(DUE_JOB, f"{DUE_JOB}:{obligation.pk}", {"obligation": obligation.pk}, run_at=due_at)
    return fulfilment


def answer_contest(obligation_id: int, *, proof: Proof, by: Scope, at: datetime) -> Fulfilment:
    """The debtor shows more than before; what was proposed meanwhile stays for the injured party to decide.

    Refused: ``contracts.not_debtor``, ``contracts.kept_elsewhere``, ``contracts.not_done_yet``,
    ``contracts.evidence_missing``, ``foundation.not_allowed_now``, and what words and files are refused for.
    """
    with writing(by):
        obligation, _period = locked_duty(obligation_id)
        require_debtor(obligation, KEEP, by=by)
        fulfilment = _move(obligation, "answer", text="", by=by, at=at)
        put_on_record(obligation, proof, obligation.debtor_id, by=by, at=at)
    return fulfilment


def accept_fulfilment(obligation_id: int, *, by: Scope, at: datetime) -> Fulfilment:
    """The creditor says that it was done as owed. What its word makes due (the payment of a bill) runs from now.

    Refused: ``contracts.not_creditor``, ``contracts.kept_elsewhere``, ``contracts.not_done_yet``,
    ``foundation.not_allowed_now``.
    """
    with writing(by):
        obligation, period = locked_duty(obligation_id)
        _require_creditor(obligation, by=by)
        fulfilment = _move(obligation, "accept", text="", by=by, at=at)
        if period is not None:
            follow_up(obligation.contract, period.series, began=at, period=period, is_accepted=True)
    return fulfilment


def propose_contested(job: Job) -> None:
    """The due time of a duty that was contested before it has come; answered or accepted by now, nothing happens."""
    with writing(SYSTEM):
        obligation, _period = locked_duty(int(job.payload["obligation"]))
        if Fulfilment.objects.filter(obligation=obligation, state=FulfilmentState.CONTESTED).exists():
            _fail(obligation, job.run_at)


def verbs_for(obligation: Obligation, *, by: Scope) -> list[str]:
    """What this person may say now about what was recorded, in the table's order."""
    fulfilment = getattr(obligation, "fulfilment", None)
    if fulfilment is None:
        return []
    may = {
        "answer": by.may_for(KEEP, obligation.debtor_id),
        "contest": by.may_for(JUDGE, obligation.creditor_id),
        "accept": by.may_for(JUDGE, obligation.creditor_id),
    }
    return [verb for verb in FULFILMENT_LIFE.verbs(fulfilment.state) if may[verb]]


def waiting_for(by: Scope) -> QuerySet[Obligation]:
    """What waits for this person's word: what is contested and its side owes, what was answered, bills to accept."""
    judged = by.parties_for(JUDGE)
    contested = Q(fulfilment__state=FulfilmentState.CONTESTED) & (Q(deadline__owner=by.user_id) | Q(debtor__in=judged))
    answered = Q(fulfilment__state=FulfilmentState.ANSWERED, creditor__in=judged)
    billed = Q(fulfilment__state=FulfilmentState.RECORDED, occurrence__series__in=AWAITED, creditor__in=judged)
    rows = Obligation.objects.within(by, verb="obligations.see").filter(contested | answered | billed)
    loaded = rows.select_related("contract", "term", "deadline", "occurrence", "fulfilment", "debtor", "creditor")
    return loaded.order_by("deadline__due_at", "pk")


def _fail(obligation: Obligation, at: datetime) -> None:
    for follows in _on_failed:
        follows([obligation.deadline], at)


def _require_creditor(obligation: Obligation, *, by: Scope) -> None:
    if not by.may_for(JUDGE, obligation.creditor_id):
        raise Refused("contracts.not_creditor", party=obligation.creditor.name)


def _move(obligation: Obligation, verb: str, *, text: str, by: Scope, at: datetime) -> Fulfilment:
    """The one writer of a fulfilment's state: change it, keep what was said, tell the other side."""
    found = Fulfilment.objects.filter(obligation=obligation).first()
    if found is None:
        raise Refused("contracts.not_done_yet")
    speaker, hearer = obligation.creditor_id, obligation.debtor_id
    if verb == "answer":
        speaker, hearer = hearer, speaker
    moved = FULFILMENT_LIFE.move(Fulfilment, found.pk, verb)
    statement = FulfilmentStatement.objects.create(
        fulfilment=moved, party_id=speaker, verb=verb, text=text, at=at, by=by.label
    )
    people = {chief_of(obligation.contract, hearer)}
    if verb != "answer" and obligation.deadline.owner_id is not None:
        people.add(obligation.deadline.owner_id)
    tell_of_duty(obligation, TOLD[verb], sorted(people), at=at, once=str(statement.pk))
    return moved
