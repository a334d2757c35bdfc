"""What is not yours is not there: every queryset that pages show asks for a verb, and answers by party and venue."""

import ast
import inspect
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from billing.domain.drafting import unbilled_damages
from billing.models import CreditNote, Invoice, Payment
from complaints.domain.channels.conversation import note_internally
from complaints.domain.channels.parking import park
from complaints.domain.costs.budgets import Place, set_budget
from complaints.domain.costs.claims import NewClaim, Spent, move_own_claim, open_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.domain.costs.limits import set_limit
from complaints.domain.costs.months import lock_month
from complaints.domain.handling.compensation_rules import NewLimit, NewRule, make_table
from complaints.domain.handling.proposing import Proposal, propose
from complaints.domain.handling.tasks import Doer, give_task
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.models import (
    Budget,
    Compensation,
    CompensationTable,
    Complaint,
    ComplaintTask,
    CostLimit,
    CostMonth,
    ExpenseClaim,
    InternalNote,
    ParkedMail,
    ReplyTemplate,
    SettledCost,
    Tablet,
)
from contracts.domain.evidence.asking import Wanted, ask_for_pack
from contracts.domain.life.amending import start_amendment
from contracts.domain.life.negotiating import share_draft
from contracts.domain.requests.asking import ask
from contracts.domain.requests.demands import Asking
from contracts.domain.wording.commenting import comment_on
from contracts.domain.wording.engaging import Engagement, engage
from contracts.models import (
    Breach,
    ClauseComment,
    Contract,
    EvidencePack,
    Obligation,
    PartySeal,
    Request,
    SignatureRequest,
    SignerQuestion,
    ThirdParty,
)
from deadlines.domain.clock import NewDeadline, open_deadlines
from encore.web.needs import of_money as needs
from ledger.models import Journal, Period
from members.domain.care.planning import plan_rule
from members.domain.care.visit_plans import NewPlan, make_plan
from members.domain.imports.merging import merge_members
from members.domain.offers.vouchers import issue_one
from members.domain.points.adjusting import NewAdjustment
from members.domain.points.adjusting import adjust as adjust_points
from members.domain.points.schemes import NewScheme, make_scheme
from members.domain.points.tier_rules import NewTier
from members.domain.points.tier_rules import make_table as make_tiers
from members.domain.retention.freezing import freeze_month
from members.domain.retention.trials import NewTrial, draw_trial
from members.models import (
    BespokeRequest,
    Bill,
    CareMessage,
    CareRule,
    CustomField,
    DataIncident,
    Erasure,
    FrozenMonth,
    Import,
    Member,
    MemberMerge,
    Offer,
    PointAdjustment,
    PointScheme,
    Segment,
    Tier,
    TierReview,
    TierTable,
    Trial,
    Visit,
    VisitPlan,
    Voucher,
)
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope
from parties.models import Absence, Membership, Message, Party, User, Venue
from surveys.models import Door, Invitation, Measure, PaperSheet, Questionnaire, Wave
from tests import factories
from tests.billing.factories import SIGNED, damages_on, desk, pay
from tests.billing.test_adjustments import adjust
from tests.complaints.costs.factories import receipt
from tests.factories import Agreement
from tests.members.bills.factories import billed
from tests.members.care.factories import friend, rule_of
from tests.members.factories import NOW as FRIENDLY
from tests.members.factories import enrolled
from tests.members.imports.factories import sent_members
from tests.members.offers.factories import offer_of
from tests.surveys.factories import drawn_wave, invitation, stratum

LOGGED = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)

