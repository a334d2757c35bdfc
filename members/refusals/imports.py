"""What is refused of files of members and of merges."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "members.day_unreadable": _("This is no day that can be read for certain. Write it as 1990-05-03."),
        "members.row_of_nobody": _("A row needs a card number or a telephone number."),
        "members.yes_or_no": _("Write yes or no."),
        "members.consent_in_future": _("Nobody can have said this on a day to come."),
        "members.row_needs_card": _(
            "Add the card number: to find members by telephone number takes the right to see numbers."
        ),
        "members.row_repeated": _("Row %(row)s is about the same already."),
        "members.row_of_erased": _("This row is about somebody who was erased."),
        "members.phone_of_several": _("Several members have this telephone number. Add the card number."),
        "members.of_another_venue": _("This member belongs to a venue that is not yours."),
        "members.column_twice": _("“%(name)s” can stand in one column only."),
        "members.columns_missing": _("Say in which column this stands: %(names)s."),
        "members.no_good_rows": _("No row would change anything."),
        "members.merge_target": _("Choose two different active members of one house."),
        "members.merge_holds_others": _(
            "Others are merged into this member: keep this one, and merge the other into it."
        ),
    },
)
declare(
    {
        "members.merge_undone": _("This merge was taken back already."),
        "members.merged_on": _("The member who was kept is itself merged by now. Take that merge back first."),
        "members.merge_refunded": _(
            "A bill that went over was refunded since: the two stay merged. Correct their data by hand."
        ),
        "members.merge_points_used": _(
            "Points that went over were used, adjusted or taken back since: the two stay merged."
        ),
    },
    status=OUT_OF_STEP,
)
