"""Changing what is known of members: one writer for the desk, the member's own correction, and files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from foundation.updating import update_rows
from members.domain.privacy.filing import Hashes, search_row
from members.domain.privacy.personal import Personal, deciphered, enciphered, opened_key
from members.domain.registry.custom_fields import checked_values, fields_by_id
from members.domain.registry.profile import Birthday, Profile, checked
from members.domain.registry.reach import home_of, locked_member, locked_members
from members.domain.registry.referring import Lines
from members.models import CustomField, Member, MemberChange, MemberKey
from parties.domain.scope import Scope, writing

CHANGEABLE: Final = tuple(field.name for field in fields(Profile))
PLAIN: Final = ("venue_id", "number", "gender", "language", "joined_date", "source", "referrer_id")
_BIRTH: Final = ("birth_month", "birth_day", "birth_calendar", "birth_is_leap_month", "birth_year_enciphered")
_FOUND_BY: Final = ("party_id", "sort_key", "tokens", "phone_hash", "last_four_hash")

Changes = Mapping[str, Any]
"""Some data of a member, named as in :class:`members.domain.registry.profile.Profile`; others stay."""
FieldsOf = Callable[[int], Mapping[str, CustomField]]
"""The own fields of a party."""


@dataclass(frozen=True)
class _Changed:
    """A member's row, what is said of them from now on, and what of that is new."""

    member: Member
    kept: MemberKey
    after: Profile
    names: list[str]


def change_member(member_id: int, changes: Changes, *, by: Scope, at: datetime, revision: int | None = None) -> Member:
    """Change some data of a member.

    ``revision`` is the one that the person saw. What is the same already changes nothing.
    Refused: ``parties.not_yours``, ``members.not_active``, ``.changed_meanwhile``, and what enrolling refuses.
    """
    with writing(by):
        member = locked_member(member_id, by=by)
        if revision is not None and revision != member.revision:
            raise Refused("members.changed_meanwhile")
        try:
            with transaction.atomic():
                refused = _change([member], {member_id: changes}, by=by, at=at)
        except IntegrityError as error:
            if "member_number_once_per_party" in str(error):
                raise Refused("members.number_taken", "number") from None
            raise
    if refused:
        raise refused[member_id]
    return member


def change_many(changes: Mapping[int, Changes], *, by: Scope, at: datetime) -> dict[int, Refused]:
    """The same for many members, by as many statements as for one; what refuses one leaves the others as they are.

    Gives who was refused, and why.
    """
    with writing(by):
        found = locked_members(changes, by=by)
        refused = {member_id: row for member_id, row in found.items() if isinstance(row, Refused)}
        members = [row for member_id in changes if isinstance(row := found[member_id], Member)]
        try:
            with transaction.atomic():
                return refused | _change(members, changes, by=by, at=at)
        except IntegrityError:  # one by one it shows whose card number it is that somebody else has
            return refused | _change_each({row.pk: changes[row.pk] for row in members}, by=by, at=at)


def _change_each(changes: Mapping[int, Changes], *, by: Scope, at: datetime) -> dict[int, Refused]:
    refusals: dict[int, Refused] = {}
    for member_id, change in changes.items():
        try:
            with transaction.atomic():
                change_member(member_id, change, by=by, at=at)
        except Refused as refused:
            refusals[member_id] = refused
    return refusals


def _change(
    members: Sequence[Member], changes: Mapping[int, Changes], *, by: Scope, at: datetime
) -> dict[int, Refused]:
    """Change these rows, which the caller has locked."""
    keys = MemberKey.objects.select_for_update().filter(member__in=members).order_by("pk")
    kept = {key.member_id: key for key in keys}
    lines = Lines(found for each in changes.values() if (found := each.get("referrer_id")))
    own_fields, homes = cache(fields_by_id), cache(lambda party_id, venue_id: home_of(party_id, venue_id, by=by))
    refusals: dict[int, Refused] = {}
    done: list[_Changed] = []
    for member in members:
        try:
            change = _changed(member, kept[member.pk], changes[member.pk], at=at, fields=own_fields)
            if "venue_id" in change.names:
                homes(member.party_id, change.after.venue_id)
            if "referrer_id" in change.names:
                lines.check(member.party_id, member.pk, change.after.referrer_id)
                lines.note(member.pk, change.after.referrer_id)
        except Refused as refused:
            refusals[member.pk] = refused
        else:
            done += [change] if change.names else []
    _write(done, by=by, at=at)
    return refusals


def profile_of(member: Member, personal: Personal) -> Profile:
    """What is known of a member, in the form in which it came in."""
    year = int(personal.birth_year) if personal.birth_year else None
    birthday = None
    if member.birth_month and member.birth_day:
        birthday = Birthday(
            member.birth_month, member.birth_day, member.birth_calendar, member.birth_is_leap_month, year
        )
    plain = {name: getattr(member, name) for name in (*PLAIN, "preferences", "custom")}
    return Profile(
        name=personal.name,
        phone=personal.phone,
        email=personal.email,
        identity=personal.identity,
        birthday=birthday,
        **plain,
    )


def _changed(
    member: Member,
    kept: MemberKey,
    changes: Changes,
    *,
    at: datetime,
    fields: Callable[[int], Mapping[str, CustomField]],
) -> _Changed:
    unknown = changes.keys() - set(CHANGEABLE)
    if unknown:
        raise LookupError(sorted(unknown))
    before = profile_of(member, deciphered(member, key=opened_key(kept)))
    after = checked(replace(before, **changes), today=timezone.localdate(at))
    if "custom" in changes:
        said = {**before.custom, **changes["custom"]}
        after = replace(after, custom=checked_values(member.party_id, said, fields=fields(member.party_id)))
    names = [name for name in CHANGEABLE if getattr(before, name) != getattr(after, name)]
    return _Changed(member, kept, after, names)


def _write(changes: Sequence[_Changed], *, by: Scope, at: datetime) -> None:
    """Raises IntegrityError for a card number that somebody else has."""
    columns = set[str]()
    for change in changes:
        columns |= _set(change)
    update_rows([change.member for change in changes], {*columns, "revision"})
    hashes = cache(Hashes)
    moved = [change for change in changes if {"name", "phone"} & set(change.names)]
    rows = [search_row(each.member.pk, each.after.personal, hashes=hashes(each.member.party_id)) for each in moved]
    update_rows(rows, _FOUND_BY)
    MemberChange.objects.bulk_create(
        MemberChange(member=each.member, fields=each.names, user_id=by.user_id, at=at) for each in changes
    )


def _set(change: _Changed) -> set[str]:
    """Set what is new on the member's row; tells in which columns."""
    member, after = change.member, change.after
    for name in (*PLAIN, "preferences", "custom"):
        setattr(member, name, getattr(after, name))
    birthday = after.birthday
    member.birth_month, member.birth_day = (birthday.month, birthday.day) if birthday else (None, None)
    member.birth_is_leap_month = birthday.is_leap_month if birthday else False
    if birthday:
        member.birth_calendar = birthday.calendar
    columns = _columns(change.names)
    sealed = enciphered(member.pk, after.personal, key=opened_key(change.kept))
    for column in columns & sealed.keys():
        setattr(member, column, sealed[column])
    member.revision += 1
    return columns


def _columns(changed: Iterable[str]) -> set[str]:
    """The columns of the member in which these data stand."""
    found: set[str] = set()
    for name in changed:
        if name == "birthday":
            found.update(_BIRTH)
        else:
            found.add(f"{name}_enciphered" if name in ("name", "phone", "email", "identity") else name)
    return found
