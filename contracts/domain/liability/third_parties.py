"""Who is engaged as a third party under a contract, and how far it is liable (A13, A14).

Sources: forms `ktv-1` 18.2 and `ktv-2` 14.7 (the limit of liability), `ktv-2` 12.9 against 14.7 (the parties choose);
Civil Code art. 506 (no limit for intent or gross negligence).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from contracts.domain.liability.owing import with_owed
from contracts.domain.terms.values import Choice, Money, Percent
from contracts.models import Breach, Damages, Term
from foundation.money import round_fen
from parties.models import Party

CAP_TERM = "third_party_cap"
FULL = Choice("answers_in_full")

_sources: list[Callable[[int, datetime], Iterable[int]]] = []


def register(engaged: Callable[[int, datetime], Iterable[int]]) -> None:
    """Add who knows the parties engaged under a contract (its id) at a moment: their ids."""
    _sources.append(engaged)


def engaged_under(contract_id: int, at: datetime) -> set[int]:
    """The parties that are engaged as third parties under the contract at ``at``."""
    return {party_id for source in _sources for party_id in source(contract_id, at)}


def names_of_engaged(contract_id: int, at: datetime) -> dict[int, str]:
    """The same by name, for a choice."""
    return dict(Party.objects.filter(pk__in=engaged_under(contract_id, at)).values_list("pk", "name"))


@dataclass(frozen=True)
class Cap:
    """A third party's limit of liability: the term that sets it, in yuan, and what is used of it."""

    term: Term
    limit: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        return max(Decimal("0.00"), self.limit - self.used)


def cap_of(breach: Breach) -> Cap | None:
    """The cap on what the third party at fault owes under this contract; ``None`` where none holds.

    The database keeps the same rule (trigger ``third_party_cap``); callers hold the contract's lock.
    """
    terms = {term.name: term for term in Term.objects.filter(version=breach.kind.version_id).select_related("clause")}
    term, amount = terms.get(CAP_TERM), terms.get("contract_amount")
    rule = terms.get("third_party_cap_rule")
    if breach.is_grave or term is None or term.is_blank or (rule is not None and rule.value == FULL):
        return None
    others = _capped(breach).exclude(breach=breach)
    used = with_owed(others).aggregate(total=Sum("owed_now"))["total"] or Decimal("0.00")
    return Cap(term, limit_in_yuan(term.value, amount.value if amount else None), used)


def limit_in_yuan(cap: object, contract_amount: object) -> Decimal:
    """The limit as a sum. Raises LookupError for a share of an amount that the contract does not name."""
    if isinstance(cap, Money):
        return cap.value
    if isinstance(cap, Percent) and isinstance(contract_amount, Money):
        return round_fen(cap.share_of(contract_amount.value))
    raise LookupError("the cap is a share of a contract amount that is not set")


def _capped(breach: Breach) -> "QuerySet[Damages]":
    """All damages that count against the same cap."""
    return Damages.objects.filter(
        breach__contract=breach.contract_id,
        breach__at_fault=breach.at_fault_id,
        breach__kind__fault="third",
        breach__is_grave=False,
    )