# model → a verb that its pages ask for. Finance may do these of the first group, the floor those of the second, the
# client's contract owner that of the third.
FOR_FINANCE: dict[type[Model], str] = {
    Party: "parties.see",
    Contract: "contracts.see",
    ClauseComment: "contracts.see",
    SignatureRequest: "contracts.see",
    SignerQuestion: "contracts.see",
    ThirdParty: "contracts.see",
    Obligation: "obligations.see",
    Breach: "breaches.see",
    Bill: "bills.see",
    Request: "requests.see",
    Invoice: "billing.see",
    CreditNote: "billing.see",
    Payment: "ledger.see",
    Journal: "ledger.see",
    Period: "ledger.see",
    Compensation: "compensation.see",
    CompensationTable: "compensation.see",
    Budget: "costs.see",
    CostLimit: "costs.see",
    ExpenseClaim: "costs.see",
    CostMonth: "costs.see",
    SettledCost: "costs.see",
    FrozenMonth: "retention.see",
    Trial: "retention.see",
}
FOR_THE_FLOOR: dict[type[Model], str] = {
    Venue: "complaints.log",
    Complaint: "complaints.see",
    ComplaintTask: "complaints.see",
    InternalNote: "complaints.log",
    Member: "members.see",
    CustomField: "members.see",
    Segment: "offers.see",
    Offer: "offers.see",
    Voucher: "offers.see",
}
FOR_THE_OWNER: dict[type[Model], str] = {
    EvidencePack: "evidence.make",
    Erasure: "members.erase",
    DataIncident: "members.erase",
    Import: "members.import",
    MemberMerge: "members.merge",
    CareRule: "care.see",
    CareMessage: "care.see",
    VisitPlan: "care.see",
    Visit: "visits.do",
    PointScheme: "tiers.rule",
    PointAdjustment: "points.adjust",
    Tier: "tiers.rule",
    TierTable: "tiers.rule",
    TierReview: "tiers.rule",
    BespokeRequest: "members.edit",
    Questionnaire: "surveys.design",
    Wave: "surveys.see",
    Invitation: "surveys.run",
    Door: "surveys.run",
    PaperSheet: "surveys.run",
    Measure: "surveys.improve",
}
VERBS = FOR_FINANCE | FOR_THE_FLOOR | FOR_THE_OWNER
FOR_THE_OFFICE: dict[type[Model], str] = {
    PartySeal: "seals.manage",
    Tablet: "tablets.manage",
    Absence: "people.leave",
    ReplyTemplate: "complaints.tell",
    ParkedMail: "complaints.tell",
}
"""Shown to none of these; their own tests say to whom (test_seals.py, test_tablets.py, test_web_leave.py, and
channels/test_pages.py of complaints)."""
OWN: set[type[Model]] = {Message}
"""Of one person, whatever their role."""


@dataclass(frozen=True)
class Estate:
    """All that two parties have with each other; Party A is the creditor."""

    agreement: Agreement
    rows: dict[type[Model], set[int]]

    @property
    def party(self) -> Party:
        return self.agreement.client

    def one(self, model: type[Model]) -> int:
        return min(self.rows[model])


def rows_of(model: type[Model]) -> set[int]:
    return set(model._default_manager.values_list("pk", flat=True))


def seen(model: type[Model], user: User) -> set[int]:
    """What this person's scope lets through, each row once."""
    found = model._default_manager.within(factories.scope(user), verb=VERBS[model])  # type: ignore[attr-defined]
    pks = list(found.values_list("pk", flat=True))
    assert len(pks) == len(set(pks)), model
    return set(pks)


def estate(*, second_venue: str = "") -> Estate:
    """A contract, its signatures, a paid invoice with its breach and journals, damages to bill, and a complaint."""
    before = {model: rows_of(model) for model in VERBS}
    agreement = factories.effective_contract(at=SIGNED, second_venue=second_venue)
    at = desk(agreement=agreement)
    invoice = at.invoice()
    pay(invoice, "100", by=at.creditor)
    adjust(at, damages_on(invoice), "500.00")
    at.damages()
    signature = agreement.contract.latest_version.signature_requests.get(side="A")
    SignerQuestion.objects.create(request=signature, text="?", asked_at=SIGNED)
    _amended_by_a_third_party(agreement)
    owner = factories.scope(agreement.owner)
    comment_on(agreement.contract.pk, "", "?", is_internal=False, by=owner, at=LOGGED)
    asking = Asking("变更", "说明理由", particulars={"impact": "无"})
    ask(agreement.contract.pk, "change", asking, by=owner, at=LOGGED)
    days = Wanted(first_day=SIGNED.date(), last_day=SIGNED.date())
    ask_for_pack(agreement.contract.pk, days, reason="?", by=owner, at=LOGGED)
    told = NewComplaint(client_id=uuid.uuid4(), venue_id=agreement.venue.pk, subject="quality", gravity="minor")
    floor = factories.scope(factories.person(agreement.client, Role.FLOOR))
    complaint = log_complaint(told, by=floor, at=LOGGED)
    note_internally(complaint.pk, uuid.uuid4(), "?", by=floor, at=LOGGED)
    park(uuid.uuid4(), "no_text", agreement.venue.pk, sender="", subject="", by=SYSTEM, at=LOGGED)
    _handled(agreement, complaint)
    _settled_a_cost(agreement, floor, at.creditor)
    _knows_a_member(agreement)
    _cares_for_a_member(agreement)
    _asks_a_member(agreement)
    return Estate(agreement, {model: rows_of(model) - before[model] for model in VERBS})


