"""What is refused in the registry: members, their own fields, consents and notes."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

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
        "members.note_missing": _("Write the note."),
        "members.choice_unknown": _("Choose one of the list."),
        "members.in_future": _("This moment is still to come."),
    },
)
declare(
    {
        "members.number_taken": _("Another member has this card number."),
        "members.phone_known": _("A member with this telephone number is here already: %(number)s."),
        "members.phone_known_elsewhere": _("A member of another venue of the house has this telephone number."),
        "members.changed_meanwhile": _(
            "Somebody changed this member meanwhile. Look at it again and repeat your change."
        ),
        "members.not_active": _("This member was merged or erased: nothing can be changed any more."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "members.not_yours": _("Only the people of the member's own house may do this."),
    },
    status=NOT_YOURS,
)
