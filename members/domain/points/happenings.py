"""What a member's timeline tells of points, tiers and benefits."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.domain.registry.timeline import MOST, Happening
from members.models import BenefitUse, Member, PointAct, TierChange
from parties.domain.scope import Scope

SEES: Final = "points.see"


def point_happenings(member: Member, by: Scope) -> Iterable[Happening]:
    """Points that moved, tiers reached and lowered, benefits used; for whoever may see points."""
    if not by.may(SEES):
        return []
    path = reverse("members:points", args=[member.pk])
    return [*_points(member, path), *_tiers(member, path), *_benefits(member, path)]


def _points(member: Member, path: str) -> Iterator[Happening]:
    acts = PointAct.objects.filter(account__member=member).select_related("by").order_by("-pk")
    for act in acts.exclude(balance_change=0, debt_change=0)[:MOST]:
        count = abs(act.worth)
        words = ngettext("%(sign)s%(count)s point", "%(sign)s%(count)s points", count)
        text = words % {"sign": "+" if act.is_gain else "\N{MINUS SIGN}", "count": f"{count:,}"}
        who = str(act.by) if act.by else ""
        yield Happening(act.at, text, icon="coins", note=str(act.get_kind_display()), who=who, path=path)


def _tiers(member: Member, path: str) -> Iterator[Happening]:
    changes = TierChange.objects.filter(member=member).select_related("to_tier", "by").order_by("-pk")
    for change in changes[:MOST]:
        text = (
            _("Now in the tier “%(tier)s”") % {"tier": change.to_tier} if change.to_tier else _("In no tier any more")
        )
        who = str(change.by) if change.by else ""
        yield Happening(change.at, text, icon="crown", note=str(change.get_cause_display()), who=who, path=path)


def _benefits(member: Member, path: str) -> Iterator[Happening]:
    uses = BenefitUse.objects.filter(member=member).select_related("benefit", "used_by", "undone_by").order_by("-pk")
    for use in uses[:MOST]:
        text = _("Benefit used: %(name)s") % {"name": use.benefit}
        yield Happening(use.used_at, text, icon="gift", who=str(use.used_by), path=path)
        if use.undone_at is not None:
            text = _("Benefit taken back: %(name)s") % {"name": use.benefit}
            who = str(use.undone_by)
            yield Happening(use.undone_at, text, icon="arrow-back-up", note=use.undone_because, who=who, path=path)
