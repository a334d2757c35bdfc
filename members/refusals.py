from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

TOO_OFTEN = 429

declare(
    {
        "members.name_missing": _("Say how the member is called."),
        "members.venue_unknown": _("Choose one of your venues."),
        "members.venue_missing": _("Choose the home venue."),
        "members.phone_wrong": _(
            "This is not a telephone number. Write it with its country code if it is from abroad."
        ),
        "members.email_wrong": _("This is not an e-mail address."),
        "members.identity_wrong": _(
            "This is not an identity number: it has 18 signs, and the last one checks the others."
        ),
        "members.birthday_impossible": _("There is no such day."),
        "members.birthday_half": _("A birthday has a month and a day. The year can stay empty."),
        "members.leap_month_is_lunar": _("Only the lunar calendar has leap months."),
        "members.joined_in_future": _("Somebody cannot have joined on a day that is still to come."),
        "members.referrer_unknown": _("There is no such member to have recommended somebody."),
        "members.referrer_circle": _("Members cannot have recommended each other, nor themselves."),
        "members.number_wrong": _("A card number has letters, digits and hyphens, and is no telephone number."),
        "members.number_in_text": _(
            "Long numbers, such as a telephone number, have their own field. Leave them out here."
        ),
        "members.preferences_wrong": _("Preferences are at most %(most)s short lines each."),
        "members.custom_wrong": _("This does not fit the field “%(name)s”."),
        "members.field_name_missing": _("Give the field a name."),
        "members.field_choices": _("Write at least two choices, one a line."),
        "members.field_taken": _("You have a field of this name already."),
        "members.reason_missing": _("Say why."),
        "members.nothing_there": _("The member has left nothing of that kind."),
        "members.note_missing": _("Write the note."),
        "members.choice_unknown": _("Choose one of the list."),
        "members.in_future": _("This moment is still to come."),
        "members.years_wrong": _("From 0 to %(most)s years; 0 means that nobody is asked about."),
        "members.incident_says_nothing": _("Write what happened."),
        "members.told_too_early": _("Nobody can have been told before it was found."),
        "members.remedy_missing": _("Write what was done about it."),
    }
)
# Bills.
declare(
    {
        "members.bill_number_missing": _("Every bill has a number: the one that the till gave it."),
        "members.bill_amount_wrong": _("An amount is above 0.00, with two decimal places at most."),
        "members.bill_in_future": _("This moment is still to come."),
        "members.bill_items_wrong": _("At most %(most)s lines, each with a name, how many, and the amount."),
        "members.card_unknown": _("No member has this card number."),
        "members.phone_unknown": _("No member, or more than one, has this telephone number. Use the card number."),
        "members.person_unknown": _("This person does not work at the venue."),
        "members.refund_without_bill": _("There is no bill with this number at the venue."),
        "members.refund_too_large": _("Of this bill ¥%(left)s can still be given back."),
    }
)
declare(
    {"members.bill_differs": _("Bill %(number)s is here already, with other content. A refund corrects it.")},
    status=OUT_OF_STEP,
)
# Imports and merges.
declare(
    {
        "members.day_unreadable": _("This is no day that can be read for certain. Write it as 1990-05-03."),
        "members.row_of_nobody": _("A row needs a card number or a telephone number."),
        "members.row_repeated": _("Row %(row)s is about the same already."),
        "members.phone_of_several": _("Several members have this telephone number. Add the card number."),
        "members.of_another_venue": _("This member belongs to a venue that is not yours."),
        "members.column_twice": _("“%(name)s” can stand in one column only."),
        "members.columns_missing": _("Say in which column this stands: %(names)s."),
        "members.no_good_rows": _("No row would change anything."),
        "members.merge_target": _("Choose two different active members of one house."),
        "members.merge_holds_others": _(
            "Others are merged into this member: keep this one, and merge the other into it."
        ),
    }
)
declare(
    {
        "members.merge_undone": _("This merge was taken back already."),
        "members.merged_on": _("The member who was kept is itself merged by now. Take that merge back first."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "members.number_taken": _("Another member has this card number."),
        "members.phone_known": _("A member with this telephone number is here already: %(number)s."),
        "members.changed_meanwhile": _(
            "Somebody changed this member meanwhile. Look at it again and repeat your change."
        ),
        "members.not_active": _("This member was merged or erased: nothing can be changed any more."),
        "members.erased": _("This member was erased, or this was decided already."),
        "members.told_already": _("That was noted already."),
        "members.incident_closed": _("This incident is closed."),
    },
    status=OUT_OF_STEP,
)
declare({"members.not_yours": _("Only the people of the member's own house may do this.")}, status=NOT_YOURS)
declare(
    {"members.too_many_looks": _("You have had many members shown within an hour. Try again later.")}, status=TOO_OFTEN
)
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
        "members.next_in_past": _("The next day cannot lie in the past."),
        "members.plan_without_duty": _("No duty of a contract stands behind this plan."),
        "members.link_unknown": _("This link is not known here."),
        "members.month_runs": _("This month has not ended yet."),
        "members.trial_nameless": _("Say what is tried."),
        "members.trial_percent": _("Between 1 and 50 per cent can be left alone."),
        "members.trial_days": _("A trial begins today or later, and lasts no longer than %(days)s days."),
        "members.trial_frame": _("A trial needs between %(least)s and %(most)s members. Choose others."),
# Points and tiers.
declare(
    {
        "members.points_wrong": _("Give a whole number of points above zero."),
        "members.too_few_points": _("There are only %(left)s points to take."),
        "members.rules_backdated": _("Rules act from today on, or from a later day."),
        "members.number_out_of_range": _("Give a whole number up to %(most)s."),
        "members.tiers_missing": _("Give at least one tier, and at most %(most)s."),
        "members.tier_name": _("Give each tier a name of its own."),
        "members.tier_threshold_missing": _("Say what reaches “%(name)s”: spend, visits or points."),
        "members.tier_not_above": _("“%(name)s” must ask for more than “%(lower)s” in each column that both fill."),
        "members.benefit_wrong": _("Say what members get, and how often: from 1 to %(most)s times a period."),
        "members.benefit_not_theirs": _("The member's tier does not have this benefit."),
        "members.not_exclusive": _("The member's tier has no exclusive service."),
        "members.keeper_unknown": _("Choose somebody who looks after members here."),
        "members.wish_missing": _("Say what the member wishes."),
        "members.wish_not_ahead": _("Give a time that is still to come."),
    }
)
declare(
    {
        "members.offer_cancelled": _("This offer was called off."),
        "members.offer_over": _("This offer is over."),
        "members.stock_short": _("%(members)s members would get one, but only %(left)s vouchers are left."),
        "members.stock_gone": _("All vouchers of this offer are given out."),
        "members.member_has_all": _("This member has had as many of them as the offer allows."),
        "members.voucher_used": _("This voucher was used on %(when)s."),
        "members.voucher_cancelled": _("This voucher was called off."),
        "members.voucher_not_yet": _("This voucher counts from %(day)s on."),
        "members.voucher_over": _("This voucher counted until %(day)s."),
        "members.rule_retired": _("This rule was put away."),
        "members.duty_planned": _("There is a visit plan for this duty and venue already."),
        "members.plan_closed": _("This visit plan is closed."),
        "members.plans_open": _("Close all visit plans of this duty first."),
        "members.visit_not_wanted": _("This member does not want to be called any more."),
        "members.month_frozen": _("This month is closed already."),
        "members.offer_gone": _("This was recorded meanwhile, or one of its months is not closed."),
    },
    status=OUT_OF_STEP,
)
        "members.key_taken": _("This was sent before with other content. Open the page again, and repeat it."),
        "members.benefit_used_up": _("It was used %(granted)s times in this period: no more is left."),
        "members.benefit_ended": _("This benefit has ended already."),
    },
    status=OUT_OF_STEP,
)
declare(
    {"members.own_adjustment": _("You asked for this adjustment: somebody else decides it.")},
    status=NOT_YOURS,
)
