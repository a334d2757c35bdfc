"""Enrolling members: one at the desk, or many from a file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.enciphering import Key, house_key
from foundation.refusals import Refused
from members.domain.privacy.filing import Hashes, search_row
from members.domain.privacy.personal import enciphered, new_key, wrapped_key
from members.domain.registry.custom_fields import checked_values
from members.domain.registry.profile import Profile, checked
from members.domain.registry.reach import home_of
from members.domain.registry.referring import check_referrer
from members.models import Member, MemberKey, MemberSearch
from parties.domain.scope import Scope, writing


class Enrolled(NamedTuple):
    """The rows of one new member, not saved: together they are inserted, the member first."""

    member: Member
    key: MemberKey
    search: MemberSearch


def enrol_member(party_id: int, profile: Profile, *, by: Scope, at: datetime, even_if_known: bool = False) -> Member:
    """A new member of a party.

    Refused: ``members.venue_unknown``, ``.venue_missing``, ``.number_taken``, ``.phone_known`` or
    ``.phone_known_elsewhere`` (unless ``even_if_known``), ``.referrer_unknown``, and what
    :func:`members.domain.registry.profile.checked` and
    :func:`members.domain.registry.custom_fields.checked_values` refuse.
    """
    profile = checked(profile, today=timezone.localdate(at))
    profile = replace(profile, custom=checked_values(party_id, profile.custom))
    with writing(by):
        home_of(party_id, profile.venue_id, by=by)
        check_referrer(party_id, None, profile.referrer_id)
        hashes = Hashes(party_id)
        if not even_if_known:
            refuse_known(profile.phone, hashes=hashes, by=by)
        [member_id] = next_member_ids(1)
        rows = rows_of(member_id, profile, hashes=hashes, house=house_key(), at=at)
        try:
            with transaction.atomic():
                save_all([rows])
        except IntegrityError as error:
            if "member_number_once_per_party" in str(error):
                raise Refused("members.number_taken", "number") from None
            raise
        return rows.member


def rows_of(member_id: int, profile: Profile, *, hashes: Hashes, house: Key, at: datetime) -> Enrolled:
    """The rows of a member whose profile is checked. A file of members makes ``hashes`` and ``house`` once."""
    key, birthday = new_key(), profile.birthday
    member = Member(
        pk=member_id,
        party_id=hashes.party_id,
        venue_id=profile.venue_id,
        number=profile.number or given_number(member_id),
        gender=profile.gender,
        language=profile.language,
        joined_date=profile.joined_date,
        source=profile.source,
        referrer_id=profile.referrer_id,
        preferences=dict(profile.preferences),
        custom=dict(profile.custom),
        created_at=at,
        **enciphered(member_id, profile.personal, key=key),
    )
    if birthday:
        member.birth_month, member.birth_day = birthday.month, birthday.day
        member.birth_calendar, member.birth_is_leap_month = birthday.calendar, birthday.is_leap_month
    kept = wrapped_key(member_id, key, house=house)
    return Enrolled(member, kept, search_row(member_id, profile.personal, hashes=hashes))


def save_all(rows: Sequence[Enrolled]) -> None:
    """Insert them, in the caller's transaction."""
    Member.objects.bulk_create(each.member for each in rows)
    MemberKey.objects.bulk_create(each.key for each in rows)
    MemberSearch.objects.bulk_create(each.search for each in rows)


def given_number(member_id: int) -> str:
    """The card number of who brought none."""
    return f"M{member_id:08d}"


def next_member_ids(count: int) -> list[int]:
    """As many ids, drawn before their rows are made: what is enciphered names the row in which it stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('members_member_id_seq') FROM generate_series(1, %s)", [count])
        return [member_id for (member_id,) in cursor.fetchall()]


def refuse_known(phone: str, *, hashes: Hashes, by: Scope) -> None:
    """Refused: ``members.phone_known`` when an active member of the party has this telephone number.

    Of a member out of the person's reach no more is told than that there is one: ``members.phone_known_elsewhere``.
    """
    known = [member for members in known_by_phone([phone], hashes=hashes).values() for member in members]
    if known:
        seen = Member.objects.within(by, verb="members.see").filter(pk__in=[member.pk for member in known])
        raise_known(known, set(seen.values_list("pk", flat=True)))


def raise_known(known: Sequence[Member], seen: Collection[int]) -> None:
    """Refuse a telephone number that these members have, of whom the person sees those. Refused: as above."""
    if not known:
        return
    card = next((member.number for member in known if member.pk in seen), None)
    if card is None:
        raise Refused("members.phone_known_elsewhere", "phone")
    raise Refused("members.phone_known", "phone", number=card)


def known_by_phone(phones: Iterable[str], *, hashes: Hashes) -> dict[str, list[Member]]:
    """The active members with these telephone numbers, by the number; the earliest first."""
    wanted = {hashes.phone(phone): phone for phone in phones if phone}
    rows = Member.objects.active().filter(party=hashes.party_id, search__phone_hash__in=wanted)
    found: dict[str, list[Member]] = {}
    for member in rows.select_related("search").order_by("pk"):
        found.setdefault(wanted[member.search.phone_hash], []).append(member)
    return found
