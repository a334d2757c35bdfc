"""What is refused of rules of care, messages and visits."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import OUT_OF_STEP, declare

declare(
    {
        "members.text_has_markup": _("Write plain text: no links, tags or other marks."),
        "members.gap_unknown": _("{%(gap)s} cannot be filled in here."),
        "members.brackets_unpaired": _("A curly bracket has no other half."),
        "members.hour_wrong": _("An hour is a number from 0 to 23."),
        "members.days_before_wrong": _("Between 0 and %(most)s days before."),
        "members.silence_wrong": _("Between %(least)s and %(most)s days of silence."),
        "members.cap_wrong": _("Between 1 and 100 messages, within 1 to 366 days."),
        "members.festival_unknown": _("Choose a festival."),
        "members.channels_missing": _("Choose at least one channel."),
        "members.offer_not_automated": _("Choose an offer of this house that rules of care may hand out."),
        "members.plan_too_long": _("A visit plan is for a year at most."),
        "members.duty_unknown": _("Choose a duty of return visits that your side owes here."),
        "members.person_elsewhere": _("Choose people who do visits at this venue."),
        "members.nobody_to_visit": _("Nobody fits who has agreed to be called. Choose others, or another period."),
        "members.too_many_visits": _("More than %(most)s visits are too many for one plan. Choose fewer members."),
        "members.visit_words_missing": _("Write in a few words what the member said."),
        "members.nothing_to_hand_over": _("Choose visits that are still to be done."),
        "members.next_in_past": _("The next day cannot lie in the past."),
        "members.plan_without_duty": _("No duty of a contract stands behind this plan."),
        "members.link_unknown": _("This link is not known here."),
    },
)
declare(
    {
        "members.rule_retired": _("This rule was put away."),
        "members.duty_planned": _("There is a visit plan for this duty and venue already."),
        "members.plan_closed": _("This visit plan is closed."),
        "members.plans_open": _("Close all visit plans of this duty first."),
        "members.visit_not_wanted": _("This member does not want to be called any more."),
    },
    status=OUT_OF_STEP,
)
