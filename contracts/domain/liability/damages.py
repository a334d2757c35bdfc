"""Damages for a breach, computed by its clause with every step written down.

Sources: forms "Ours, in every form": ``damages_per_breach`` (a share of the contract amount, or a sum),
``damages_cap_month`` and ``damages_cap_total`` (shares of the contract amount). A third party owes the loss, up to its
limit of liability (see ``third_parties``). What a cap has left is counted by what is owed now, adjustments included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.liability.losses import current_loss
from contracts.domain.liability.owing import owed_in_all
from contracts.domain.liability.third_parties import CAP_TERM, cap_of
from contracts.domain.locking import locked_contract
from contracts.domain.terms.values import Money, Percent
from contracts.models import Breach, Damages, Term
from foundation.money import round_fen, shown
from foundation.refusals import Refused

Working = dict[str, str]


@dataclass(frozen=True)
class Assessment:
    """An amount in yuan and the steps that lead to it."""

    amount: Decimal
    workings: list[Working]


def compute(
    *,
    per_breach: Percent | Money,
    contract_amount: Decimal,
    cap_month: Percent | None,
    cap_total: Percent | None,
    used_month: Decimal,
    used_total: Decimal,
) -> Assessment:
    """What one breach costs: the clause's figure, cut to what both caps leave. A pure function; rounds once, half up.

    ``used_month`` and ``used_total``: what is owed for other breaches, in the breach's month and under the contract. It
    can be more than a cap: by what the sides agreed, or where an amendment lowered the cap. Then nothing is left, and
    what is owed already stays.
    """
    workings: list[Working] = [{"step": "contract_amount", "amount": str(contract_amount)}]
    if isinstance(per_breach, Percent):
        amount = round_fen(per_breach.share_of(contract_amount))
        workings.append({"step": "share", "percent": per_breach.plain, "amount": str(amount)})
    else:
        amount = per_breach.value
        workings.append({"step": "sum", "amount": str(amount)})
    for step, cap, used in (("cap_month", cap_month, used_month), ("cap_total", cap_total, used_total)):
        if cap is not None:
            limit = round_fen(cap.share_of(contract_amount))
            amount = max(Decimal("0.00"), min(amount, limit - used))
            workings.append(
                {"step": step, "percent": cap.plain, "limit": str(limit), "used": str(used), "amount": str(amount)}
            )
    workings.append({"step": "damages", "amount": str(amount)})
    return Assessment(amount, workings)


def compute_third(*, loss: Decimal, limit: Decimal | None, used: Decimal) -> Assessment:
    """What a third party owes for a breach: the loss, cut to what its cap leaves. Yuan; a pure function.

    ``used``: what it owes under the contract already. ``limit`` is ``None`` where no cap holds.
    """
    workings: list[Working] = [{"step": "loss", "amount": str(loss)}]
    amount = loss
    if limit is not None:
        amount = max(Decimal("0.00"), min(loss, limit - used))
        workings.append({"step": "cap_third", "limit": str(limit), "used": str(used), "amount": str(amount)})
    workings.append({"step": "damages", "amount": str(amount)})
    return Assessment(amount, workings)


def can_be_assessed(breach: Breach) -> bool:
    """Whether the clause gives damages for it: a sum of its own, or for a third party the loss that was recorded."""
    if breach.is_of_third:
        return _third_party_term(breach) is not None and current_loss(breach) is not None
    return breach.kind.damages_term_id is not None


def expected_damages(breach: Breach) -> Assessment | None:
    """What confirming would assess as things stand; nothing is kept. ``None`` where the clause gives no damages."""
    return _assess(breach) if can_be_assessed(breach) else None


def assess_damages(breach: Breach, *, at: datetime) -> Damages:
    """Assess and keep the damages of a confirmed breach, once, in the caller's transaction.

    The contract is locked meanwhile, so that no two assessments can pass a cap together. Refused:
    ``contracts.not_confirmed``, ``contracts.no_damages_term``.
    """
    if not breach.is_confirmed:
        raise Refused("contracts.not_confirmed")
    term_id = _third_party_term(breach) if breach.is_of_third else breach.kind.damages_term_id
    if term_id is None or not can_be_assessed(breach):
        raise Refused("contracts.no_damages_term")
    locked_contract(breach.contract_id)
    existing = Damages.objects.filter(breach=breach).first()
    if existing:
        return existing
    assessment = _assess(breach)
    return Damages.objects.create(
        breach=breach,
        term_id=term_id,
        amount=assessment.amount,
        workings=assessment.workings,
        assessed_at=at,
    )


def _assess(breach: Breach) -> Assessment:
    """Gather the terms and what is owed for other breaches; the rest is :func:`compute`."""
    if breach.is_of_third:
        return _assess_third(breach)
    terms = {term.name: term for term in Term.objects.filter(version=breach.kind.version_id)}
    damages_term = next(term for term in terms.values() if term.pk == breach.kind.damages_term_id)
    others = Damages.objects.filter(breach__contract=breach.contract_id, breach__at_fault=breach.at_fault_id)
    in_month = others.filter(_of_month(breach))
    per_breach = damages_term.value
    amount = _value(terms, "contract_amount")
    if not isinstance(per_breach, Percent | Money) or not isinstance(amount, Money):
        raise Refused("contracts.no_damages_term")
    cap_month, cap_total = _value(terms, "damages_cap_month"), _value(terms, "damages_cap_total")
    return compute(
        per_breach=per_breach,
        contract_amount=amount.value,
        cap_month=cap_month if isinstance(cap_month, Percent) else None,
        cap_total=cap_total if isinstance(cap_total, Percent) else None,
        used_month=owed_in_all(in_month),
        used_total=owed_in_all(others),
    )


def _of_month(breach: Breach) -> Q:
    """Breaches of the same month. What was due by the end of a day was missed on that day: 24:00 of the last day of a
    month belongs to it, and not to the next one."""
    is_late = breach.obligation_id is not None
    within = timezone.localtime(breach.occurred_at - timedelta(microseconds=1) if is_late else breach.occurred_at)
    first = within.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    past = (first + timedelta(days=32)).replace(day=1)
    late = Q(breach__obligation__isnull=False, breach__occurred_at__gt=first, breach__occurred_at__lte=past)
    return late | Q(breach__obligation=None, breach__occurred_at__gte=first, breach__occurred_at__lt=past)


def _assess_third(breach: Breach) -> Assessment:
    loss, cap = current_loss(breach), cap_of(breach)
    if loss is None:
        raise Refused("contracts.loss_missing")
    return compute_third(loss=loss.amount, limit=cap.limit if cap else None, used=cap.used if cap else Decimal("0.00"))


def _third_party_term(breach: Breach) -> int | None:
    """The term on which a third party's damages rest: its limit of liability, also where that does not hold."""
    return Term.objects.filter(version=breach.kind.version_id, name=CAP_TERM).values_list("pk", flat=True).first()


