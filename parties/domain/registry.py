"""The register of legal entities: who they are, checked once, with their venues and rooms (capability A1)."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from stdnum.cn import uscc as credit_code

from foundation.refusals import Refused
from foundation.text import clean_line, normal_name
from parties.domain.circles import register_partners
from parties.domain.scope import Scope, writing
from parties.models import Party, Room, Venue

VERB = "parties.edit"

_on_changed: list[Callable[[int], None]] = []


def on_changed(told: Callable[[int], None]) -> None:
    """Have a floor above told which party was changed, in the transaction of the change."""
    _on_changed.append(told)


@dataclass(frozen=True)
class PartyDetails:
    """What is known of a legal entity, as typed."""

    name: str
    legal_representative: str
    address: str
    phone: str
    email: str
    contact: str
    uscc: str
    bank_name: str = ""
    bank_account: str = ""


OPTIONAL = frozenset({"bank_name", "bank_account"})


def register_party(details: PartyDetails, *, by: Scope) -> Party:
    """Put a legal entity into the register of the person's party.

    One that another party of this installation has registered already, with the same name and credit code, is shared
    and left as it is. Refused: ``parties.uscc_wrong``, ``parties.duplicate``, empty or over-long fields.
    """
    by.require(VERB)
    clean = _clean(details)
    with writing(by):
        party = _known(clean) or _create(clean)
        party.keepers.add(*_keeping_parties(by))
    return party


def change_party(party_id: int, details: PartyDetails, *, by: Scope) -> Party:
    """Correct what is known of a legal entity. Contracts that were sent keep what they say.

    Saved by its own people, its mailbox becomes one to which contracts may be sent for signing.

    Refused as in ``register_party``, and ``parties.not_yours`` when one neither works for it nor keeps it.
    """
    clean = _clean(details)
    with writing(by):
        party = Party.objects.select_for_update().get(pk=party_id)
        require_keeper(party, by)
        _refuse_duplicates(clean, but=party)
        for field in fields(clean):
            setattr(party, field.name, getattr(clean, field.name))
        party.name_key = normal_name(clean.name)
        party.email_is_own = by.may_for(VERB, party.pk)
        party.save()
        for told in _on_changed:
            told(party.pk)
    return party


def may_change(party: Party, by: Scope) -> bool:
    """Whether the person works for the party in a role that may edit.

    A party with people of its own is theirs alone to change. One without is looked after by those who keep it in
    their register.
    """
    if by.may_for(VERB, party.pk):
        return True
    if party.memberships.exists():
        return False
    return any(by.may_for(VERB, keeper) for keeper in party.keepers.values_list("pk", flat=True))


def require_keeper(party: Party, by: Scope) -> None:
    """Refuse (``parties.not_yours``) unless ``may_change``."""
    if not may_change(party, by):
        raise Refused("parties.not_yours")


def add_venue(party_id: int, *, name: str, code: str, address: str, by: Scope) -> Venue:
    """Add a KTV of a party. Refused: ``parties.venue_duplicate``, ``parties.code_taken``."""
    name = _required_line(name, 120, "name")
    code = _required_line(code, 20, "code").upper()
    with writing(by):
        party = Party.objects.select_for_update().get(pk=party_id)
        require_keeper(party, by)
        if any(normal_name(venue.name) == normal_name(name) for venue in party.venues.all()):
            raise Refused("parties.venue_duplicate", "name", name=name)
        if Venue.objects.filter(code=code).exists():
            raise Refused("parties.code_taken", "code", taken=code)
        return Venue.objects.create(party=party, name=name, code=code, address=clean_line(address, 300, "address"))


def add_rooms(venue_id: int, *, names: str, by: Scope) -> list[Room]:
    """Add private rooms, named in one line with commas or spaces between; those known already are left alone."""
    wanted = [clean_line(name, 40, "names") for name in _split(names)]
    if not wanted:
        raise Refused("foundation.required", "names")
    with writing(by):
        venue = Venue.objects.select_for_update(of=("self",)).select_related("party").get(pk=venue_id)
        require_keeper(venue.party, by)
        known = {normal_name(room.name) for room in venue.rooms.all()}
        fresh = {normal_name(name): name for name in wanted if normal_name(name) not in known}
        return Room.objects.bulk_create(Room(venue=venue, name=name) for name in fresh.values())


def connect() -> None:
    """Let people see the parties that their own party keeps in its register."""
    register_partners(lambda ids: Party.objects.filter(keepers__in=ids).values_list("pk", flat=True))


def _clean(details: PartyDetails) -> PartyDetails:
    """Trimmed and checked: no hidden characters, nothing too long, nothing missing, a credit code that can exist."""
    cleaned = {}
    for field in fields(details):
        limit = getattr(Party._meta.get_field(field.name), "max_length", 0)
        read = clean_line if field.name in OPTIONAL else _required_line
        cleaned[field.name] = read(getattr(details, field.name), limit, field.name)
    cleaned["uscc"] = _checked_code(cleaned["uscc"])
    return PartyDetails(**cleaned)


def _required_line(text: str, limit: int, field: str) -> str:
    line = clean_line(text, limit, field)
    if not line:
        raise Refused("foundation.required", field)
    return line


def _checked_code(raw: str) -> str:
    """The 18 characters in capitals; full width is forgiven, a wrong check character is not (GB 32100-2015)."""
    code = credit_code.compact(unicodedata.normalize("NFKC", raw)).upper()
    if not credit_code.is_valid(code):
        raise Refused("parties.uscc_wrong", "uscc")
    return str(code)


def _known(details: PartyDetails) -> Party | None:
    """The party that is registered already under this name and this code; a match of only one of them is refused."""
    known = Party.objects.filter(uscc=details.uscc, name_key=normal_name(details.name)).first()
    if known is None:
        _refuse_duplicates(details)
    return known


def _refuse_duplicates(details: PartyDetails, but: Party | None = None) -> None:
    others = Party.objects.exclude(pk=but.pk) if but else Party.objects.all()
    if same_name := others.filter(name_key=normal_name(details.name)).first():
        raise Refused("parties.duplicate", "name", name=same_name.name)
    if others.filter(uscc=details.uscc).exists():
        raise Refused("parties.uscc_taken", "uscc")


def _create(details: PartyDetails) -> Party:
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    try:
        with transaction.atomic():
            return Party.objects.create(name_key=normal_name(details.name), **values)
    except IntegrityError:  # somebody else registered it in this very moment
        raise Refused("parties.duplicate", "name", name=details.name)


def _keeping_parties(by: Scope) -> list[int]:
    return sorted(by.parties_for(VERB))


def _split(names: str) -> list[str]:
    for separator in "，、；;\n\t ":
        names = names.replace(separator, ",")
    return [name for name in names.split(",") if name]
