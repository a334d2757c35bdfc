"""What other rooms may know of a member: that they still come; and, for the member, what is counted of them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.domain.privacy.personal import Personal
from members.domain.registry.access_file import Section
from members.domain.retention.scoring import habit_of
from members.models import Member, MemberMonth, MemberScore
from parties.domain.scope import Scope


def visits_since(since: datetime) -> QuerySet[MemberMonth]:
    """Whoever has come since then gives a sign of life."""
    return MemberMonth.objects.filter(visits__gt=0, last_date__gte=timezone.localdate(since))


def what_is_counted(member: Member, _personal: Personal, _by: Scope) -> Section:
    """Of each month the visits and what was spent, and in words what the house makes of them."""
    months = MemberMonth.objects.filter(member=member, visits__gt=0).order_by("month")
    rows = [[f"{cell.month:%Y-%m}", str(cell.visits), f"{cell.spend_fen / 100:,.2f}"] for cell in months]
    score = MemberScore.objects.filter(member=member).first()
    if score is not None:
        rows.append([pgettext("of a member", "Habit"), habit_of(score).reasons, ""])
    return Section(_("Your visits, as they are counted"), [_("Month"), _("Visits"), _("Spent (yuan)")], rows)