def _value(terms: Mapping[str, Term], name: str) -> object:
    term = terms.get(name)
    return term.value if term else None


def explain(workings: list[Working]) -> list[tuple[str, Decimal]]:
    """The workings for people: a sentence and an amount for each step, in the reader's language."""
    sentences = {
        "contract_amount": _("Contract amount"),
        "share": _("%(percent)s %% of the contract amount for each breach"),
        "sum": _("Fixed sum for each breach"),
        "cap_month": _("Within the month's limit: %(percent)s %% = %(limit)s, used before: %(used)s"),
        "cap_total": _("Within the contract's limit: %(percent)s %% = %(limit)s, used before: %(used)s"),
        "loss": _("Loss that the injured party has shown"),
        "cap_third": _("Within the third party's limit of liability: %(limit)s, used before: %(used)s"),
        "damages": _("Damages"),
    }
    return [(sentences[step["step"]] % _spelled(step) + _rest(step), Decimal(step["amount"])) for step in workings]


def _rest(step: Working) -> str:
    """Why a cap gives nothing: others used it up, or an amendment lowered it below what they came to."""
    is_spent = "limit" in step and Decimal(step["used"]) >= Decimal(step["limit"])
    return " · " + _("nothing of it is left; what is owed already stays") if is_spent else ""


def _spelled(step: Working) -> Working:
    """The sums of a step as people read them."""
    return {name: shown(Decimal(text)) if name in ("limit", "used") else text for name, text in step.items()}
