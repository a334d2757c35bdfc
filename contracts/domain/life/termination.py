"""Ending a contract before its time: on notice whose period runs from proven delivery, or on a day both sides agree to.

Sources: forms "Common to all" (grounds: the other side's serious breach, or force majeure plus agreement; a month's or
30 days' written notice with the reason), `retention` 10.2 (agreed terminations end when the parties agree), Civil Code
art. 562, 563 and 565.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from contracts.domain.duties.planning import follow_terms
from contracts.domain.life import notices
from contracts.domain.life.ending import pass_moments, schedule_end
from contracts.domain.life.notices import Delivery, Letter
from contracts.domain.life.rescission import grounds_for
from contracts.domain.locking import locked_contract, locked_notice
from contracts.domain.terms.values import SHANGHAI, Period, due_at
from contracts.models import Breach, Contract, Notice, Term, Termination
from contracts.models.notices import Ground, NoticeKind, NoticeState
from foundation.days import known_day
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

TERM = "termination_notice"
ONE_DAY = timedelta(days=1)

_on_arrival: list[Callable[[Notice, datetime], None]] = []


def register(on_arrival: Callable[[Notice, datetime], None]) -> None:
    """Add what begins when a notice of some other kind has arrived: the time of a demand, say. In its transaction."""
    _on_arrival.append(on_arrival)


def give_termination(
    contract_id: int,
    ground: str,
    letter: Letter,
    *,
    last_day: date | None = None,
    breach_id: int | None = None,
    by: Scope,
    at: datetime,
) -> Termination:
    """Record that a side ends the contract, or proposes to, and why.

    ``last_day``: the contract's last day as proposed; only where the ground needs the other side's agreement.
    ``breach_id``: the breach relied on, which must open that ground by the records. Refused: ``contracts.no_ground``,
    ``contracts.noticed_already``, ``contracts.last_day_missing``, ``contracts.last_day_out_of_range``, and as for
    ``give_notice``.
    """
    with writing(by):
        contract = locked_contract(contract_id)
        agreed = _checked_day(contract, Ground(ground), last_day, at=at)
        alive = Notice.objects.filter(contract=contract, kind=NoticeKind.TERMINATION)
        alive = alive.exclude(state=NoticeState.WITHDRAWN)
        if any(by.may_for(notices.VERB, each.party_id) for each in alive):
            raise Refused("contracts.noticed_already")
        notice = notices.give_notice(contract_id, NoticeKind.TERMINATION, letter, by=by, at=at)
        breach = _relied_on(notice, Ground(ground), breach_id, at=at)
        return Termination.objects.create(notice=notice, ground=ground, last_day=agreed, breach=breach)


def prove_arrival(notice_id: int, delivery: Delivery, *, by: Scope, at: datetime) -> Notice:
    """A notice of whatever kind has arrived, and a paper proves it; the time of a termination or demand runs from then.

    Refused as for ``notices.prove_delivery``, and ``contracts.needs_agreement`` for a termination that nothing but the
    other side's consent brings about.
    """
    return _arrive(notice_id, lambda: notices.prove_delivery(notice_id, delivery, by=by, at=at), by=by, at=at)


def confirm_arrival(notice_id: int, *, by: Scope, at: datetime) -> Notice:
    """The other side says that it has the notice. Refused as for ``notices.acknowledge``, and
    ``contracts.needs_agreement``."""
    return _arrive(notice_id, lambda: notices.acknowledge(notice_id, by=by, at=at), by=by, at=at)


def agree_to_end(notice_id: int, *, by: Scope, at: datetime) -> Termination:
    """The other side agrees: the contract ends with the proposed day.

    Refused: ``contracts.not_addressed``, ``contracts.needs_no_agreement``, ``contracts.last_day_passed``,
    ``contracts.not_running``, ``foundation.not_allowed_now``.
    """
    with writing(by):
        notice = locked_notice(notice_id)
        notices.require_addressee(notice, by)
        termination = Termination.objects.get(notice=notice)
        if termination.last_day is None:
            raise Refused("contracts.needs_no_agreement")
        if termination.last_day < timezone.localdate(at):
            raise Refused("contracts.last_day_passed")
        notices.deliver(notice, "agree", delivered_at=at, proof=None, by=by)
        notices.keep_statement(notice, "agree", "", by=by, at=at)
        ends_at = datetime.combine(termination.last_day + ONE_DAY, time.min, SHANGHAI)
        _set_end(termination, notice.contract, ends_at, None, at=at)
    return termination


def _arrive(notice_id: int, arrive: Callable[[], Notice], *, by: Scope, at: datetime) -> Notice:
    with writing(by):
        notice = locked_notice(notice_id)
        termination = Termination.objects.filter(notice=notice).first()
        if termination is not None and termination.needs_agreement:
            raise Refused("contracts.needs_agreement")
        arrived = arrive()
        if termination is not None:
            _run_period(termination, notice.contract, arrived.delivered_at or at, at=at)
        for begin in _on_arrival:
            begin(notice, arrived.delivered_at or at)
    return arrived


def _run_period(termination: Termination, contract: Contract, delivered_at: datetime, *, at: datetime) -> None:
    term = _notice_term(contract, delivered_at)
    length = term.value if term else None
    # Without an agreed period the law lets the notice work when it arrives.
    ends_at = due_at(delivered_at, length) if isinstance(length, Period) else delivered_at
    _set_end(termination, contract, ends_at, term, at=at)


def _notice_term(contract: Contract, delivered_at: datetime) -> Term | None:
    version = contract.version_in_force(delivered_at)
    found = version.terms.filter(name=TERM).first() if version else None
    return None if found is None or found.is_blank else found


def _set_end(
    termination: Termination, contract: Contract, ends_at: datetime, term: Term | None, *, at: datetime
) -> None:
    """The contract ends then, unless it ends earlier anyhow; what is over already ends at once."""
    termination.ends_at, termination.term = ends_at, term
    termination.save(update_fields=["ends_at", "term"])
    if contract.ends_at is None or ends_at < contract.ends_at:
        contract.ends_at = ends_at
        if contract.expiring_at is not None and contract.expiring_at >= ends_at:
            contract.expiring_at = None
        contract.save(update_fields=["ends_at", "expiring_at"])
        schedule_end(contract)
        follow_terms(contract.pk, at=at)
        pass_moments(contract.pk, at=at)


def _relied_on(notice: Notice, ground: Ground, breach_id: int | None, *, at: datetime) -> Breach | None:
    if breach_id is None:
        return None
    open_grounds = grounds_for(notice.contract_id, notice.party_id, at=at)
    found = next((each.breach for each in open_grounds if each.breach.pk == breach_id), None)
    if found is None or ground != Ground.SERIOUS_BREACH:
        raise Refused("contracts.no_ground", "breach")
    return found


def _checked_day(contract: Contract, ground: Ground, last_day: date | None, *, at: datetime) -> date | None:
    if ground not in (Ground.FORCE_MAJEURE, Ground.AGREEMENT):
        return None
    if last_day is None:
        raise Refused("contracts.last_day_missing", "last_day")
    known_day(last_day, "last_day")
    if last_day < timezone.localdate(at) or (contract.last_day and last_day >= contract.last_day):
        raise Refused("contracts.last_day_out_of_range", "last_day")
    return last_day
