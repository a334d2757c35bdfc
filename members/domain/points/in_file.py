"""What the file for a member tells of their points, tiers, benefits and wishes; and what shows that they still come."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.domain.points.balances import acts_of
from members.domain.points.exclusive import requests_of
from members.domain.privacy.personal import Personal
from members.domain.registry.access_file import Section
from members.models import ActKind, BenefitUse, Member, PointAccount
from parties.domain.scope import Scope


def points(member: Member, _personal: Personal, _by: Scope) -> Section:
    """Each movement with its cause, and what was left after it."""
    rows = [
        (_when(act.at), act.get_kind_display(), act.reason, str(act.worth), str(act.balance_after), str(act.debt_after))
        for act in acts_of(member).order_by("pk")
    ]
    columns = (_("When"), _("Why"), _("What for"), _("Points"), _("Left"), _("Owed after refunds"))
    return Section(_("Points"), columns, rows)


def tiers(member: Member, _personal: Personal, _by: Scope) -> Section:
    """Each step up or down."""
    changes = member.tier_changes.select_related("to_tier").order_by("pk")
    none = _("In no tier any more")
    rows = [(_when(change.at), str(change.to_tier or none), change.get_cause_display()) for change in changes]
    return Section(_("Tiers"), (_("When"), _("Tier"), _("Why")), rows)


def benefits(member: Member, _personal: Personal, _by: Scope) -> Section:
    """Each use of a benefit that was not taken back."""
    uses = member.benefit_uses.filter(undone_at=None).select_related("benefit").order_by("pk")
    return Section(
        _("Benefits"), (_("When"), _("What members get")), [(_when(u.used_at), u.benefit.name) for u in uses]
    )


def wishes(member: Member, _personal: Personal, _by: Scope) -> Section:
    """What the member asked for."""
    rows = [(_when(row.asked_at), words, row.get_state_display()) for row, words in requests_of(member)]
    return Section(_("Wishes"), (_("When"), _("What the member wishes"), _("State")), rows)


def spent_since(since: datetime) -> QuerySet[PointAccount]:
    """Spending points is a sign of life."""
    return PointAccount.objects.filter(acts__kind=ActKind.SPENT, acts__at__gte=since)


def used_since(since: datetime) -> QuerySet[BenefitUse]:
    """So is the use of a benefit."""
    return BenefitUse.objects.filter(used_at__gte=since, undone_at=None)


def _when(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
