"""Doing what is owed, with evidence; and handing a duty to another person of the same party (A10, C5).

The debtor says that a thing was done, nobody else; what the creditor says to it stands in
:mod:`contracts.domain.duties.contesting`. Both sides put evidence on record. Steps of a complaint are done
where the complaint is handled, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from django.utils import timezone

from contracts.domain.duties.duty_news import tell_of_duty
from contracts.domain.duties.opening import follow_up
from contracts.domain.duties.owning import chief_of
from contracts.domain.kinds.remedy_codes import is_kept_by_hand
from contracts.domain.kinds.schedules import REQUEST_CLOCKS
from contracts.domain.locking import locked_contract
from contracts.models import Fulfilment, Obligation, ObligationEvidence, Occurrence
from deadlines.domain import clock
from foundation.accepted_files import EVIDENCE, LARGEST_FILE, MOST_FILES
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from parties.domain.duty import people_of
from parties.domain.roles import MAY
from parties.domain.scope import Scope, writing
from parties.models import User

KEEP: Final = "obligations.keep"
ASSIGN: Final = "obligations.assign"
LONGEST_WORDS: Final = 2000


@dataclass(frozen=True)
class Proof:
    """What is put on record: words, files, or both."""

    text: str = ""
    files: Sequence[Upload] = ()


class Keeper(Protocol):
    """Told of what showed that a duty of a series was done, in the transaction of the act; the contract is locked."""

    def __call__(
        self, obligation: Obligation, series: str, shown: Sequence[ObligationEvidence], *, by: Scope, at: datetime
    ) -> object: ...


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Add a room that keeps such evidence in another place too: the register of annexes, say."""
    _keepers.append(keeper)


def keep_obligation(
    obligation_id: int, *, proof: Proof, by: Scope, at: datetime, done_on: date | None = None
) -> Obligation:
    """The debtor says that it was done (``done_on``: on which day, today by default) and shows it.

    In time when recorded by the due time; later it is missed all the same, and late. What follows from it by the
    contract is opened, but for what waits for the creditor's word; where the duty is to deliver an annex, its files are
    the annex's next versions. Refused: ``contracts.not_debtor``, ``contracts.kept_elsewhere``,
    ``contracts.done_already``, ``deadlines.closed`` when cancelled, ``contracts.done_in_future``,
    ``contracts.done_before_period``, ``contracts.evidence_missing``, and what words and files are refused for.
    """
    with writing(by):
        obligation, period = locked_duty(obligation_id)
        require_debtor(obligation, KEEP, by=by)
        day = done_on or timezone.localdate(at)
        _check_doable(obligation, day, at=at)
        shown = put_on_record(obligation, proof, obligation.debtor_id, by=by, at=at)
        clock.stop([obligation.deadline_id], at=at)
        Fulfilment.objects.create(obligation=obligation, done_on=day, recorded_at=at, person_id=by.user_id, by=by.label)
        if period is not None:
            for keep in _keepers:
                keep(obligation, period.series, shown, by=by, at=at)
            follow_up(obligation.contract, period.series, began=at, period=period)
        tell_of_duty(obligation, "contracts.duty_done", [chief_of(obligation.contract, obligation.creditor_id)], at=at)
    obligation.deadline.refresh_from_db()
    return obligation


def add_evidence(obligation_id: int, *, proof: Proof, by: Scope, at: datetime) -> list[ObligationEvidence]:
    """A side puts something on record, whatever the state.

    Refused: ``contracts.not_a_side``, ``contracts.kept_elsewhere``, ``contracts.evidence_missing``, and what words and
    files are refused for.
    """
    with writing(by):
        obligation, _period = locked_duty(obligation_id)
        sides = [party for party in (obligation.debtor_id, obligation.creditor_id) if by.may_for(KEEP, party)]
        if not sides:
            raise Refused("contracts.not_a_side")
        return put_on_record(obligation, proof, sides[0], by=by, at=at)


