"""A debt under a contract that both parties really signed and sealed: the whole way, by the product's own verbs."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from billing.domain.drafting import draft_invoice
from billing.domain.invoicing import issue_invoice
from billing.models import Invoice
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.models import Complaint
from contracts.domain.liability.breaches import confirm_breach
from contracts.models import Breach, Damages
from deadlines.domain.sweep import sweep_all
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT
from tests.worlds import world

LOGGED = AT + timedelta(days=9)
ISSUED = AT + timedelta(days=13)


@dataclass(frozen=True)
class Case:
    """An invoice and everything behind it."""

    invoice: Invoice
    complaint: Complaint
    breach: Breach
    desk: drafts.Desk
    finance: User


@world
def case(desk: drafts.Desk | None = None) -> Case:
    """A complaint that nobody verified in time, confirmed by Party A, billed to Party B.

    ``desk``: of a contract in force already; else one is sent and signed.
    """
    if desk is None:
        desk = drafts.signed()
    for role in (Role.CUSTOMER_SERVICE, Role.MARKETING):
        factories.person(desk.provider, role)
    floor, finance = factories.person(desk.client, Role.FLOOR), factories.person(desk.client, Role.FINANCE)
    told = NewComplaint(uuid.uuid4(), desk.venue.pk, "attitude", "ordinary", what_happened="服务员态度差")
    complaint = log_complaint(told, by=factories.scope(floor), at=LOGGED)
    sweep_all(LOGGED + timedelta(hours=30))
    breach = Breach.objects.get(obligation__clock__complaint=complaint, obligation__clock__name="verify")
    confirm_breach(breach.pk, by=factories.scope(desk.owner), at=LOGGED + timedelta(days=2), text="属实")
    creditor = factories.scope(finance)
    draft = draft_invoice([Damages.objects.get(breach=breach).pk], by=creditor, at=ISSUED)
    invoice = issue_invoice(draft.pk, by=creditor, at=ISSUED)
    breach.refresh_from_db()
    return Case(invoice, complaint, breach, desk, finance)
