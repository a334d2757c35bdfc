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
