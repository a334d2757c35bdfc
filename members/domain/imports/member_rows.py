"""What rows of a file say of members, and which member each is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from foundation.refusals import Refused
from members.domain.imports import consent_cells, own_columns
from members.domain.imports.cells import by_code, read_gender, read_lines, read_source
from members.domain.imports.dates import read_birthday, read_day
from members.domain.imports.emptying import hasher_of, named
from members.domain.imports.plans import Plan
from members.domain.imports.referrers import COLUMN, LATER, find_referrers
from members.domain.imports.sealed import Row
from members.domain.privacy.filing import Hashes
from members.domain.privacy.phones import normal_phone
from members.domain.privacy.reading import personal_of_all
from members.domain.registry.changing import profile_of
from members.domain.registry.consents import consents_of
from members.domain.registry.custom_fields import checked_values, fields_by_id
from members.domain.registry.enrolling import known_by_phone, raise_known
from members.domain.registry.profile import Birthday, Profile, card_number, checked
from members.models import CustomField, Import, Member, MemberSource, MemberState, RowOutcome
from parties.domain.scope import Scope
from parties.models import Venue

EDIT: Final = "members.edit"
REVEAL: Final = "members.reveal"
SEE: Final = "members.see"
PREFERENCES: Final = ("songs", "drinks", "room")


def plans_of(sent: Import, rows: Iterable[Row], *, by: Scope, at: datetime) -> list[Plan]:
    """What these rows are going to do, by what is known at this moment. A handful of questions, however many rows."""
    hashes, today = Hashes(sent.party_id), timezone.localdate(at)
    hashed, fields = hasher_of(sent), fields_by_id(sent.party_id)
    plans = [_said(sent, row, hashed, fields, at=at) for row in rows]
    standing = [plan for plan in plans if not plan.is_rejected]
    _match(sent, standing, hashes=hashes, by=by)
    find_referrers(sent, [plan for plan in standing if not plan.is_rejected], by=by)
    for plan in standing:
        if not plan.is_rejected:
            names = {"member": plan.member_id, "number": plan.what.get("number"), "phone": plan.what.get("phone")}
            plan.keys = [hashed(f"{name}:{value}") for name, value in names.items() if value]
    _compare([plan for plan in standing if not plan.is_rejected], by=by, today=today)
    return plans


def _said(
    sent: Import, row: Row, hashed: Callable[[str], str], fields: Mapping[str, CustomField], *, at: datetime
) -> Plan:
    """Each cell on its own, so that all that is wrong with a row is said at once; then the row as a whole."""
    plan, said = Plan(row), dict[str, Any]()
    for code, text in by_code(row.cells, sent.mapping).items():
        try:
            said[code] = READERS.get(code, str)(text)
        except Refused as refused:
            plan.reject(refused)
    plan.about = named(hashed, said.get("number", ""), said.get("phone", ""))
    if plan.is_rejected:
        return plan
    try:
        plan.words, plan.referrer = consent_cells.taken_out(said, now=at), said.pop(COLUMN, "")
        own = checked_values(sent.party_id, own_columns.taken_out(said, fields), fields=fields)
        birthday = said.pop("lunar_birthday", None)
        said.setdefault("birthday", birthday)
        preferences = {code: said.pop(code) for code in PREFERENCES if code in said}
        said |= {"preferences": preferences, "custom": own}
        plan.what = {name: value for name, value in said.items() if value}
        if not plan.what.get("number") and not plan.what.get("phone"):
            raise Refused("members.row_of_nobody", "number")
        plan.profile = _as_new(sent, plan.what, today=timezone.localdate(at))
    except Refused as refused:
        plan.reject(refused)
    return plan


def _as_new(sent: Import, said: Mapping[str, Any], *, today: date) -> Profile:
    """The row as the profile of somebody new. Refused: as :func:`members.domain.registry.profile.checked` is."""
    usual = {"name": "", "source": MemberSource.IMPORTED, "joined_date": today, "venue_id": sent.venue_id}
    return checked(Profile(**{**usual, **said}), today=today)


def _match(sent: Import, plans: Sequence[Plan], *, hashes: Hashes, by: Scope) -> None:
    """Find the member of each row by the card number; without one, by the telephone number.

    Whoever may not have numbers shown does not learn from a file, either, which ones are known: theirs are not asked.
    """
    numbers = [plan.what["number"] for plan in plans if plan.what.get("number")]
    of_party = Member.objects.filter(party=sent.party_id, number__in=numbers).select_related("merged_into")
    by_number = {member.number: member for member in of_party}
    may_know = Venue.objects.within(by, verb=REVEAL).filter(pk=sent.venue_id).exists()
    phones = [plan.what["phone"] for plan in plans if plan.what.get("phone")] if may_know else []
    by_phone = known_by_phone(phones, hashes=hashes)
    ids = {member.pk for members in by_phone.values() for member in members}
    seen = set(Member.objects.within(by, verb=SEE).filter(pk__in=ids).values_list("pk", flat=True))
    for plan in plans:
        try:
            if not may_know and not plan.what.get("number"):
                raise Refused("members.row_needs_card", "number")
            plan.member_id = _member_of(plan.what, by_number, by_phone, seen)
        except Refused as refused:
            plan.reject(refused)


def _member_of(
    said: dict[str, Any],
    by_number: Mapping[str, Member],
    by_phone: Mapping[str, Sequence[Member]],
    seen: Collection[int],
) -> int | None:
    same_phone = by_phone.get(said.get("phone", ""), ())
    found = by_number.get(said.get("number", ""))
    if found is None and said.get("number"):
        raise_known(same_phone, seen)
        return None
    if found is None:
        if len(same_phone) > 1:
            raise Refused("members.phone_of_several", "phone")
        return same_phone[0].pk if same_phone else None
    if found.merged_into_id is not None:  # an old card of somebody who has another one by now
        del said["number"]
        return found.merged_into_id
    if found.state == MemberState.ERASED:
        raise Refused("members.erased", "number")
    return found.pk


def _compare(plans: Sequence[Plan], *, by: Scope, today: date) -> None:
    """What differs from what is known: of a member who is here already, the plan is left with that alone."""
    ids = {plan.member_id for plan in plans if plan.member_id}
    known = {member.pk: member for member in Member.objects.filter(pk__in=ids)}
    in_reach = set(Member.objects.within(by, verb=EDIT).filter(pk__in=ids).values_list("pk", flat=True))
    personal, allowed = personal_of_all(known.values()), consents_of(ids)
    for plan in plans:
        later = [LATER] if plan.referrer else []
        if plan.member_id is None:
            plan.outcome, plan.fields = RowOutcome.NEW, later
            continue
        try:
            if plan.member_id not in in_reach:
                raise Refused("members.of_another_venue", "number")
            before = profile_of(known[plan.member_id], personal[plan.member_id])
            plan.what = _changes(before, plan.what, today=today)
        except Refused as refused:
            plan.reject(refused)
            continue
        words = allowed[plan.member_id]
        plan.words = [word for word in plan.words if word.counts_after(words.get((word.channel, word.purpose)))]
        plan.fields = [*sorted(plan.what), *(["consents"] if plan.words else []), *later]
        plan.outcome = RowOutcome.CHANGED if plan.fields else RowOutcome.SAME


def _changes(before: Profile, said: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """What is not as it was. An empty cell says nothing; a birthday without its year takes no year away."""
    said = {name: value for name, value in said.items() if name != "number"}
    for together in ("preferences", "custom"):
        said[together] = {**getattr(before, together), **said.get(together, {})}
    birthday, known = said.get("birthday"), before.birthday
    if birthday and known and birthday == replace(known, year=birthday.year):
        said["birthday"] = replace(birthday, year=birthday.year or known.year)
    after = checked(replace(before, **said), today=today)
    return {name: getattr(after, name) for name in said if getattr(after, name) != getattr(before, name)}


def _birthday(text: str, *, is_lunar: bool = False) -> Birthday:
    written = read_birthday(text, is_lunar=is_lunar)
    return Birthday(written.month, written.day, written.calendar, written.is_leap_month, written.year)


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "number": card_number,
    "name": str,
    "phone": normal_phone,
    "birthday": _birthday,
    "lunar_birthday": lambda text: _birthday(text, is_lunar=True),
    "gender": read_gender,
    "email": str,
    "identity": str,
    "joined_date": lambda text: read_day(text, "joined_date"),
    "source": read_source,
    "songs": read_lines,
    "drinks": read_lines,
    "room": str,
    COLUMN: card_number,
    **consent_cells.READERS,
}
"""How each column's cells are read; those of own fields, once it is known which. Refused: what the reader says."""
