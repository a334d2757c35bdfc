"""What the software says when the value of a term does not fit."""

from django.utils.translation import gettext_lazy as _

from foundation.refusals import Refused, declare

declare(
    {
        "contracts.term_unknown": _("The software knows no term named %(name)s."),
        "contracts.term_shape_hours": _("Give whole hours, for example 24."),
        "contracts.term_shape_days": _("Give whole days, for example 15."),
        "contracts.term_shape_working_days": _("Give whole working days, for example 5."),
        "contracts.term_shape_weeks": _("Give whole weeks, for example 2."),
        "contracts.term_shape_months": _("Give whole months, for example 3."),
        "contracts.term_shape_years": _("Give whole years, for example 1."),
        "contracts.term_shape_percent": _("Give a percentage, at most four decimal places, for example 2.5%%."),
        "contracts.term_shape_daily_rate": _(
            "Give a percentage for each day, at most four decimal places, for example 0.05%%."
        ),
        "contracts.term_shape_month_span": _("Give months of the contract from first to last, for example 1-3."),
        "contracts.term_shape_money": _("Give an amount in yuan, at most two decimal places, for example 600000.00."),
        "contracts.term_shape_count": _("Give a whole number, for example 200."),
        "contracts.term_shape_choice": _("Choose one of the options."),
        "contracts.term_shape_date": _("Give a date that exists, for example 2026-11-21."),
        "contracts.term_shape_text": _("Write one line of plain text, at most %(longest)s characters."),
        "contracts.term_kind": _("This term cannot hold a value of this kind."),
        "contracts.term_kind_open": _("Add the unit, for example 5%%, 5000 元 or 30 days."),
        "contracts.term_negative": _("This value cannot be negative."),
        "contracts.term_too_small": _("This must be at least %(minimum)s."),
        "contracts.term_too_big": _("This must be at most %(maximum)s."),
        "contracts.terms_cap_order": _("The cap for a month cannot be higher than the cap for the whole term."),
        "contracts.terms_cap_below_damages": _("The damages for one breach are higher than the cap %(cap)s allows."),
        "contracts.terms_window_over_interval": _("A survey cannot stay open longer than the time until the next one."),
        "contracts.terms_notice_over_term": _("The notice period cannot be as long as the contract itself."),
        "contracts.terms_instalments": _("The instalments must add up to 100%%; now they are %(sum)s%%."),
        "contracts.terms_intermediary_shares": _(
            "The parties' shares of the intermediary's fee must add up to 100%%; now they are %(sum)s%%."
        ),
        "contracts.terms_phases_order": _("Each phase must begin after the one before it has ended."),
        "contracts.terms_phase_over_term": _("The phase ends after the contract."),
        "contracts.terms_major_over_ordinary": _("A major complaint cannot wait longer than an ordinary one."),
        "contracts.terms_two_ends": _("Give the end date or the length of the term, not both."),
        "contracts.terms_exclusivity_over_term": _("Exclusivity cannot last longer than the contract."),
        "contracts.terms_service_over_term": _("The service cannot last longer than the contract."),
    }
)


def refuse_shape(kind: str, raw: object, *, longest: int = 0) -> Refused:
    """The refusal that shows, for a type of value, what a good one looks like."""
    return Refused(f"contracts.term_shape_{kind}", raw=str(raw)[:80], longest=longest)
