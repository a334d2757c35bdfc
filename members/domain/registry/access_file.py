"""Everything that is kept of one member, as a file for them (PIPL 45): in their language, and told in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import shown_phone
from members.domain.privacy.showing import note_look, reason_of
from members.domain.registry.custom_fields import fields_of
from members.domain.registry.notes import read_notes
from members.models import Member, Shown
from parties.domain.scope import Scope, writing


@dataclass(frozen=True)
class Section:
    """A part of the file: a table with its headings."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


Part = Callable[[Member, Personal, Scope], Section]
"""What an upper room or floor keeps of a member, as far as this person may see it, in the language that is active."""

_parts: list[Part] = []


def register_part(part: Part) -> None:
    """Add a part; the same again changes nothing."""
    if part not in _parts:
        _parts.append(part)


def access_file(member_id: int, *, reason: str, by: Scope, at: datetime) -> Mapping[str, Any]:
    """The file as plain values, the same for print and for machines; that it was made is kept like a look.

    A telephone number is what somebody typed: of bills and complaints it holds only what ``by`` may see anyway.
    Refused as :func:`members.domain.privacy.showing.reveal` is.
    """
    why = reason_of(reason)
    with writing(by):
        personal = note_look(member_id, Shown.FILE, by=by, reason=why, at=at)
        member = Member.objects.select_related("party", "venue", "referrer").get(pk=member_id)
        with translation.override(member.language):
            sections = [*_own(member, personal), *(part(member, personal, by) for part in _parts)]
            return {
                "title": _("What we keep of you"),
                "party": member.party.name,
                "number": member.number,
                "language": member.language,
                "made": moment(at),
                "note": _("Bills and complaints are listed as far as the person who made this file may see them."),
                "sections": [asdict(section) for section in sections],
            }


def moment(at: datetime) -> str:
    """A moment as it is told."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _own(member: Member, personal: Personal) -> Iterator[Section]:
    """What the registry itself keeps."""
    yield Section(
        _("Profile"),
        [pgettext("of a member", "What"), _("Value")],
        [row for row in _profile(member, personal) if row[1]],
    )
    consents = member.consents.order_by("pk")
    yield Section(
        _("What you allowed"),
        [_("When"), pgettext("consent", "Channel"), _("Purpose"), _("Word")],
        [
            [
                moment(word.at),
                word.get_channel_display(),
                word.get_purpose_display(),
                pgettext("consent", "yes") if word.given else pgettext("consent", "no"),
            ]
            for word in consents
        ],
    )
    notes = read_notes(list(member.notes.order_by("pk")))
    yield Section(
        _("Notes about you"),
        [_("When"), pgettext("of a member", "Note")],
        [[moment(note.at), text] for note, text in notes],
    )
    yield Section(
        _("Who had your data shown"),
        [_("When"), pgettext("of a member", "What"), _("Reason")],
        [[moment(look.at), look.get_field_display(), look.reason] for look in member.looks.order_by("pk")],
    )


def _profile(member: Member, personal: Personal) -> Iterator[tuple[str, str]]:
    birthday = [part for part in (personal.birth_year, member.birthday_text) if part]
    yield pgettext("of a member", "Name"), personal.name
    yield pgettext("of a member", "Telephone number"), shown_phone(personal.phone)
    yield _("E-mail"), personal.email
    yield _("Identity number"), personal.identity
    yield _("Birthday"), " ".join([*birthday, member.get_birth_calendar_display()]) if birthday else ""
    yield _("Gender"), member.get_gender_display() if member.gender else ""
    yield _("Card number"), member.number
    yield _("Home venue"), str(member.venue or "")
    yield _("Joined on"), member.joined_date.isoformat()
    yield _("Won through"), member.get_source_display()
    yield _("Recommended by"), member.referrer.number if member.referrer else ""
    yield _("Songs"), " · ".join(member.preferences.get("songs", []))
    yield _("Drinks"), " · ".join(member.preferences.get("drinks", []))
    yield pgettext("preference", "Room"), member.preferences.get("room", "")
    said = {True: _("Yes"), False: _("No")}
    for field in fields_of(member.party_id, held=list(member.custom)):
        value = member.custom.get(str(field.pk))
        yield field.name, "" if value is None else said[value] if isinstance(value, bool) else str(value)
