"""Merges on a member's line of time: who was merged into them, and what happened with those before."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from members.domain.registry.own_happenings import own_happenings
from members.domain.registry.timeline import MOST, Happening
from members.models import Member, MemberMerge
from parties.domain.scope import Scope


def merges_of(member: Member, by: Scope) -> Iterator[Happening]:
    """Merges, their undoing, and what the registry knows of who was merged in."""
    merges = MemberMerge.objects.filter(Q(kept=member) | Q(gone=member))
    for merge in merges.select_related("kept", "gone", "merged_by", "undone_by")[:MOST]:
        other = merge.gone if merge.kept_id == member.pk else merge.kept
        said = _("%(number)s was merged into this member") if other == merge.gone else _("Merged into %(number)s")
        yield Happening(merge.merged_at, said % {"number": other.number}, "git-merge", who=merge.merged_by.name)
        if merge.undone_at and merge.undone_by:
            yield Happening(merge.undone_at, _("Taken apart again"), "git-branch", other.number, merge.undone_by.name)
    for gone in member.merged_in.all():
        yield from own_happenings(gone, by)
