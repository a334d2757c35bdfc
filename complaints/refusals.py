from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

TOO_OFTEN = 429
GONE = 404

declare(
    {
        "complaints.venue_unknown": _("Choose one of your venues."),
        "complaints.room_of_another": _("This room does not belong to the venue."),
        "complaints.in_future": _("This moment is still to come."),
        "complaints.logged_before_it_happened": _("It cannot have been written down before it happened."),
        "complaints.person_unknown": _("This person does not work at the venue."),
        "complaints.note_missing": _("Write a short note: it stays with the complaint."),
        "complaints.level_missing": _("Choose level 1, 2 or 3."),
        "complaints.contact_wrong": _("This does not look like a number or address of that kind."),
        "complaints.contact_unknown": _("The customer left no contact."),
        "complaints.reason_missing": _("Say why."),
        "complaints.nobody_there": _("Nobody is on duty here at the moment. Please speak to the staff."),
        "complaints.same_gravity": _("Choose another gravity than it has."),
        "complaints.merge_target": _("Choose another open complaint of the same venue and contract."),
        "complaints.merge_holds_others": _("Others are merged into this complaint. Take them apart first."),
        "complaints.link_to_itself": _("Choose two different complaints."),
        "complaints.link_of_another_house": _("Only complaints of one house can be linked."),
        "complaints.too_many_at_once": _("At most %(limit)s complaints at once."),
        "complaints.minutes_wrong": _("Between 1 minute and 7 days (10080 minutes)."),
        "complaints.chief_unknown": _("Choose who is asked at this level."),
        "complaints.hours_wrong": _("Between 0 and 720 hours; 0 means no limit."),
        "complaints.hours_not_set": _("Set the opening hours first: a limit that counts them needs some."),
        "complaints.person_away": _("This person is away today. Choose somebody who is at work."),
        "complaints.too_many_files": _("At most %(limit)s files at once."),
        "complaints.piece_too_big": _("This piece is larger than what was announced."),
        "complaints.file_never_came": _("The file did not arrive within two weeks."),
        "complaints.tablet_name_missing": _("Give the tablet a name, so that you know later which one it is."),
        "complaints.pin_digits": _("A PIN has 4 to 8 digits."),
        "complaints.pin_too_plain": _("This PIN is too easy to guess: take digits that are not in a row."),
        "complaints.pin_wrong": _("This is not the PIN. After five wrong tries it is locked."),
        "complaints.too_many_tries": _("Too many tries. Wait ten minutes."),
        "complaints.pin_locked": _("This PIN is locked. Sign in with your password and set a new one."),
    }
)
# Tasks, mediation and apologies.
declare(
    {
        "complaints.task_missing": _("Write what is to be done."),
        "complaints.desk_empty": _("Nobody sits at this desk today. Choose another desk or a person."),
        "complaints.task_not_ahead": _("Choose a moment that is still to come."),
        "complaints.task_after_clock": _(
            "A clock of the complaint runs out before that. Choose a moment until %(last)s."
        ),
        "complaints.statement_missing": _("Write down what was said."),
        "complaints.speaker_of_another": _("You can write down the words of the customer, and of people of your side."),
        "complaints.mediator_concerned": _("Who is concerned or gave a statement cannot mediate."),
        "complaints.outcome_missing": _("Write down what came of it."),
        "complaints.apology_missing": _("Say how and for what somebody apologises."),
        "complaints.apology_before_plan": _("It cannot have been made before it was planned."),
    }
)
# Compensation.
declare(
    {
        "complaints.compensation_wrong": _("Choose what the customer gets, and an amount above 0.00."),
        "complaints.below_rule": _("The rule gives at least %(least)s."),
        "complaints.above_cap": _("Your rules leave %(left)s for this complaint."),
        "complaints.nobody_approves": _("Under your rules nobody may approve as much. Choose a smaller amount."),
        "complaints.rules_backdated": _("Rules begin today or later: what was decided before stays as it was."),
        "complaints.rules_empty": _("Write at least one rule."),
        "complaints.rule_range": _("A rule goes from a smaller amount to a larger one; approval starts within it."),
        "complaints.rule_twice": _("Two rules are about the same thing. Keep one."),
        "complaints.rules_nobody_approves": _("At least one role must be allowed to approve."),
    }
)
# Causes and what is changed.
declare(
    {
        "complaints.cause_missing": _("Choose what it came from."),
        "complaints.why_missing": _("Write one to %(most)s reasons, one a line."),
        "complaints.action_missing": _("Write what is changed."),
        "complaints.check_days_wrong": _("Between 1 and %(most)s days."),
        "complaints.nothing_to_count": _("This complaint has no such thing to count repeats by. Choose another."),
    }
)
declare(
    {
        "complaints.task_open": _("A task is still to be done before this complaint is closed: %(task)s."),
        "complaints.mediation_open": _("A mediation is under way already."),
        "complaints.not_both_heard": _("Both have to be heard first: write down what the customer and the staff say."),
        "complaints.apology_given": _("This apology was noted already."),
        "complaints.no_rules": _(
            "Your party has no rules of compensation in force yet. Write them first, under Compensation."
        ),
        "complaints.dismissed": _("This complaint was dismissed: there is nothing to compensate."),
        "complaints.key_taken": _("This was sent already, for something else. Open the page again."),
        "complaints.cause_needed": _("Say what the complaint came from before you close it."),
        "complaints.check_too_early": _("Its effect can be judged %(days)s days after it was done, not before."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.not_your_task": _("This is in somebody else's hands."),
        "complaints.own_contact": _("You wrote this address down yourself: somebody else has the new link sent there."),
        "complaints.not_the_mediator": _("Only the mediator says what came of it."),
        "complaints.asked_yourself": _("You asked for this yourself: somebody else has to decide."),
        "complaints.above_your_limit": _("This is more than your role may approve."),
    },
    status=NOT_YOURS,
)
declare(
    {
        "complaints.id_taken": _("This complaint was logged by somebody else already."),
        "complaints.not_from_promoter": _("This step is only for complaints told to a promoter."),
        "complaints.answered": _("The promoter has been told already."),
        "complaints.clock_running": _("Something is still to be done before this complaint is closed: %(clock)s."),
        "complaints.closed": _("This complaint is closed."),
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
        "complaints.acknowledged": _("This level is acknowledged already."),
        "complaints.level_over": _("Nobody needs to acknowledge this any more: the step is done."),
        "complaints.nothing_to_tell": _("An attempt counts from when the result was to be told."),
        "complaints.attempt_known": _("This attempt is written down already."),
        "complaints.not_tried_enough": _(
            "Close only what the customer confirmed, or after attempts to reach them, two hours apart: %(needed)s on"
            " %(days)s different days at least. So far %(count)s count."
        ),
        "complaints.rated": _("You have rated the handling already."),
        "complaints.not_rateable": _("You can rate the handling once the result was told to you."),
        "complaints.enough_added": _("You have added much already. Please speak to the staff of the venue."),
        "complaints.code_busy": _(
            "Very many complaints are coming from this room just now, so this one was not taken. Please tell the staff,"
            " or send it again in an hour: your words stay on this page."
        ),
    },
    status=OUT_OF_STEP,
)
declare({"complaints.not_your_step": _("Your role does not include this step at this venue.")}, status=NOT_YOURS)
# Costs.
declare(
    {
        "complaints.amount_wrong": _("Enter an amount above zero, in yuan and fen."),
        "complaints.complaint_unknown": _("There is no such complaint at this venue."),
        "complaints.too_many_lines": _("A claim has at most %(limit)s lines. Begin another one."),
        "complaints.receipt_missing": _("Add at least one receipt before you hand the claim in."),
        "complaints.receipt_used": _("This receipt stands in a claim already. One paper is paid once."),
        "complaints.claim_is_empty": _("Add what was paid before you hand the claim in."),
        "complaints.overrun_reason_missing": _("This goes %(overrun)s beyond the budget: say why all the same."),
        "complaints.place_unknown": _("Choose a venue or a contract of your party."),
        "complaints.same_limit": _("This is the limit already."),
        "complaints.attempts_wrong": _(
            "Between 1 and 10 attempts, on at least one day and no more days than attempts."
        ),
        "complaints.not_known_major": _("This is for a complaint that somebody set down as less than major before."),
        "complaints.nothing_to_adjust": _("This is what it stands at already, or it is an adjustment itself."),
    }
)
declare(
    {
        "complaints.claim_handed_in": _("This claim was handed in. Take it back to change it."),
        "complaints.month_not_over": _("%(month)s is not over yet."),
        "complaints.claim_settled": _(
            "This claim was settled with %(month)s, which is locked. If something is wrong, tell finance: they"
            " adjust it in the month that is open."
        ),
        "complaints.month_locked": _(
            "%(month)s is locked already. If something is wrong in it, open the month and adjust the cost concerned."
        ),
        "complaints.earlier_month_open": _("Lock %(month)s first: months are locked in their order."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.own_claim": _("Nobody decides their own claim. Ask somebody else."),
        "complaints.own_compensation": _("You asked for this compensation or gave it: somebody else corrects it."),
        "complaints.above_limit": _("You may approve up to %(limit)s. Pass it on to somebody with a higher limit."),
        "complaints.over_budget": _(
            "This goes %(overrun)s beyond the budget. Only the account manager or the contract owner approves that."
        ),
    },
    status=NOT_YOURS,
)
declare(
    {
        "complaints.channel_away": _("That way does not lead to the customer from here. Choose another, or call."),
        "complaints.nothing_said": _("This message says nothing."),
        "complaints.news_unknown": _("This is not what a provider tells."),
        "complaints.number_unknown": _("No venue is set up for this number."),
        "complaints.message_unknown": _("There is no such message."),
        "complaints.gap_unknown": _("There is nothing to put in for {%(gap)s}."),
        "complaints.template_name_taken": _("There is a template of this name already."),
    }
)
declare({"complaints.settled": _("Somebody has seen to it already.")}, status=OUT_OF_STEP)
declare({"complaints.too_often": _("Too many messages of one sender in one hour.")}, status=TOO_OFTEN)
declare(
    {
        "complaints.code_unknown": _("This code is not in use any more. Please tell the staff what happened."),
        "complaints.link_unknown": _("This link is not known here."),
        "complaints.link_expired": _("This link has expired."),
    },
    status=GONE,
)
