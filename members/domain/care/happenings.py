"""What care and offers know of a member, for their line of time."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.domain.registry.timeline import MOST, Happening
from members.models import CareMessage, CareState, Member, Visit, VisitAttempt, VisitState, Voucher, VoucherState
from parties.domain.scope import Scope


def happenings(member: Member, by: Scope) -> Iterator[Happening]:
    """Messages that went out, attempts to reach them, vouchers: as far as the person may see each."""
    if by.may("care.see"):
        yield from _messages(member, by)
        yield from _visits(member, by)
    if by.may("offers.see"):
        yield from _vouchers(member, by)


def reached_since(since: datetime) -> QuerySet[Visit]:
    """Who was reached by a visit is not silent, for the rule that asks whom to keep."""
    return Visit.objects.filter(state=VisitState.DONE, ended_at__gte=since)


def vouchers_since(since: datetime) -> QuerySet[Voucher]:
    """Nor is who used a voucher."""
    return Voucher.objects.filter(redeemed_at__gte=since)


def _messages(member: Member, by: Scope) -> Iterator[Happening]:
    mine = CareMessage.objects.within(by, verb="care.see").filter(member=member).exclude(state=CareState.PLANNED)
    for each in mine.select_related("rule").order_by("-send_at")[:MOST]:
        yield Happening(
            each.sent_at or each.ended_at or each.send_at, each.rule.name, "mail", note=str(each.get_state_display())
        )


def _visits(member: Member, by: Scope) -> Iterator[Happening]:
    mine = VisitAttempt.objects.filter(visit__member=member, visit__in=member.visits.within(by, verb="care.see"))
    for each in mine.select_related("user").order_by("-at")[:MOST]:
        yield Happening(
            each.at, _("Return visit"), "phone-call", note=str(each.get_outcome_display()), who=each.user.name
        )


def _vouchers(member: Member, by: Scope) -> Iterator[Happening]:
    mine = Voucher.objects.filter(member=member).select_related("offer", "redeemed_venue").order_by("-pk")[:MOST]
    for each in mine:
        yield Happening(
            each.issued_at, _("Voucher: %(offer)s") % {"offer": each.offer.name}, "ticket", note=f"…{each.last_four}"
        )
        if each.state == VoucherState.REDEEMED and each.redeemed_at and each.redeemed_venue:
            text = _("Voucher used: %(offer)s") % {"offer": each.offer.name}
            yield Happening(each.redeemed_at, text, "ticket", note=each.redeemed_venue.name)
