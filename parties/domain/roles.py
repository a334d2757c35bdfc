"""What a person may do, by role: the one matrix of the product (capability G1).

A verb is ``<app>.<what>``. A role says what a person may do; the membership's party and venues say where
(see :mod:`parties.domain.scope`). Rules about sides ("only the injured party confirms a breach") are not here:
they depend on the contract, and live with its nouns.
"""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The work a person does for a party."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    CONTRACT_OWNER = "contract_owner", _("Client's contract owner")
    FLOOR = "floor", _("Floor staff")
    PROMOTER = "promoter", _("Promoter")
    CUSTOMER_SERVICE = "customer_service", _("Customer service")
    MARKETING = "marketing", _("Marketing")
    PROMOTIONS = "promotions", _("Promotions")
    HR = "hr", _("Human resources")
    VENUE_MANAGER = "venue_manager", _("Venue manager")
    FINANCE = "finance", _("Finance")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


OFFICE: Final = frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.ADMINISTRATOR})
DEPARTMENTS: Final = frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS, Role.HR, Role.VENUE_MANAGER})
ON_THE_FLOOR: Final = frozenset({Role.FLOOR, Role.PROMOTER})
MEMBER_DESKS: Final = (DEPARTMENTS - {Role.HR}) | {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}
CONTRACT_READERS: Final = OFFICE | {Role.VENUE_MANAGER, Role.FINANCE, Role.AUDITOR}

