"""Who is engaged as a third party under a contract, and how far it is liable (A13, A14).

Sources: forms `ktv-1` 18.2 and `ktv-2` 14.7 (the limit of liability), `ktv-2` 12.9 against 14.7 (the parties choose
whether it holds where the contract cannot be performed); Civil Code art. 506 (no limit for intent or gross negligence).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from contracts.domain.liability.owing import owed_in_all
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.engaging import liability_cap
from contracts.models import Breach, BreachKind, Contract, Damages, Term, ThirdParty
from parties.models import Party

CAP_TERM = "third_party_cap"
RULE_TERM = "third_party_cap_rule"
FULL = "answers_in_full"


def engaged_under(contract: Contract, at: datetime) -> Party | None:
    """The party that the wording in force at ``at`` engages as the third one; ``None``: nobody."""
    version = contract.version_in_force(at)
    third = ThirdParty.objects.filter(version=version).select_related("party").first() if version else None
    return third.party if third else None


@dataclass(frozen=True)
class Cap:
    """A third party's limit of liability under a contract, in yuan, and what is used of it."""

    limit: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        return max(Decimal("0.00"), self.limit - self.used)


def cap_of(breach: Breach) -> Cap | None:
    """The cap on what the third party at fault owes under this contract; ``None`` where none holds.

    The database keeps the same rule (trigger ``third_party_cap``); callers hold the contract's lock.
    """
    limit = limit_of(breach)
    if limit is None or not _capped(breach).filter(pk=breach.pk).exists():
        return None
    damages = Damages.objects.filter(breach__in=_capped(breach)).exclude(breach=breach)
    return Cap(limit, owed_in_all(damages))


def limit_of(breach: Breach) -> Decimal | None:
    """The limit of whoever is at fault, in yuan, by the wording that named the breach; ``None`` where it has none."""
    version = breach.kind.version
    third = ThirdParty.objects.filter(version=version, party=breach.at_fault_id).first()
    return liability_cap(third, values_of(version))


def _capped(breach: Breach) -> "QuerySet[Breach]":
    """The breaches of the same party whose damages share one cap; those that no cap limits are left out.

    No cap limits what was done by intent or gross negligence, nor, where the parties chose so, a failure that
    frustrates the contract.
    """
    rules = Term.objects.filter(version=OuterRef("kind__version"), name=RULE_TERM, stored__value=FULL)
    frustrates = Q(Exists(rules), kind__fault=BreachKind.Fault.THIRD)
    of_party = Breach.objects.filter(contract=breach.contract_id, at_fault=breach.at_fault_id, is_grave=False)
    of_side = Q(at_fault=F("contract__party_a")) | Q(at_fault=F("contract__party_b"))
    return of_party.exclude(of_side).exclude(frustrates)