def _handled(agreement: Agreement, complaint: Complaint) -> None:
    """A task and a compensation of the client's own."""
    manager = factories.scope(factories.person(agreement.client, Role.VENUE_MANAGER))
    limits = [NewLimit(Role.CONTRACT_OWNER, Decimal(100), Decimal(0))]
    rules = [NewRule("voucher", Decimal(0), Decimal(100), Decimal(0))]
    make_table(
        agreement.client.pk,
        rules,
        limits,
        cap=Decimal(100),
        starts_date=LOGGED.date(),
        by=factories.scope(agreement.owner),
        at=LOGGED,
    )
    propose(complaint.pk, Proposal(uuid.uuid4(), "voucher", Decimal(50), "?"), by=manager, at=LOGGED)
    doer = Doer(agreement.client.pk, user_id=manager.user_id)
    give_task(complaint.pk, "?", doer, due_at=LOGGED + timedelta(hours=1), by=manager, at=LOGGED)


def _settled_a_cost(agreement: Agreement, floor: Scope, finance: Scope) -> None:
    """Party A's budget, and a claim settled with its month."""
    place, party_id = Place(venue_id=agreement.venue.pk), agreement.client.pk
    set_budget(party_id, place, year=2026, kind="training", amount=Decimal(9), by=finance, at=LOGGED)
    owner = factories.scope(agreement.owner)
    set_limit(party_id, "finance", amount=Decimal(9), reason="?", by=owner, at=LOGGED)
    spent = Spent(date(2026, 3, 31), "?", Decimal(1))
    new = NewClaim(agreement.venue.pk, "training", "?")
    claim = open_claim(new, spent, [receipt()], by=floor, at=LOGGED)
    move_own_claim(claim.pk, "submit", by=floor, at=LOGGED)
    decide_claim(claim.pk, "approve", by=owner, at=LOGGED)
    lock_month(party_id, spent.date, by=finance, at=LOGGED)


def _knows_a_member(agreement: Agreement) -> None:
    """A member of Party A's, a field of its own, an erasure and an incident."""
    member = enrolled(agreement.venue, at=LOGGED)
    manager = factories.scope(factories.person(agreement.client, Role.VENUE_MANAGER))
    billed(agreement.venue, by=manager)
    sent_members(agreement.venue, by=manager)
    merge_members(member.pk, enrolled(agreement.venue, at=LOGGED).pk, by=manager, at=LOGGED)
    enrolled(agreement.venue, at=LOGGED)
    freeze_month(agreement.client.pk, date(2026, 2, 1), by=manager, at=LOGGED)
    days = date(2026, 4, 2), date(2026, 4, 3)
    draw_trial(NewTrial(agreement.client.pk, "?", "all", 50, *days), by=manager, at=LOGGED)
    CustomField.objects.create(party=agreement.client, name="?", kind="text")
    Erasure.objects.create(member=member, cause="asked", proposed_at=LOGGED)
    DataIncident.objects.create(
        party=agreement.client,
        what="?",
        data=["name"],
        people=1,
        found_at=LOGGED,
        entered_at=LOGGED,
        entered_by=agreement.owner,
    )
    _runs_points(agreement, member)


def _runs_points(agreement: Agreement, member: Member) -> None:
    """Rules of points and tiers, an adjustment that waits, a review, and a wish."""
    owner, party_id, day = factories.scope(agreement.owner), agreement.client.pk, LOGGED.date()
    make_scheme(party_id, NewScheme(1, 1, 0, None, 0), starts_date=day, by=owner, at=LOGGED)
    table = make_tiers(party_id, [NewTier("?", visits=1)], window_months=1, starts_date=day, by=owner, at=LOGGED)
    adjust_points(member.pk, NewAdjustment(uuid.uuid4(), 5, "?"), by=owner, at=LOGGED)
    figures = {"spend_fen": 0, "visits": 0, "points": 0, "proposed_at": LOGGED, "month": day.replace(day=1)}
    TierReview.objects.create(member=member, from_tier=Tier.objects.get(party=party_id), table=table, **figures)
    later = LOGGED + timedelta(hours=1)
    [deadline] = open_deadlines([NewDeadline("members.bespoke", party_id, agreement.owner.pk, LOGGED, later)])
    asked = {"what_enciphered": b"?", "asked_by": agreement.owner, "asked_at": LOGGED}
    BespokeRequest.objects.create(member=member, deadline=deadline, **asked)


