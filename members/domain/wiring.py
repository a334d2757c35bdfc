"""What members tell the floors below at start-up, and what their rooms tell each other."""

from foundation.audit import leave_untracked
from members.domain.privacy import rotating
from members.domain.registry import keeping
from members.domain.registry.own_happenings import own_happenings
from members.domain.registry.timeline import register_timeline


def connect() -> None:
    """Register with the floors and rooms below."""
    leave_untracked("members_memberkey", "a copy of a key in the audit would outlive the erasure of its member")
    leave_untracked("members_membersearch", "made of the member's row, and gone with the erasure")
    register_timeline(own_happenings)
    for signs in (keeping.words_since, keeping.notes_since, keeping.changes_since):
        keeping.register_signs_of_life(signs)
    rotating.register_rotation("members", rotating.rotate_members)
