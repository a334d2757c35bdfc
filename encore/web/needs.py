"""What needs a person now, from every room of the house, in order of time left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.domain.drafting import unbilled_damages
from billing.models import Invoice, InvoiceState
from complaints.domain import queue
from complaints.domain.transitions import LABELS, NEXT
from complaints.models import Clock
from contracts.domain.duties import contesting
from contracts.models import Breach, Contract, ContractVersion, Notice, Obligation, PaperSigning, Request
from contracts.models.contracts import ENDED, ContractState
from contracts.models.notices import NoticeState
from contracts.models.requests import RequestState
from contracts.models.versions import OPEN, VersionState
from deadlines.models import Deadline, Outcome
from foundation.money import shown
from parties.domain.scope import Scope

SHOWN: Final = 30
SOON: Final = timedelta(days=14)


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


def duties_of_mine(scope: Scope) -> Iterable[Need]:
    """What contracts make due by themselves and this person answers for: due within two weeks, or undone after all."""
    mine = Obligation.objects.within(scope, verb="obligations.see").filter(deadline__owner=scope.user_id)
    undone = mine.filter(occurrence__isnull=False, deadline__done_at=None).exclude(deadline__outcome=Outcome.CANCELLED)
    rows = undone.filter(deadline__due_at__lte=timezone.now() + SOON).select_related(
        "contract", "term", "deadline", "occurrence"
    )
    for row in rows.order_by("deadline__due_at", "pk")[:SHOWN]:
        yield Need(
            title=row.title,
            why=str(row.contract),
            path=reverse("contracts:obligation", args=[row.pk]),
            icon="calendar-due",
            due_at=row.deadline.due_at,
            deadline=row.deadline,
        )


def words_to_say(scope: Scope) -> Iterable[Need]:
    """What was recorded as done and is contested, answered, or waits for the creditor's word."""
    for row in contesting.waiting_for(scope)[:SHOWN]:
        contested, recorded = _("Contested: show what you have"), _("Recorded as done: accept or contest it")
        why = contested if row.fulfilment.is_contested else recorded
        yield Need(title=row.title, why=why, path=reverse("contracts:obligation", args=[row.pk]), icon="gavel")


def steps_without_limit(scope: Scope) -> Iterable[Need]:
    """Complaints that wait for a step which no clock watches, for whoever may take it."""
    for complaint in queue.without_clock(scope, most=SHOWN):
        place = f"{complaint.venue} {complaint.room or ''}".strip()
        yield Need(
            title=f"{complaint.number} · {LABELS[NEXT[complaint.state]]}",
            why=f"{place} · {complaint.get_subject_display()} · {complaint.get_gravity_display()}",
            path=reverse("complaints:detail", args=[complaint.pk]),
            icon="message-exclamation",
        )


def breaches_to_decide(scope: Scope) -> Iterable[Need]:
    """Breaches on which this person's side has the next word."""
    if not scope.may("breaches.decide"):
        return
    undecided = Breach.objects.within(scope, verb="breaches.decide").filter(decided_at=None)
    mine = undecided.select_related("contract", "obligation__term", "obligation__deadline", "kind")
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
    providers = scope.parties_for("contracts.draft")
    open_ones = ContractVersion.objects.filter(
        contract__in=Contract.objects.within(scope, verb="contracts.draft").filter(party_b__in=providers),
        state__in=OPEN,
    )
    for version in open_ones.select_related("contract").order_by("contract__created_at", "pk")[:SHOWN]:
        page = ("contracts:amendment", [version.number]) if version.is_amendment else ("contracts:detail", [])
        yield Need(
            title=f"{version.contract.number} {version.title}",
            why=_next_step(version),
            path=reverse(page[0], args=[version.contract_id, *page[1]]),
            icon="signature" if version.is_out_for_signature else "file-pencil",
        )


def _next_step(version: ContractVersion) -> str:
    if version.is_out_for_signature:
        return _("Out for signature: see who has not signed")
    return _("In negotiation: agree, then send") if version.is_negotiating else _("Draft: fill in and send")