def _cares_for_a_member(agreement: Agreement) -> None:
    """An offer with a voucher, a rule with its message, and a plan with a visit."""
    venue, member = agreement.venue, friend(agreement.venue)
    offer = offer_of(venue)
    issue_one(offer.pk, member.pk, by=SYSTEM, at=FRIENDLY)
    plan_rule(rule_of(venue), at=FRIENDLY)
    manager = factories.person(agreement.client, Role.VENUE_MANAGER)
    november = (date(2026, 11, 1), date(2026, 11, 30))
    said = NewPlan(venue.pk, *november, people=[manager.pk], segment_id=offer.segment_id)
    make_plan(said, by=factories.scope(manager), at=FRIENDLY)


def _asks_a_member(agreement: Agreement) -> None:
    """A wave of the contract with an invitation, and what is improved after it."""
    wave = drawn_wave(agreement.client, contract=agreement.contract)
    drawn, owner = invitation(stratum(wave, agreement.venue)), agreement.owner
    PaperSheet.objects.create(wave=wave, number=1, invitation=drawn, printed_at=LOGGED, printed_by=owner)
    room = agreement.venue.rooms.order_by("pk")[0]
    code = Door(venue=agreement.venue, kind="room", room=room, made_at=LOGGED, made_by=owner)
    code.token_hash = code.nonce
    code.save()
    said = {"subject": "price", "text": "?", "owner": agreement.owner, "due_date": LOGGED.date()}
    Measure.objects.create(wave=wave, made_by=agreement.owner, made_at=LOGGED, **said)


def _amended_by_a_third_party(agreement: Agreement) -> None:
    """A supplementary agreement, shared with the client, that engages somebody."""
    version = start_amendment(agreement.contract.pk, by=factories.scope(agreement.account_manager), at=LOGGED)
    engagement = Engagement(party=factories.party(), role="adviser", engaged_for="咨询")
    engage(version.pk, engagement, by=factories.scope(agreement.account_manager))
    share_draft(agreement.contract.pk, by=factories.scope(agreement.account_manager), at=LOGGED)


def person(*hats: tuple[Party, Role]) -> User:
    (party, role), *others = hats
    user = factories.person(party, role)
    for other, worn in others:
        Membership.objects.create(user=user, party=other, role=worn, active_from=date(2020, 1, 1))
    return user


@pytest.mark.django_db
def test_each_hat_opens_what_its_own_role_may_see_at_its_own_party() -> None:
    finances, works_at, owns = estate(), estate(), estate()
    hats = (finances.party, Role.FINANCE), (works_at.party, Role.FLOOR), (owns.party, Role.CONTRACT_OWNER)
    stranger = person(*((factories.party(), role) for role in Role))
    for model in VERBS:
        someone = person(*(hats if model in FOR_THE_OWNER else hats[:2]))
        theirs, others = (finances, works_at) if model in FOR_FINANCE else (works_at, finances)
        theirs = owns if model in FOR_THE_OWNER else theirs
        found = seen(model, someone)
        assert found, model
        assert found <= theirs.rows[model], model
        assert others.rows[model], model
        assert not seen(model, stranger) & (theirs.rows[model] | others.rows[model]), model


@pytest.mark.django_db
def test_pages_answer_by_the_hat_whose_role_opens_them() -> None:
    finances, works_at = estate(), estate()
    someone = person((finances.party, Role.FINANCE), (works_at.party, Role.FLOOR))
    client = Client()
    client.force_login(someone)

    def status(where: Estate, name: str, model: type[Model]) -> int:
        return client.get(reverse(name, args=[where.one(model)])).status_code

    for name, model in (
        ("contracts:detail", Contract),
        ("contracts:breach", Breach),
        ("contracts:request", Request),
        ("billing:detail", Invoice),
        ("billing:trace", Invoice),
        ("party", Party),
    ):
        assert [status(finances, name, model), status(works_at, name, model)] == [200, 404], name
    assert [status(each, "complaints:detail", Complaint) for each in (finances, works_at)] == [404, 200]
    books = [client.get(reverse("billing:books"), {"party": each.party.pk}) for each in (finances, works_at)]
    assert [answer.status_code for answer in books] == [200, 404]


