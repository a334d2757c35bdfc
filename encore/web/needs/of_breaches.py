"""Breaches and what follows them, where this person's side has the next word."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.liability.speaking import VERB
from contracts.models import Adjustment, Breach, Contract, DisputeEnd, ForceMajeure
from contracts.models.adjustments import AdjustmentState
from contracts.models.dispute_ends import EndState
from contracts.models.force_majeure import ForceMajeureState
from encore.web.needs.need import SHOWN, Need
from foundation.money import shown
from parties.domain.scope import Scope


def breaches_to_decide(scope: Scope) -> Iterable[Need]:
    """Breaches on which this person's side has the next word."""
    if not scope.may(VERB):
        return
    undecided = Breach.objects.within(scope, verb=VERB).filter(decided_at=None)
    mine = undecided.select_related("contract", "obligation__term", "obligation__deadline", "kind")
    for breach in mine.order_by("occurred_at", "pk")[:SHOWN]:
        decides = scope.may_for(VERB, breach.injured_id)
        if decides or breach.state == "proposed":
            yield Need(
                title=breach.obligation.title if breach.obligation else breach.kind.text,
                why=_("Confirm or waive this breach") if decides else _("Accept or contest this breach"),
                path=reverse("contracts:breach", args=[breach.pk]),
                icon="gavel",
            )


def adjustments_to_answer(scope: Scope) -> Iterable[Need]:
    """Other damages that the other side proposes."""
    if not scope.may(VERB):
        return
    mine = scope.parties_for(VERB)
    ours = Q(damages__breach__injured__in=mine) | Q(damages__breach__at_fault__in=mine)
    proposed = Adjustment.objects.filter(
        ours, damages__breach__in=Breach.objects.within(scope, verb=VERB), state=AdjustmentState.PROPOSED
    ).exclude(party__in=mine)
    loaded = ("damages__breach__kind", "damages__breach__contract", "party")
    for adjustment in proposed.select_related(*loaded).order_by("proposed_at", "pk")[:SHOWN]:
        breach = adjustment.damages.breach
        yield Need(
            title=f"{breach.contract.number} · {breach.kind.text}",
            why=_("%(party)s proposes damages of %(sum)s: accept or decline")
            % {"party": adjustment.party, "sum": shown(adjustment.amount)},
            path=reverse("contracts:breach", args=[breach.pk]),
            icon="scale",
        )


def ends_to_answer(scope: Scope) -> Iterable[Need]:
    """Ends of disputes that the other side recorded."""
    if not scope.may(VERB):
        return
    mine = scope.parties_for(VERB)
    ours = Q(dispute__breach__injured__in=mine) | Q(dispute__breach__at_fault__in=mine)
    waiting = DisputeEnd.objects.filter(
        ours, dispute__breach__in=Breach.objects.within(scope, verb=VERB), state=EndState.PROPOSED
    ).exclude(party__in=mine)
    loaded = ("dispute__breach__kind", "dispute__breach__contract", "party")
    for end in waiting.select_related(*loaded).order_by("proposed_at", "pk")[:SHOWN]:
        breach = end.dispute.breach
        yield Need(
            title=f"{breach.contract.number} · {breach.kind.text}",
            why=_("%(party)s recorded how the dispute ended: accept or decline") % {"party": end.party},
            path=reverse("contracts:breach", args=[breach.pk]),
            icon="scale",
        )


def force_majeure_to_answer(scope: Scope) -> Iterable[Need]:
    """Force majeure that the other side claims."""
    if not scope.may(VERB):
        return
    mine = scope.parties_for(VERB)
    ours = Q(contract__party_a__in=mine) | Q(contract__party_b__in=mine)
    claims = ForceMajeure.objects.filter(
        ours, contract__in=Contract.objects.within(scope, verb=VERB), state=ForceMajeureState.CLAIMED
    )
    for claim in (
        claims.exclude(party__in=mine).select_related("contract", "party").order_by("claimed_at", "pk")[:SHOWN]
    ):
        yield Need(
            title=f"{claim.contract.number} · {_('Force majeure')}",
            why=_("%(party)s claims it: accept or reject") % {"party": claim.party},
            path=reverse("contracts:force-majeure", args=[claim.contract_id]),
            icon="cloud-storm",
        )