def papers_to_confirm(scope: Scope) -> Iterable[Need]:
    """What the provider entered as signed on paper, for the client's owner to confirm."""
    if not scope.may("contracts.confirm_paper"):
        return
    mine = Contract.objects.within(scope, verb="contracts.confirm_paper")
    waiting = PaperSigning.objects.filter(
        answer=None,
        version__contract__in=mine.filter(party_a__in=scope.parties_for("contracts.confirm_paper")),
        version__state=VersionState.OUT_FOR_SIGNATURE,
    )
    for signing in waiting.select_related("version__contract").order_by("pk")[:SHOWN]:
        version = signing.version
        page = ("contracts:amendment", [version.number]) if version.is_amendment else ("contracts:detail", [])
        yield Need(
            title=f"{version.contract.number} {version.title}",
            why=_("Is this what was signed on paper?"),
            path=reverse(page[0], args=[version.contract_id, *page[1]]),
            icon="file-text",
        )


def notices_to_answer(scope: Scope) -> Iterable[Need]:
    """Notices that the other side has given and whose delivery nobody has confirmed yet."""
    if not scope.may("contracts.give_notice"):
        return
    given = Notice.objects.filter(
        contract__in=Contract.objects.within(scope, verb="contracts.give_notice"), state=NoticeState.GIVEN
    ).exclude(party__in=scope.parties_for("contracts.give_notice"))
    for notice in given.select_related("contract", "party").order_by("pk")[:SHOWN]:
        yield Need(
            title=f"{notice.contract.number} · {notice.get_kind_display()}",
            why=_("%(party)s waits for your answer") % {"party": notice.party},
            path=reverse("contracts:notice", args=[notice.contract_id, notice.pk]),
            icon="mail",
        )


def requests_in_hand(scope: Scope) -> Iterable[Need]:
    """Requests whose next step is this person's side's: an answer, a change, or a supplementary agreement."""
    if not scope.may("requests.act"):
        return
    mine, seen = scope.parties_for("requests.act"), Request.objects.within(scope, verb="requests.act")
    turn = Q(state=RequestState.ASKED, answerer__in=mine) | Q(state=RequestState.RETURNED, asker__in=mine)
    loaded = ("contract", "deadline", "asker", "answerer")
    for row in seen.filter(turn).select_related(*loaded).order_by("deadline__due_at", "pk")[:SHOWN]:
        words = _("%(party)s asks: answer") if row.is_asked else _("%(party)s sent it back: change it and ask again")
        yield Need(
            title=str(row),
            why=f"{row.contract.number} · {words % {'party': row.asker if row.is_asked else row.answerer}}",
            path=reverse("contracts:request", args=[row.pk]),
            icon="message-reply",
            due_at=row.deadline.due_at if row.deadline.is_open or row.is_asked else None,
            deadline=row.deadline if row.deadline.done_at is None else None,
        )
    drafters = scope.parties_for("contracts.draft")
    for row in seen.to_be_amended().filter(contract__party_b__in=drafters).select_related("contract")[:SHOWN]:
        yield Need(
            title=str(row),
            why=_("Agreed: put it into a supplementary agreement"),
            path=reverse("contracts:request", args=[row.pk]),
            icon="file-plus",
        )


def contracts_ending(scope: Scope) -> Iterable[Need]:
    """Contracts whose renewal is to be talked over, and those that are over and not settled yet."""
    if not scope.may("contracts.give_notice"):
        return
    seen = Contract.objects.within(scope, verb="contracts.give_notice")
    for contract in seen.filter(state__in=[ContractState.EXPIRING, *ENDED]).order_by("ends_at", "pk")[:SHOWN]:
        yield Need(
            title=str(contract),
            why=_("It is over: settle and hand over") if contract.is_ended else _("It ends soon: talk over renewal"),
            path=reverse("contracts:detail", args=[contract.pk]),
            icon="list-check" if contract.is_ended else "refresh",
            due_at=None if contract.is_ended else contract.ends_at,
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
    duties_of_mine,
    breaches_to_decide,
    words_to_say,
    steps_without_limit,
    requests_in_hand,
    notices_to_answer,
    papers_to_confirm,
    contracts_in_hand,
    contracts_ending,
    damages_to_bill,
    invoices_to_settle,
)
