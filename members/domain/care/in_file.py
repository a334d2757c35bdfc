"""What care and offers keep of a member, for the member's own file (PIPL 45)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.domain.care.visiting import words_of
from members.domain.privacy.personal import Personal
from members.domain.registry.access_file import Section, moment
from members.models import CareMessage, Member, VisitAttempt, Voucher
from parties.domain.scope import Scope


def messages(member: Member, _personal: Personal, _by: Scope) -> Section:
    """What they were written, and what was planned and not sent."""
    rows = CareMessage.objects.filter(member=member).select_related("rule").order_by("send_at")
    told = [[moment(row.send_at), row.rule.name, row.get_channel_display(), row.get_state_display()] for row in rows]
    return Section(_("Messages to you"), [_("When"), _("Rule"), pgettext("consent", "Channel"), _("State")], told)


def visits(member: Member, _personal: Personal, _by: Scope) -> Section:
    """When they were called or visited, and what was written down."""
    rows = list(VisitAttempt.objects.filter(visit__member=member).order_by("pk"))
    words = words_of(rows, member)
    told = [[moment(row.at), row.get_outcome_display(), words.get(row.pk, "")] for row in rows]
    return Section(
        _("Return visits to you"), [_("When"), pgettext("visit", "What came of it"), _("What was written down")], told
    )


def vouchers(member: Member, _personal: Personal, _by: Scope) -> Section:
    """What they were given."""
    rows = Voucher.objects.filter(member=member).select_related("offer").order_by("pk")
    told = [[moment(row.issued_at), row.offer.name, f"…{row.last_four}", row.get_state_display()] for row in rows]
    return Section(_("Your vouchers"), [_("When"), _("What is offered"), pgettext("voucher", "Code"), _("State")], told)
