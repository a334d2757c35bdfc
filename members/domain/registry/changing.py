"""Changing what is known of a member: one writer for the desk, the member's own correction, and files."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from members.domain.privacy.filing import Hashes, search_row
from members.domain.privacy.personal import Personal, deciphered, enciphered, opened_key
from members.domain.registry.custom_fields import checked_values
from members.domain.registry.profile import Birthday, Profile, checked
from members.domain.registry.reach import home_of, locked_member
from members.domain.registry.referring import check_referrer
from members.models import Member, MemberChange, MemberKey
from parties.domain.scope import Scope, writing

CHANGEABLE: Final = tuple(field.name for field in fields(Profile))
PLAIN: Final = ("venue_id", "number", "gender", "language", "joined_date", "source", "referrer_id")
_BIRTH: Final = ("birth_month", "birth_day", "birth_calendar", "birth_is_leap_month", "birth_year_enciphered")


def change_member(
    member_id: int, changes: Mapping[str, Any], *, by: Scope, at: datetime, revision: int | None = None
) -> Member:
    """Change some data of a member, named as in :class:`members.domain.registry.profile.Profile`; others stay.

    ``revision`` is the one that the person saw. What is the same already changes nothing.
    Refused: ``parties.not_yours``, ``members.not_active``, ``.changed_meanwhile``, and what enrolling refuses.
    """
    unknown = changes.keys() - set(CHANGEABLE)
    if unknown:
        raise LookupError(sorted(unknown))
    with writing(by):
        member = locked_member(member_id, by=by)
        if revision is not None and revision != member.revision:
            raise Refused("members.changed_meanwhile")
        kept = MemberKey.objects.select_for_update().get(member=member)
        before = profile_of(member, deciphered(member, key=opened_key(kept)))
        after = checked(replace(before, **changes), today=timezone.localdate(at))
        if "custom" in changes:
            after = replace(after, custom=checked_values(member.party_id, {**before.custom, **changes["custom"]}))
        changed = [name for name in CHANGEABLE if getattr(before, name) != getattr(after, name)]
        if changed:
            _check_places(member, after, changed, by=by)
            _write(member, after, changed, kept)
            MemberChange.objects.create(member=member, fields=changed, user_id=by.user_id, at=at)
    return member


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


def _check_places(member: Member, after: Profile, changed: list[str], *, by: Scope) -> None:
    if "venue_id" in changed:
        home_of(member.party_id, after.venue_id, by=by)
    if "referrer_id" in changed:
        check_referrer(member.party_id, member.pk, after.referrer_id)


def _write(member: Member, after: Profile, changed: list[str], kept: MemberKey) -> None:
    for name in (*PLAIN, "preferences", "custom"):
        setattr(member, name, getattr(after, name))
    birthday = after.birthday
    member.birth_month, member.birth_day = (birthday.month, birthday.day) if birthday else (None, None)
    member.birth_is_leap_month = birthday.is_leap_month if birthday else False
    if birthday:
        member.birth_calendar = birthday.calendar
    columns = _columns(changed)
    sealed = enciphered(member.pk, after.personal, key=opened_key(kept))
    for column in columns & sealed.keys():
        setattr(member, column, sealed[column])
    member.revision += 1
    try:
        with transaction.atomic():
            member.save(update_fields=[*columns, "revision"])
    except IntegrityError as error:
        if "member_number_once_per_party" in str(error):
            raise Refused("members.number_taken", "number") from None
        raise
    if {"name", "phone"} & set(changed):
        search_row(member.pk, after.personal, hashes=Hashes(member.party_id)).save(force_update=True)


def _columns(changed: list[str]) -> set[str]:
    """The columns of the member in which these data stand."""
    found: set[str] = set()
    for name in changed:
        if name == "birthday":
            found.update(_BIRTH)
        else:
            found.add(f"{name}_enciphered" if name in ("name", "phone", "email", "identity") else name)
    return found
