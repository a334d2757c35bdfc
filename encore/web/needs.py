"""What needs a person now, from every room of the house, in order of time left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.drafting import unbilled_damages
from billing.models import Invoice, InvoiceState
from complaints.models import Clock
from contracts.models import Breach, Contract
from contracts.models.contracts import ContractState
from deadlines.models import Deadline
from foundation.money import shown
from parties.domain.scope import Scope

SHOWN: Final = 30


@dataclass(frozen=True)
class Need:
    """One thing to do: what, why, where, and until when (``None``: no limit runs)."""

    title: str
    why: str
    path: str
    icon: str
    due_at: datetime | None = None
    deadline: Deadline | None = None


def needs_of(scope: Scope) -> list[Need]:
    """The most urgent things this person can do something about; those without a limit come last."""
    needs = [need for source in SOURCES for need in source(scope)]
    return sorted(needs, key=lambda need: (need.due_at is None, need.due_at or timezone.now()))[:SHOWN]


def clocks_of_mine(scope: Scope) -> Iterable[Need]:
    """Complaint steps that this person answers for and has not done, whether or not their time has passed."""
    rows = (
        Clock.objects.undone()
        .filter(deadline__owner=scope.user_id)
        .select_related("complaint__venue", "complaint__room", "deadline")
        .order_by("deadline__due_at", "pk")[:SHOWN]
    )
    for clock in rows:
        complaint = clock.complaint
        place = f"{complaint.venue} {complaint.room or ''}".strip()
        yield Need(
            title=f"{complaint.number} · {clock.label}",
            why=f"{place} · {complaint.get_subject_display()} · {complaint.get_gravity_display()}",
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="message-exclamation",
            due_at=clock.deadline.due_at,
            deadline=clock.deadline,
        )


def breaches_to_decide(scope: Scope) -> Iterable[Need]:
    """Breaches on which this person's side has the next word."""
    if not scope.may("breaches.decide"):
        return
    undecided = Breach.objects.within(scope, verb="breaches.decide").filter(decided_at=None)
    mine = undecided.select_related("contract", "obligation__term", "kind")
    for breach in mine.order_by("occurred_at", "pk")[:SHOWN]:
        decides = scope.may_for("breaches.decide", breach.injured_id)
        if decides or breach.state == "proposed":
            yield Need(
                title=breach.obligation.title if breach.obligation else breach.kind.text,
                why=_("Confirm or waive this breach") if decides else _("Accept or contest this breach"),
                path=reverse("contracts:breach", args=[breach.pk]),
                icon="gavel",
            )


def contracts_in_hand(scope: Scope) -> Iterable[Need]:
    """Drafts to finish and contracts that wait for a signature."""
    if not scope.may("contracts.draft"):
        return
    open_states = [ContractState.DRAFT, ContractState.OUT_FOR_SIGNATURE]
    providers = scope.parties_for("contracts.draft")
    open_ones = Contract.objects.within(scope, verb="contracts.draft").filter(state__in=open_states)
    mine = open_ones.filter(party_b__in=providers)
    for contract in mine.order_by("created_at")[:SHOWN]:
        yield Need(
            title=str(contract),
            why=_("Draft: fill in and send") if contract.is_draft else _("Out for signature: see who has not signed"),
            path=reverse("contracts:detail", args=[contract.pk]),
            icon="file-pencil" if contract.is_draft else "signature",
        )


def damages_to_bill(scope: Scope) -> Iterable[Need]:
    """Confirmed damages of this person's party that no invoice claims yet."""
    if not scope.may("billing.issue"):
        return
    count = unbilled_damages(scope).count()
    if count:
        yield Need(
            title=_("%(count)s damages to bill") % {"count": count},
            why=_("Confirmed by your side, not invoiced yet"),
            path=reverse("billing:to_bill"),
            icon="receipt",
        )


def invoices_to_settle(scope: Scope) -> Iterable[Need]:
    """Issued invoices, to be paid by this person's party or to be collected by it."""
    if not scope.may("billing.pay"):
        return
    open_states = [InvoiceState.ISSUED, InvoiceState.PART_PAID]
    open_ones = Invoice.objects.within(scope, verb="billing.pay").filter(state__in=open_states)
    mine = open_ones.select_related("debtor", "issuer")
    for invoice in mine.order_by("due_date", "pk")[:SHOWN]:
        ours = scope.may_for("billing.pay", invoice.debtor_id)
        yield Need(
            title=f"{invoice.number} · {shown(invoice.balance)}",
            why=_("To pay to %(party)s") % {"party": invoice.issuer}
            if ours
            else _("To receive from %(party)s") % {"party": invoice.debtor},
            path=reverse("billing:detail", args=[invoice.pk]),
            icon="cash",
            due_at=timezone.make_aware(datetime.combine(invoice.due_date, time.max)) if invoice.due_date else None,
        )


SOURCES: Final[tuple[Callable[[Scope], Iterable[Need]], ...]] = (
    clocks_of_mine,
    breaches_to_decide,
    contracts_in_hand,
    damages_to_bill,
    invoices_to_settle,
)
