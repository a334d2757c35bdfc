"""Contracts on their way: a draft, a draft that can be sent, one that is out for signature. Made by the real verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from contracts.domain.signature.sending import send_for_signing
from contracts.domain.signature.signers import Signer
from contracts.domain.signature.signing import Handwriting, SealChoice, confirm_reading, sign_contract, unread_clauses
from contracts.domain.signature.signing_links import signer_scope
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import Contract, ContractVersion, SignatureRequest
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Party, User, Venue
from tests import factories
from tests.worlds import world

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SIGNERS = {
    "A": Signer("甄客户", "法定代表人", "a.signer@example.com", "zh-hans"),
    "B": Signer(
        "甄服务", "总经理", "b.signer@example.com", "en", "letter_of_authority", "签署本合同", date(2099, 12, 31)
    ),
}


@dataclass(frozen=True)
class Desk:
    """A draft and the people around it."""

    contract: Contract
    client: Party
    provider: Party
    venue: Venue
    manager: User
    owner: User

    @property
    def drafter(self) -> Scope:
        return factories.scope(self.manager)

    @property
    def version(self) -> ContractVersion:
        return Contract.objects.get(pk=self.contract.pk).latest_version

    def fill(self, **typed: str) -> ContractVersion:
        """Type into blanks as the drafter."""
        blanks = {name: Typed(raw) for name, raw in typed.items()}
        return fill_terms(self.version.pk, blanks, edits=self.version.edits, by=self.drafter)

    def send(self, at: datetime = AT) -> Contract:
        return send_for_signing(self.contract.pk, SIGNERS, by=self.drafter, at=at)

    def request(self, side: str) -> SignatureRequest:
        """The open or given signature of a side in the latest version."""
        return self.version.signature_requests.current().get(side=side)


@world
def draft(*, at: datetime = AT, form_id: str = "ktv-2", supplements: Sequence[str] = ()) -> Desk:
    """A fresh draft with every blank as the form leaves it."""
    client, provider = _parties()
    Party.objects.filter(pk=client.pk).update(email=SIGNERS["A"].email)
    client.refresh_from_db()
    venue = factories.venue(client, "滨江店")
    manager = factories.person(provider, Role.ACCOUNT_MANAGER)
    owner = factories.person(client, Role.CONTRACT_OWNER)
    contract = start_draft(
        form_id=form_id,
        frame=Frame(client, provider, "投诉处理服务合同", owner, [venue]),
        supplements=supplements,
        by=factories.scope(manager),
        at=at,
    )
    return Desk(contract, client, provider, venue, manager, owner)


def _parties() -> tuple[Party, Party]:
    """Client and provider; the first of a test always read the same, so that their printed contract can be shared."""
    client, provider = factories.party(), factories.party()
    if not Party.objects.filter(uscc=factories.credit_code(9_000_001)).exists():
        for number, party in enumerate((client, provider), 9_000_001):
            party.name = party.name_key = f"示例当事方{number}有限公司"
            party.uscc, party.email = factories.credit_code(number), f"party{number}@example.com"
            party.save()
    return client, provider


@world
def ready_draft() -> Desk:
    """A draft that can be sent."""
    desk = draft()
    desk.fill(**factories.BLANKS)
    return desk


@world
def sent() -> Desk:
    """A contract that is out for signature."""
    desk = ready_draft()
    desk.send()
    return desk


@world
def signed(sides: str = "BA") -> Desk:
    """A contract that these sides have really signed and sealed, in this order."""
    desk = sent()
    for side in sides:
        sign(desk.request(side))
    desk.contract.refresh_from_db()
    return desk


def read_heavy(request: SignatureRequest, at: datetime = AT) -> None:
    """Confirm every heavy clause as its signer."""
    for clause in unread_clauses(request):
        confirm_reading(request.pk, clause.pk, by=signer_scope(request, source="test"), at=at)


def act(request: SignatureRequest, **changes: object) -> SignatureRequest:
    """The act of signing alone, with the typed name and the drawn seal unless ``changes`` say otherwise."""
    given = {"signature": Handwriting(request.signer_name), "seal": SealChoice(), "at": AT, **changes}
    return sign_contract(request.pk, by=signer_scope(request, source="test"), **given)  # type: ignore[arg-type]


def sign(request: SignatureRequest, at: datetime = AT) -> SignatureRequest:
    """Read and sign."""
    read_heavy(request, at)
    return act(request, at=at)