def reassign_obligation(obligation_id: int, owner_id: int, *, by: Scope, at: datetime) -> Obligation:
    """Another person of the debtor answers for it from now on, and is told.

    Refused: ``contracts.not_debtor``, ``contracts.kept_elsewhere``, ``contracts.person_elsewhere``,
    ``deadlines.closed``.
    """
    with writing(by):
        obligation, _period = locked_duty(obligation_id)
        require_debtor(obligation, ASSIGN, by=by)
        if owner_id not in {person.pk for person in candidates(obligation)}:
            raise Refused("contracts.person_elsewhere", "owner", party=obligation.debtor.name)
        if not clock.reassign([obligation.deadline_id], owner_id=owner_id, by=by):
            raise Refused("deadlines.closed")
        obligation.deadline.owner_id = owner_id
        if owner_id != by.user_id:
            tell_of_duty(obligation, "contracts.duty_yours", [owner_id], at=at)
    return obligation


def candidates(obligation: Obligation) -> list[User]:
    """Who could answer for it: the debtor's people at the contract's venues whose role lets them do it."""
    venue_ids = obligation.contract.venues.values_list("pk", flat=True)
    return people_of(party_id=obligation.debtor_id, venue_ids=list(venue_ids), roles=MAY[KEEP])


def may_keep(obligation: Obligation, *, by: Scope) -> bool:
    """Whether this person may say that it was done, as far as sides go."""
    return by.may_for(KEEP, obligation.debtor_id)


def may_assign(obligation: Obligation, *, by: Scope) -> bool:
    """Whether this person may name another one who answers for it."""
    return by.may_for(ASSIGN, obligation.debtor_id)


def locked_duty(obligation_id: int) -> tuple[Obligation, Occurrence | None]:
    """The obligation with its period, if it has one; its contract locked as for opening what follows."""
    found = Obligation.objects.select_related("debtor", "creditor", "deadline", "term")
    obligation = found.get(pk=obligation_id)
    obligation.contract = locked_contract(obligation.contract_id)
    period = Occurrence.objects.filter(obligation=obligation).first()
    if period is None and not is_kept_by_hand(obligation.deadline.kind):
        is_of_request = obligation.deadline.kind in REQUEST_CLOCKS
        raise Refused("contracts.answered_elsewhere" if is_of_request else "contracts.kept_elsewhere")
    obligation.deadline.refresh_from_db()
    return obligation, period


def require_debtor(obligation: Obligation, verb: str, *, by: Scope) -> None:
    """Refuse (``contracts.not_debtor``) unless the person may do ``verb`` for the side that owes it."""
    if not by.may_for(verb, obligation.debtor_id):
        raise Refused("contracts.not_debtor", party=obligation.debtor.name)


def _check_doable(obligation: Obligation, day: date, *, at: datetime) -> None:
    if Fulfilment.objects.filter(obligation=obligation).exists():
        raise Refused("contracts.done_already")
    if obligation.deadline.is_cancelled:
        raise Refused("deadlines.closed")
    if day > timezone.localdate(at):
        raise Refused("contracts.done_in_future", "done_on")
    started = timezone.localdate(obligation.deadline.started_at)
    if day < started:
        raise Refused("contracts.done_before_period", "done_on", day=started.isoformat())


def put_on_record(
    obligation: Obligation, proof: Proof, party_id: int, *, by: Scope, at: datetime
) -> list[ObligationEvidence]:
    """Store words and files of a side; the words stand with the first file."""
    text = clean_text(proof.text, LONGEST_WORDS, "text")
    if not says_something(text) and not proof.files:
        raise Refused("contracts.evidence_missing", "text")
    if len(proof.files) > MOST_FILES:
        raise Refused("contracts.too_many_files", "evidence", limit=MOST_FILES)
    stored = store_uploads(proof.files, kinds=EVIDENCE, max_bytes=LARGEST_FILE, field="evidence")
    return ObligationEvidence.objects.bulk_create(
        ObligationEvidence(
            obligation=obligation,
            party_id=party_id,
            file=file,
            text=text if number == 0 else "",
            added_at=at,
            by=by.label,
        )
        for number, file in enumerate(stored or [None])
    )