@pytest.mark.django_db
def test_finance_is_asked_to_bill_and_to_settle_for_its_own_party_only() -> None:
    finances, works_at = estate(), estate()
    scope = factories.scope(person((finances.party, Role.FINANCE), (works_at.party, Role.FLOOR)))
    assert {damages.breach.injured for damages in unbilled_damages(scope)} == {finances.party}
    [to_bill], [to_settle] = needs.damages_to_bill(scope), needs.invoices_to_settle(scope)
    assert to_bill.title.startswith("1 ")
    assert to_settle.path == reverse("billing:detail", args=[finances.one(Invoice)])


@pytest.mark.django_db
def test_who_works_in_some_venues_sees_what_concerns_these() -> None:
    ours = estate(second_venue="河畔店")
    here, there = sorted(ours.agreement.contract.venues.all(), key=lambda venue: venue != ours.agreement.venue)
    elsewhere = factories.venue(ours.party)
    of_the_contract = {
        Contract,
        ClauseComment,
        SignatureRequest,
        ThirdParty,
        Obligation,
        Breach,
        Invoice,
        Request,
        Wave,
        Measure,
    }
    of_here: set[type[Model]] = {
        Complaint,
        Member,
        Bill,
        Segment,
        Offer,
        Voucher,
        CareRule,
        CareMessage,
        VisitPlan,
        Visit,
        Invitation,
        Door,
        PaperSheet,
    }
    cases: list[tuple[list[Venue], set[type[Model]]]] = [
        ([], of_the_contract | of_here),
        ([here], of_the_contract | of_here),
        ([here, there], of_the_contract | of_here),
        ([there, elsewhere], of_the_contract),
        ([elsewhere], set()),
    ]
    for venues, expected in cases:
        manager = factories.person(ours.party, Role.VENUE_MANAGER, venues=venues)
        for model in of_the_contract | of_here:
            assert seen(model, manager) == (ours.rows[model] if model in expected else set()), (model, venues)


@pytest.mark.django_db
def test_who_keeps_the_books_of_some_venues_sees_the_payments_under_their_contracts() -> None:
    ours = estate()
    elsewhere = factories.venue(ours.party)
    for venues, payments, to_bill in (([ours.agreement.venue], ours.rows[Payment], 1), ([elsewhere], set(), 0)):
        finance = factories.person(ours.party, Role.FINANCE, venues=venues)
        assert seen(Payment, finance) == payments
        assert unbilled_damages(factories.scope(finance)).count() == to_bill


@pytest.mark.django_db
def test_the_system_sees_everything() -> None:
    estate()
    for model, verb in VERBS.items():
        assert set(model._default_manager.within(SYSTEM, verb=verb).values_list("pk", flat=True)) == rows_of(model)  # type: ignore[attr-defined]


def test_every_queryset_with_a_reach_asks_for_the_verb() -> None:
    reaching = {model for model in apps.get_models() if hasattr(model._default_manager, "within")}
    assert reaching == VERBS.keys() | FOR_THE_OFFICE.keys() | OWN
    for model in VERBS | FOR_THE_OFFICE:
        verb = inspect.signature(model._default_manager.within).parameters["verb"]  # type: ignore[attr-defined]
        assert (verb.kind, verb.default) == (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.empty), model