MAY: Final[Mapping[str, frozenset[Role]]] = {
    "parties.see": OFFICE | {Role.FINANCE, Role.AUDITOR},
    "parties.edit": frozenset({Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR}),
    "contracts.see": CONTRACT_READERS,
    "contracts.draft": frozenset({Role.ACCOUNT_MANAGER}),
    "contracts.confirm_paper": frozenset({Role.CONTRACT_OWNER}),
    "contracts.comment": OFFICE - {Role.ADMINISTRATOR},
    "contracts.send": frozenset({Role.ACCOUNT_MANAGER}),
    "seals.manage": OFFICE,
    "contracts.give_notice": OFFICE - {Role.ADMINISTRATOR},
    "papers.keep": (OFFICE - {Role.ADMINISTRATOR}) | {Role.VENUE_MANAGER, Role.FINANCE},
    "contracts.settle": (OFFICE - {Role.ADMINISTRATOR}) | {Role.FINANCE},
    "obligations.see": CONTRACT_READERS | DEPARTMENTS,
    "obligations.keep": DEPARTMENTS | {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.FINANCE},
    "obligations.assign": frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.VENUE_MANAGER}),
    "requests.see": CONTRACT_READERS,
    "requests.act": OFFICE - {Role.ADMINISTRATOR},
    "obligations.judge": frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.VENUE_MANAGER, Role.FINANCE}),
    "targets.record": frozenset(
        {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER}
    ),
    "breaches.see": CONTRACT_READERS | DEPARTMENTS,
    "breaches.decide": OFFICE - {Role.ADMINISTRATOR},
    "evidence.make": OFFICE - {Role.ADMINISTRATOR},
    "complaints.log": ON_THE_FLOOR | DEPARTMENTS | {Role.ACCOUNT_MANAGER},
    "complaints.see": ON_THE_FLOOR | DEPARTMENTS | OFFICE | {Role.AUDITOR},
    # What lies in one's own hands: a task, a mediation, a level of escalation. Not on a shared tablet.
    "complaints.own_work": ON_THE_FLOOR | DEPARTMENTS | OFFICE,
    "complaints.receive": frozenset({Role.CUSTOMER_SERVICE, Role.VENUE_MANAGER}),
    "complaints.report": frozenset({Role.PROMOTER, Role.VENUE_MANAGER}),
    "complaints.verify": frozenset({Role.MARKETING, Role.VENUE_MANAGER}),
    "complaints.plan": frozenset({Role.PROMOTIONS, Role.MARKETING, Role.VENUE_MANAGER}),
    "complaints.execute": frozenset({Role.PROMOTIONS, Role.VENUE_MANAGER}),
    "complaints.tell": frozenset({Role.CUSTOMER_SERVICE, Role.VENUE_MANAGER}),
    "complaints.answer_promoter": frozenset({Role.MARKETING, Role.VENUE_MANAGER}),
    "complaints.assign": DEPARTMENTS,
    "complaints.contact": frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER}),
    "complaints.room_codes": frozenset({Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER}),
    "complaints.train": frozenset({Role.HR, Role.VENUE_MANAGER}),
    "complaints.merge": frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER}),
    "complaints.link": DEPARTMENTS,
    "complaints.reopen": frozenset(
        {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}
    ),
    "tablets.manage": frozenset({Role.VENUE_MANAGER, Role.ADMINISTRATOR}),
    "costs.claim": ON_THE_FLOOR | DEPARTMENTS | {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.FINANCE},
    "costs.see": CONTRACT_READERS - {Role.ADMINISTRATOR},
    "costs.read": ON_THE_FLOOR | DEPARTMENTS | (CONTRACT_READERS - {Role.ADMINISTRATOR}),
    "costs.approve": frozenset({Role.VENUE_MANAGER, Role.FINANCE, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}),
    "costs.budget": frozenset({Role.FINANCE, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}),
    "costs.limit": frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}),
    "costs.lock": frozenset({Role.FINANCE}),
    "reports.see": DEPARTMENTS | OFFICE | {Role.AUDITOR},
    "complaints.pause": frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS, Role.VENUE_MANAGER}),
    "venues.set_rules": frozenset({Role.VENUE_MANAGER, Role.ADMINISTRATOR}),
    "people.leave": frozenset(
        {Role.VENUE_MANAGER, Role.HR, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.ADMINISTRATOR}
    ),
    "complaints.task": DEPARTMENTS | {Role.ACCOUNT_MANAGER},
    "complaints.mediate": DEPARTMENTS - {Role.HR},
    "complaints.learn": DEPARTMENTS | {Role.ACCOUNT_MANAGER},
    "complaints.causes": DEPARTMENTS | OFFICE | {Role.AUDITOR},
    "complaints.house_rules": frozenset({Role.VENUE_MANAGER}),
    "compensation.see": DEPARTMENTS | OFFICE | {Role.FINANCE, Role.AUDITOR},
    "compensation.ask": DEPARTMENTS - {Role.HR},
    "compensation.decide": frozenset({Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.FINANCE}),
    "compensation.pay": frozenset({Role.VENUE_MANAGER, Role.CUSTOMER_SERVICE, Role.FINANCE}),
    "compensation.rule": frozenset({Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER, Role.FINANCE}),
    # Members: who they are is shown masked; in the clear it takes members.reveal and a reason.
    "members.see": MEMBER_DESKS | ON_THE_FLOOR | {Role.AUDITOR},
    "members.edit": MEMBER_DESKS | {Role.PROMOTER},
    "members.reveal": frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER, Role.CONTRACT_OWNER}),
    "members.import": MEMBER_DESKS - {Role.CUSTOMER_SERVICE, Role.PROMOTIONS},
    "members.export": MEMBER_DESKS - {Role.CUSTOMER_SERVICE, Role.PROMOTIONS},
    # Only the people of the party whose members they are.
    "members.erase": frozenset({Role.VENUE_MANAGER, Role.CONTRACT_OWNER}),
    "members.merge": MEMBER_DESKS - {Role.PROMOTIONS},
    "bills.see": MEMBER_DESKS | {Role.FINANCE, Role.AUDITOR},
    "bills.enter": frozenset({Role.CUSTOMER_SERVICE, Role.VENUE_MANAGER, Role.FINANCE, Role.FLOOR}),
    # Long after the night, or of a large sum.
    "bills.enter_unusual": frozenset({Role.VENUE_MANAGER, Role.FINANCE}),
    "points.see": MEMBER_DESKS | ON_THE_FLOOR | {Role.FINANCE, Role.AUDITOR},
    "points.adjust": frozenset({Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER, Role.CONTRACT_OWNER}),
    # Points and benefits are handed out at the counter.
    "points.spend": ON_THE_FLOOR | {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER},
    "tiers.rule": frozenset({Role.MARKETING, Role.VENUE_MANAGER, Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER}),
    "offers.see": MEMBER_DESKS | ON_THE_FLOOR | {Role.AUDITOR},
    "offers.make": MEMBER_DESKS - {Role.CUSTOMER_SERVICE},
    "vouchers.redeem": ON_THE_FLOOR | {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS, Role.VENUE_MANAGER},
    "care.see": MEMBER_DESKS | {Role.AUDITOR},
    "care.plan": MEMBER_DESKS,
    "visits.do": MEMBER_DESKS | {Role.PROMOTER},
    "retention.see": MEMBER_DESKS | {Role.FINANCE, Role.AUDITOR},
    "retention.freeze": frozenset({Role.VENUE_MANAGER, Role.CONTRACT_OWNER, Role.ACCOUNT_MANAGER}),
    # Surveys: whom it is about stands under members.*; answers are nobody's. Only the side that runs a wave acts.
    "surveys.see": DEPARTMENTS | OFFICE | {Role.AUDITOR},
    "surveys.design": frozenset(
        {
            Role.CUSTOMER_SERVICE,
            Role.MARKETING,
            Role.HR,
            Role.VENUE_MANAGER,
            Role.ACCOUNT_MANAGER,
            Role.CONTRACT_OWNER,
        }
    ),
    "surveys.run": frozenset(
        {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}
    ),
    # Calls people, holds the kiosk, types sheets in.
    "surveys.interview": ON_THE_FLOOR | {Role.CUSTOMER_SERVICE, Role.MARKETING, Role.VENUE_MANAGER},
    "surveys.results": DEPARTMENTS | (CONTRACT_READERS - {Role.ADMINISTRATOR}),
    "surveys.improve": DEPARTMENTS | {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER},
    "billing.see": CONTRACT_READERS,
    "billing.issue": frozenset({Role.FINANCE}),
    "billing.pay": frozenset({Role.FINANCE}),
    "ledger.close": frozenset({Role.FINANCE}),
    "ledger.see": frozenset({Role.FINANCE, Role.AUDITOR}),
    "trace.see": CONTRACT_READERS,
    "house.see": frozenset({Role.ADMINISTRATOR}),
}
"""Verb → the roles that may do it. ``self`` (not listed) is any signed-in person about their own things."""
