"""What is refused about tasks, mediation, compensation and causes."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import NOT_YOURS, OUT_OF_STEP, declare

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
        "complaints.compensation_wrong": _("Choose what the customer gets, and an amount above 0.00."),
        "complaints.below_rule": _("The rule gives at least %(least)s."),
        "complaints.above_cap": _("Your rules leave %(left)s for this complaint."),
        "complaints.nobody_approves": _("Under your rules nobody may approve as much. Choose a smaller amount."),
        "complaints.rules_backdated": _("Rules begin today or later: what was decided before stays as it was."),
        "complaints.rules_empty": _("Write at least one rule."),
        "complaints.rule_range": _("A rule goes from a smaller amount to a larger one; approval starts within it."),
        "complaints.rule_twice": _("Two rules are about the same thing. Keep one."),
        "complaints.rules_nobody_approves": _("At least one role must be allowed to approve."),
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
        "complaints.key_taken": _("This was sent already, for something else. Open the page again."),
        "complaints.cause_needed": _("Say what the complaint came from before you close it."),
        "complaints.check_too_early": _("Its effect can be judged %(days)s days after it was done, not before."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "complaints.not_your_task": _("This is in somebody else's hands."),
        "complaints.not_the_mediator": _("Only the mediator says what came of it."),
        "complaints.asked_yourself": _("You asked for this yourself: somebody else has to decide."),
        "complaints.above_your_limit": _("This is more than your role may approve."),
    },
    status=NOT_YOURS,
)
