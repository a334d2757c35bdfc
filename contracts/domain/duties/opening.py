"""Opening one period of a series as obligations, once for each side that owes it (A10).

A contract is locked while its periods are opened, and the database knows each period by a unique key; so two sweeps,
a worker that dies, or a month of standstill neither lose nor double one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from contracts.domain.duties.obligations import NewObligation, open_obligations
from contracts.domain.duties.owning import owners_of, pairs_of
from contracts.domain.duties.windows import Life, Window, after
from contracts.domain.in_force import TermsInForce, terms_of_contract
from contracts.domain.kinds.schedules import SERIES, TABLE, Rule, Series
from contracts.models import Contract, Obligation, Occurrence


def follow_up(
    contract: Contract, event: str, *, began: datetime, period: Occurrence | None = None, is_accepted: bool = False
) -> list[Obligation]:
    """Open what is due so long after an event, or after a series' duty was done (its name).

    In the caller's transaction; ``contract`` is locked. ``period``: the period of that duty, by which what follows is
    known. ``is_accepted``: the creditor has said that it was done; opens what waits for that word, and nothing else.
    """
    terms = terms_of_contract(contract.pk, began)
    if terms is None or contract.effective_at is None:
        return []
    first_day = period.first_day if period else Life(contract.effective_at).first_day
    opened: list[Obligation] = []
    for series in TABLE:
        if series.rule is Rule.AFTER and series.on_acceptance == is_accepted and _is_followed(series, event, terms):
            opened += open_period(series, terms, after(series, terms.value, began, first_day))
    return opened


def _is_followed(series: Series, event: str, terms: TermsInForce) -> bool:
    """Whether the series comes after this event under these terms."""
    term, beside = terms.term(series.term), terms.wording.terms.get(series.unless_beside)
    if term is None or (beside is not None and beside.clause_id == term.clause_id):
        return False
    known = (each for each in series.follows if each not in SERIES or terms.term(SERIES[each].term))
    return next(known, None) == event


def open_period(series: Series, terms: TermsInForce, window: Window | None) -> list[Obligation]:
    """Open one period for each side that owes it and has it not yet, in the caller's transaction."""
    term = terms.term(series.due_term)
    if window is None or term is None:
        return []
    pairs = _missing(series, terms, window, pairs_of(series, terms))
    if not pairs:
        return []
    owners = owners_of(series, terms, [debtor for debtor, _creditor in pairs])
    breach = next((code for code in series.breaches if terms.breach_kind(code) is not None), "")
    items = [
        NewObligation(
            term=term,
            kind=series.kind,
            subject=_subject(window),
            owner_id=owners[debtor],
            started_at=window.starts_at,
            due_at=window.due_at,
            breach=breach,
            debtor_id=debtor,
            creditor_id=creditor,
        )
        for debtor, creditor in pairs
    ]
    opened = open_obligations(terms, items)
    Occurrence.objects.bulk_create(_occurrence(series, window, obligation) for obligation in opened)
    return opened


def _missing(
    series: Series, terms: TermsInForce, window: Window, pairs: Iterable[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    known = Occurrence.objects.filter(contract=terms.contract_id, series=series.name, first_day=window.first_day)
    there = set(known.values_list("debtor", "creditor"))
    return [pair for pair in pairs if pair not in there]


def _subject(window: Window) -> str:
    """The period in figures, the same in every language."""
    first, last = window.first_day.isoformat(), window.last_day.isoformat()
    return first if first == last else f"{first} – {last}"


def _occurrence(series: Series, window: Window, obligation: Obligation) -> Occurrence:
    return Occurrence(
        contract_id=obligation.contract_id,
        series=series.name,
        obligation=obligation,
        debtor_id=obligation.debtor_id,
        creditor_id=obligation.creditor_id,
        first_day=window.first_day,
        last_day=window.last_day,
        planned_at=window.planned_at,
        is_provisional=window.is_provisional,
    )
