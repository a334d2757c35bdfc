"""What is refused of segments, offers and vouchers."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "members.segment_taken": _("You have a segment of this name already."),
        "members.segment_unknown": _("Choose one of your segments."),
        "members.criteria_wrong": _("This criterion cannot be used like that. Choose it again."),
        "members.days_reversed": _("The last day lies before the first one."),
        "members.stock_wrong": _("Write how many vouchers there are: 1 to %(most)s."),
        "members.per_member_wrong": _("Write how many a member may have: 1 to %(most)s."),
        "members.fair_note_missing": _("The machine hands this out: write why the conditions are fair to everybody."),
        "members.open_way_missing": _("The machine hands this out: write how others come by it, without any profile."),
        "members.voucher_unknown": _("There is no such voucher in this house. Look at the code again."),
        "members.voucher_elsewhere": _("This voucher counts in another venue."),
    },
)
declare(
    {
        "members.offer_cancelled": _("This offer was called off."),
        "members.offer_over": _("This offer is over."),
        "members.stock_short": _("%(members)s members would get one, but only %(left)s vouchers are left."),
        "members.stock_gone": _("All vouchers of this offer are given out."),
        "members.member_has_all": _("This member has had as many of them as the offer allows."),
        "members.voucher_given": _(
            "The member has been handed another voucher meanwhile. Look at the list, and repeat it."
        ),
        "members.voucher_used": _("This voucher was used on %(when)s."),
        "members.voucher_cancelled": _("This voucher was called off."),
        "members.voucher_not_yet": _("This voucher counts from %(day)s on."),
        "members.voucher_over": _("This voucher counted until %(day)s."),
    },
    status=OUT_OF_STEP,
)
