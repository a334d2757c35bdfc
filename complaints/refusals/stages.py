"""What is refused about the steps of the handling: who, when, in which order."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "complaints.level_missing": _("Choose level 1, 2 or 3."),
        "complaints.same_gravity": _("Choose another gravity than it has."),
        "complaints.merge_target": _("Choose another open complaint of the same venue and contract."),
        "complaints.merge_holds_others": _("Others are merged into this complaint. Take them apart first."),
        "complaints.link_to_itself": _("Choose two different complaints."),
        "complaints.link_of_another_house": _("Only complaints of one house can be linked."),
        "complaints.too_many_at_once": _("At most %(limit)s complaints at once."),
        "complaints.attempts_wrong": _(
            "Between 1 and 10 attempts, on at least one day and no more days than attempts."
        ),
        "complaints.not_known_major": _("This is for a complaint that somebody set down as less than major before."),
    }
)
declare(
    {
        "complaints.dismissed": _("This complaint was dismissed: there is nothing to compensate."),
        "complaints.not_from_promoter": _("This step is only for complaints told to a promoter."),
        "complaints.answered": _("The promoter has been told already."),
        "complaints.clock_running": _("Something is still to be done before this complaint is closed: %(clock)s."),
        "complaints.not_major": _("The emergency path is for major complaints. Change how grave it is first."),
        "complaints.no_training": _("No training waits for this complaint."),
        "complaints.merge_promoters": _("Its promoter is owed an answer of their own. Link it instead of merging it."),
        "complaints.not_merged_from_there": _("It goes back to the stage from which it was merged."),
        "complaints.too_late_to_unmerge": _("It can be taken apart for %(hours)s hours, while the other one is open."),
        "complaints.too_late_to_reopen": _(
            "It can be opened again for %(days)s days after its end. Log a new complaint, and link this one."
        ),
        "complaints.nothing_new": _(
            "The customer has said nothing new since it was dismissed. The other side may open it again."
        ),
        "complaints.nothing_to_tell": _("An attempt counts from when the result was to be told."),
        "complaints.attempt_known": _("This attempt is written down already."),
        "complaints.not_tried_enough": _(
            "Close only what the customer confirmed, or after attempts to reach them, two hours apart: %(needed)s on"
            " %(days)s different days at least. So far %(count)s count."
        ),
    },
    status=OUT_OF_STEP,
)
