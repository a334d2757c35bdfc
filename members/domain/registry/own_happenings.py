"""What the registry itself knows of a member's time: joined, changed, consents, notes, looks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from members.domain.registry.timeline import MOST, Happening
from members.models import Member
from parties.domain.scope import Scope


def own_happenings(member: Member, by: Scope) -> Iterator[Happening]:
    """Looks, notes, consents, changes, and that they joined: of one moment, what came later stands first."""
    for change in member.changes.select_related("user").order_by("-pk")[:MOST]:
        yield Happening(change.at, _("Data changed"), "pencil", who=change.user.name if change.user else "")
    for consent in member.consents.select_related("user").order_by("-pk")[:MOST]:
        said = _("Consent given") if consent.given else _("Consent refused or withdrawn")
        what = f"{consent.get_channel_display()} · {consent.get_purpose_display()}"
        yield Happening(consent.at, said, "hand-stop", what, consent.user.name if consent.user else "")
    for note in member.notes.select_related("user")[:MOST]:
        yield Happening(note.at, _("Note written"), "note", who=note.user.name)
    for look in member.looks.select_related("user").order_by("-pk")[:MOST]:
        what = f"{look.get_field_display()} · {look.reason}"
        yield Happening(look.at, _("Shown in the clear"), "eye", what, look.user.name)
    yield Happening(member.created_at, _("Enrolled"), "user-plus", member.get_source_display())
