"""Granting more time for a duty (consulting 3.4).

A duty that is still open moves to the new date, and missing the old one is no delay. One that was missed already stays
missed: only the side to which it is owed may let that go, and it does by granting more time all the same. Then the
breach is waived, and the duty is opened once more with the new date.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from contracts.domain.duties.obligations import NewObligation, open_obligations
from contracts.domain.duties.windows import end_of
from contracts.domain.in_force import terms_of_contract
from contracts.domain.liability.breaches import waive_breach
from contracts.models import Breach, Obligation, Occurrence
from contracts.models.requests import Request
from deadlines.domain import clock
from deadlines.domain.extending import extend
from foundation.days import known_day
from foundation.refusals import Refused
from parties.domain.scope import Scope

DAY = timedelta(days=1)
LONGEST_REASON = 300


def grant(request: Request, granted_date: date | None, *, by: Scope, at: datetime) -> dict[str, object]:
    """Put the duty off to the end of ``granted_date`` (the day asked for by default); returns what the request keeps.

    Refused: ``contracts.extension_beyond``, ``contracts.extension_not_later``, ``contracts.extension_too_late`` where
    it is done or cancelled, or its breach was confirmed, and ``contracts.not_injured`` where a breach is to be let go
    that is not this side's to waive.
    """
    about, wanted = request.about, request.wanted_date
    assert about is not None and wanted is not None  # noqa: S101, PT018  # the database sees to it
    day = granted_date or wanted
    known_day(day, "granted_date")
    if day > wanted:
        raise Refused("contracts.extension_beyond", "granted_date", day=wanted.isoformat())
    if end_of(day) <= about.deadline.due_at or day < timezone.localdate(at):
        raise Refused("contracts.extension_not_later", "granted_date")
    if about.creditor_id != request.answerer_id or about.deadline.done_at or about.deadline.is_cancelled:
        raise Refused("contracts.extension_too_late")
    if Request.objects.filter(about=about, replacement__isnull=False).exists():
        raise Refused("contracts.extension_too_late")
    is_missed = about.deadline.is_missed or at > about.deadline.due_at
    if not is_missed:
        reason = f"{request.subject} (#{request.pk})"[:LONGEST_REASON]
        extend(about.deadline_id, due_at=end_of(day), reason=reason, by=by, at=at)
        return {"granted_date": day}
    _let_go(about, request, by=by, at=at)
    return {"granted_date": day, "replacement": _once_more(about, day, at=at)}


def _let_go(about: Obligation, request: Request, *, by: Scope, at: datetime) -> None:
    """The side that suffered the lateness lets it go: its breach is waived, with the request as reason."""
    # What the sweep has not reached yet is missed now, at its due time, and its breach is there to be waived.
    clock.cancel([about.deadline_id], at=at)
    breach = Breach.objects.filter(obligation=about).first()
    if breach is None or breach.is_let_go:
        return
    if breach.is_confirmed:
        raise Refused("contracts.extension_too_late")
    waive_breach(breach.pk, by=by, at=at, text=f"#{request.pk} {request.subject}")


def _once_more(about: Obligation, day: date, *, at: datetime) -> Obligation:
    """The same duty with the new date, with the person who answered for the old one."""
    terms = terms_of_contract(about.contract_id, at)
    assert terms is not None and about.deadline.owner_id is not None  # noqa: S101, PT018  # the contract runs
    old = about.occurrence
    again = NewObligation(
        term=about.term,
        kind=about.deadline.kind,
        subject=about.subject,
        owner_id=about.deadline.owner_id,
        started_at=at,
        due_at=end_of(day),
        breach=about.breach_kind.code if about.breach_kind else "",
        debtor_id=about.debtor_id,
        creditor_id=about.creditor_id,
    )
    opened = open_obligations(terms, [again])[0]
    first_day = _free_day(old, timezone.localdate(at))
    Occurrence.objects.create(
        contract_id=old.contract_id,
        series=old.series,
        obligation=opened,
        debtor_id=old.debtor_id,
        creditor_id=old.creditor_id,
        first_day=first_day,
        last_day=max(first_day, day),
        planned_at=end_of(day),
    )
    return opened


def _free_day(old: Occurrence, day: date) -> date:
    """The first day from ``day`` on with which no period of the series begins: each period begins on its own."""
    same = Occurrence.objects.filter(
        contract=old.contract_id, series=old.series, debtor=old.debtor_id, creditor=old.creditor_id, first_day__gte=day
    )
    taken = set(same.values_list("first_day", flat=True))
    while day in taken:
        day += DAY
    return day
