"""Starting a contract: from a form, or as a copy of another contract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.domain.archive.indexing import ask_to_index
from contracts.domain.chiefs import chiefs_of, contract_owners_of
from contracts.domain.forms import load_form
from contracts.domain.locking import locked_contract
from contracts.domain.wording.numbering import next_number
from contracts.domain.wording.versions import version_like, version_of_form
from contracts.models import Contract, ContractVersion
from foundation.refusals import Refused
from foundation.text import clean_line
from parties.domain.scope import Scope, writing
from parties.models import Party, User, Venue

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Frame:
    """What stands around the wording of a contract."""

    party_a: Party
    party_b: Party
    title: str
    contract_owner: User
    venues: Sequence[Venue]


def start_draft(*, form_id: str, frame: Frame, supplements: Iterable[str] = (), by: Scope, at: datetime) -> Contract:
    """A new contract with all that its form says: clauses, terms with their defaults, annexes, kinds of breach.

    ``supplements``: which of the form's supplements apply (``retention``: Party A or B leads, an intermediary). The
    drafter becomes its account manager. Refused: ``parties.not_yours`` unless the drafter drafts for Party B,
    ``contracts.same_party``, ``contracts.owner_elsewhere``, ``contracts.venue_of_another``,
    ``contracts.supplement_unknown``.
    """
    form = load_form(form_id).with_supplements(supplements)
    with writing(by):
        contract = _begin(frame, form.id, form.version, by=by, at=at)
        version_of_form(contract, form)
    return contract


def copy_contract(source: ContractVersion, *, frame: Frame, by: Scope, at: datetime) -> Contract:
    """A new draft that says all that ``source`` says, its values and changed clauses included.

    The form is as it was then, even where there is a newer one. Refused as for ``start_draft``.
    """
    with writing(by):
        contract = _begin(frame, source.contract.form_id, source.contract.form_version, by=by, at=at)
        version_like(source, contract)
    return contract


def copy_for_renewal(source: ContractVersion, *, at: datetime) -> Contract:
    """The draft of the contract that renews the one of ``source``, for the same parties, people and venues.

    In the caller's transaction, whoever of the two sides asked for it.
    """
    old = source.contract
    chiefs = chiefs_of(old)
    owner = User.objects.get(pk=chiefs[old.party_a_id])
    frame = Frame(old.party_a, old.party_b, old.title, owner, list(old.venues.all()))
    contract = _create(frame, old.form_id, old.form_version, chiefs[old.party_b_id], at=at, renews=old)
    version_like(source, contract)
    return contract


def _begin(frame: Frame, form_id: str, form_version: int, *, by: Scope, at: datetime) -> Contract:
    by.require_for("contracts.draft", frame.party_b.pk)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    _check_sides(frame)
    return _create(frame, form_id, form_version, by.user_id, at=at)


def _create(
    frame: Frame,
    form_id: str,
    form_version: int,
    account_manager_id: int,
    *,
    at: datetime,
    renews: Contract | None = None,
) -> Contract:
    contract = Contract.objects.create(
        number=next_number(at),
        title=_title(frame.title),
        form_id=form_id,
        form_version=form_version,
        party_a=frame.party_a,
        party_b=frame.party_b,
        account_manager_id=account_manager_id,
        contract_owner=frame.contract_owner,
        created_at=at,
        renews=renews,
    )
    contract.venues.set(frame.venues)
    ask_to_index(contract.pk)
    return contract


def change_frame(contract_id: int, *, title: str, contract_owner: User, venues: Sequence[Venue], by: Scope) -> Contract:
    """Correct a draft's title, the client's owner and the venues covered. Refused as in ``start_draft``, and
    ``contracts.frozen``."""
    with writing(by):
        contract = locked_contract(contract_id)
        require_draft(contract, by)
        _check_sides(Frame(contract.party_a, contract.party_b, title, contract_owner, venues))
        contract.title = _title(title)
        contract.contract_owner = contract_owner
        contract.save(update_fields=["title", "contract_owner"])
        ask_to_index(contract.pk)
        contract.venues.set(venues)
    return contract


def require_draft(contract: Contract, by: Scope) -> None:
    """Refuse unless the contract's first agreement is being worded and the person drafts for its provider."""
    if not by.may_for("contracts.draft", contract.party_b_id):
        raise Refused("contracts.not_your_side")
    if not contract.is_being_drafted:
        raise Refused("contracts.frozen")


def require_editable(version: ContractVersion, contract: Contract, by: Scope) -> None:
    """Refuse unless the version is being worded (a draft or shared) and the person drafts for the contract's provider.

    The contract is locked and the version was read after that: it may have been sent a moment ago.
    """
    if not by.may_for("contracts.draft", contract.party_b_id):
        raise Refused("contracts.not_your_side")
    if not version.is_editable:
        raise Refused("contracts.frozen")


def _title(typed: str) -> str:
    title = clean_line(typed, LONGEST_TITLE, "title")
    if not title:
        raise Refused("foundation.required", "title")
    return title


def _check_sides(frame: Frame) -> None:
    if frame.party_a.pk == frame.party_b.pk:
        raise Refused("contracts.same_party", "party_a")
    if not contract_owners_of(frame.party_a).filter(pk=frame.contract_owner.pk).exists():
        raise Refused("contracts.owner_elsewhere", "contract_owner", party=frame.party_a.name)
    _check_venues(frame.party_a, frame.venues)


def _check_venues(party_a: Party, venues: Iterable[Venue]) -> None:
    for venue in venues:
        if venue.party_id != party_a.pk:
            raise Refused("contracts.venue_of_another", "venues", venue=venue.name)
