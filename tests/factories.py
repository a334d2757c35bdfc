"""Rows that tests stand on: two parties with people in every role, venues, and a contract that runs."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from stdnum.cn import uscc

from contracts.domain.duties.obligations import NewObligation, due, open_obligations
from contracts.domain.in_force import TermsInForce, terms_for_venue
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import Contract, ContractVersion, Obligation, SignatureRequest, Term
from contracts.models.contracts import Side
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Membership, Party, Room, User, Venue
from tests.worlds import world

_numbers = itertools.count(1)
BEGUN = timezone.now()
"""When this run began: for pages that go by the real clock. What was printed for one test then serves the others."""


def credit_code(number: int) -> str:
    """A well-formed unified social credit code; no real entity's."""
    body = f"91990000MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def party(name: str = "") -> Party:
    number = next(_numbers)
    name = name or f"测试公司{number}号"
    return Party.objects.create(
        name=name,
        name_key=name,
        legal_representative="甄试",
        address="示例市样本路1号",
        phone="010-00000000",
        email=f"office{number}@example.com",
        email_is_own=True,
        contact="甄样",
        uscc=credit_code(number),
        bank_name="示例银行",
        bank_account="6200000000000000",
    )


def venue(of: Party, name: str = "", rooms: Sequence[str] = ("888",)) -> Venue:
    number = next(_numbers)
    made = Venue.objects.create(party=of, name=name or f"门店{number}", code=f"v{number}")
    Room.objects.bulk_create([Room(venue=made, name=room) for room in rooms])
    return made


def person(of: Party, role: Role, *, venues: Sequence[Venue] = (), language: str = "zh-hans") -> User:
    """A person with one role, who can sign in with the password ``password``."""
    number = next(_numbers)
    user = User.objects.create_user(
        f"person{number}@example.com", "password", name=f"甄{role.value}{number}", language=language
    )
    membership = Membership.objects.create(user=user, party=of, role=role, active_from=date(2020, 1, 1))
    membership.venues.set(venues)
    return user


def scope(user: User) -> Scope:
    return Scope.of(user, source="test")


@dataclass(frozen=True)
class Agreement:
    """A contract that runs, and the people around it."""

    contract: Contract
    client: Party
    provider: Party
    venue: Venue
    account_manager: User
    owner: User

    def terms(self, at: datetime) -> TermsInForce:
        found = terms_for_venue(self.venue.pk, at)
        assert found is not None
        return found

    def owe(self, count: int = 1, *, started_at: datetime, term: str = "verify_within") -> list[Obligation]:
        """Open obligations of the agreed bearer that run from ``started_at``."""
        terms = self.terms(started_at)
        limit = terms.term(term)
        assert limit is not None
        one = NewObligation(
            term=limit,
            kind="tests.step",
            subject="核实投诉",
            owner_id=self.account_manager.pk,
            started_at=started_at,
            due_at=due(limit, started_at),
            breach="step_late",
        )
        with writing(SYSTEM):
            return open_obligations(terms, [one] * count)


def term_of(obligation: Obligation) -> Term:
    """The term that is the cause of an obligation."""
    assert obligation.term is not None
    return obligation.term


def signed_by_both(version: ContractVersion, *, at: datetime) -> None:
    """Both sides' signatures as the database asks for them before a wording acts; the sealed file is left out."""
    parties = {side: version.contract.party_of(side) for side in Side}
    SignatureRequest.objects.bulk_create(
        SignatureRequest(
            version=version,
            party=party,
            side=side,
            party_name=party.name,
            party_uscc=party.uscc,
            signer_name=party.legal_representative,
            signer_title="法定代表人",
            signer_email=party.email,
            state="signed",
            invited_at=at,
            signed_at=at,
        )
        for side, party in parties.items()
    )


BLANKS = {
    "contract_amount": "600000",
    "satisfaction_target": "90",
    "survey_interval": "3",
    "statement_interval": "3",
    "damages_per_breach": "0.5%",
    "damages_cap_month": "5",
    "damages_cap_total": "10",
    "arbitration_body": "示例仲裁委员会",
}


@world
def effective_contract(
    *, at: datetime, form_id: str = "ktv-2", second_venue: str = "", supplements: Sequence[str] = (), **blanks: str
) -> Agreement:
    """A contract in force since ``at``, made by the drafter's own verbs; only the act of signing is left out.

    ``second_venue`` names another one that it covers. ``blanks`` replace the usual values, as typed. Tests of signing
    itself send and sign for real.
    """
    made = drafted(at=at, form_id=form_id, second_venue=second_venue, supplements=supplements, **blanks)
    return in_force(made, at=at)


@world
def drafted(
    *, at: datetime, form_id: str = "ktv-2", second_venue: str = "", supplements: Sequence[str] = (), **blanks: str
) -> Agreement:
    """The same as far as it is filled in."""
    client, provider = party(), party()
    places = [venue(client), *([venue(client, second_venue)] if second_venue else [])]
    manager, owner = person(provider, Role.ACCOUNT_MANAGER), person(client, Role.CONTRACT_OWNER)
    drafter = scope(manager)
    contract = start_draft(
        form_id=form_id,
        frame=Frame(client, provider, "测试合同", owner, places),
        **({"supplements": supplements} if supplements else {}),
        by=drafter,
        at=at,
    )
    version = contract.latest_version
    asked = set(version.terms.values_list("name", flat=True))
    usual = {name: raw for name, raw in BLANKS.items() if name in asked}
    typed = {name: Typed(raw) for name, raw in (usual | blanks).items()}
    fill_terms(version.pk, typed, edits=version.edits, by=drafter)
    return Agreement(contract, client, provider, places[0], manager, owner)


def in_force(agreement: Agreement, *, at: datetime) -> Agreement:
    """Its draft takes effect as if both sides had signed it."""
    contract = agreement.contract
    version = contract.latest_version
    signed_by_both(version, at=at)
    version.state, version.frozen_at, version.effective_at = "effective", at, at
    version.save()
    Contract.objects.filter(pk=contract.pk).update(state="effective", effective_at=at, ends_at=at + timedelta(days=365))
    contract.refresh_from_db()
    return agreement