# ------------------------------------------------------------------------------------------------ the source itself
ASKING = {"within", "parties_for", "none"}
REACHED = "of a row that was found within the scope before"
OPENED = "the customer's own link opened this very complaint"
UNSCOPED = {
    ("billing/web/effects.py", "effects", "Clause"): REACHED,
    ("complaints/api/views.py", "_complaints", "Clock"): REACHED,
    ("complaints/web/cases/detail.py", "clock_owner", "Clock"): REACHED,
    ("complaints/web/cases/files.py", "evidence_file", "Evidence"): REACHED,
    ("complaints/web/cases/bulk.py", "complaint_hand_back", "Clock"): REACHED,
    ("complaints/web/cases/case.py", "clocks", "Clock"): REACHED,
    ("complaints/web/cases/case.py", "evidence", "Evidence"): REACHED,
    ("complaints/web/cases/case.py", "history", "ComplaintStep"): REACHED,
    ("complaints/web/cases/related.py", "complaint_unlink", "ComplaintLink"): REACHED,
    ("complaints/web/channels/conversation.py", "again", "CustomerMessage"): REACHED,
    ("complaints/web/channels/conversation.py", "say", "CustomerContact"): REACHED,
    ("complaints/web/channels/phone.py", "rooms", "Room"): REACHED,
    ("complaints/web/customer/about.py", "looks", "ContactLook"): REACHED,
    ("complaints/web/customer/seen.py", "answer_due_at", "Clock"): OPENED,
    ("complaints/web/customer/seen.py", "rating", "HandlingRating"): OPENED,
    ("complaints/web/customer/session.py", "_opened", "CustomerLink"): OPENED,
    ("complaints/web/intake/logging.py", "rooms", "Room"): REACHED,
    ("complaints/web/clocks/rules.py", "_changes", "EscalationRule"): REACHED,
    ("complaints/web/clocks/rules.py", "_changes", "HouseRule"): REACHED,
    ("contracts/web/liability/breach_page.py", "breach_context", "Damages"): REACHED,
    ("contracts/web/requests/requests.py", "request_file", "RequestFile"): REACHED,
    ("encore/web/home.py", "figures", "Deadline"): REACHED,
    ("parties/web/leave.py", "_form", "User"): "the people of the parties and venues for which the person enters leave",
    ("parties/web/parties.py", "rooms_add", "Venue"): REACHED,
    (
        "contracts/web/signature/signing_session.py",
        "proven",
        "SignatureRequest",
    ): "the mailed link and code opened this very one",
    ("encore/web/needs/of_complaints.py", "clocks_of_mine", "Clock"): "those that the person owns",
    ("encore/web/needs/of_complaints.py", "levels_to_acknowledge", "EscalationLevel"): "those that wait for the person",
    ("foundation/api/idempotency.py", "_earlier_answer", "IdempotentRequest"): "by caller",
    ("foundation/api/idempotency.py", "_keep", "IdempotentRequest"): "by caller",
    ("parties/web/account.py", "account", "ApiToken"): "the person's own",
    ("parties/web/navigation.py", "parties", "Party"): "the names of the person's own parties, whatever their role",
}
"""Where a page asks without a scope, and why that shows nobody anything of others: (file, function, model)."""


def unscoped_queries() -> Iterator[tuple[str, str, str]]:
    root = Path(settings.BASE_DIR)
    for path in sorted([*root.glob("*/web/**/*.py"), *root.glob("*/api/**/*.py")]):
        yield from ((str(path.relative_to(root)), *found) for found in _unscoped_in(path.read_text()))


def _unscoped_in(source: str) -> Iterator[tuple[str, str]]:
    """The functions and models of the queries that neither start within a scope nor are narrowed by one."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        model = _queried(node)
        if model and not ASKING & {
            each.attr for each in _whole_chain(node, parents) if isinstance(each, ast.Attribute)
        }:
            yield _function_around(node, parents), model


def _queried(node: ast.AST) -> str:
    """The model of ``Model.objects`` or of ``get_object_or_404(Model, …)``; else empty."""
    match node:
        case ast.Attribute(attr="objects" | "_default_manager" | "_base_manager", value=value):
            return ast.unparse(value)
        case ast.Call(func=ast.Name(id="get_object_or_404" | "get_list_or_404"), args=[ast.Name(id=name), *_]):
            return name if name[0].isupper() else ""
    return ""


def _whole_chain(node: ast.AST, parents: dict[ast.AST, Any]) -> Iterator[ast.AST]:
    """All that stands in ``Model.objects.one(…).another(…)``."""
    while isinstance(parents[node], ast.Attribute) or (
        isinstance(parents[node], ast.Call) and parents[node].func is node
    ):
        node = parents[node]
    return ast.walk(node)


def _function_around(node: ast.AST, parents: dict[ast.AST, Any]) -> str:
    while not isinstance(node, ast.FunctionDef | ast.Module):
        node = parents[node]
    return node.name if isinstance(node, ast.FunctionDef) else ""


def test_pages_and_rest_ask_within_a_scope() -> None:
    assert set(unscoped_queries()) == UNSCOPED.keys()


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("Invoice.objects.within(scope, verb='billing.see').filter(pk=1)", False),
        ("Room.objects.filter(venue__in=Venue.objects.within(scope, verb='complaints.log'))", False),
        ("Party.objects.filter(pk__in=scope.parties_for('ledger.see'))", False),
        ("Invoice.objects.filter(pk=1)", True),
        ("Invoice.objects.get(pk=1).lines.all()", True),
        ("get_object_or_404(Invoice, pk=1)", True),
        ("list(Invoice.objects.all()) + list(Breach.objects.within(scope, verb='breaches.see'))", True),
    ],
)
def test_the_search_for_unscoped_queries_finds_them(source: str, is_found: bool) -> None:
    assert bool(list(_unscoped_in(source))) is is_found
