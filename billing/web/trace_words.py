"""What is said about a link that does not hold, and the names of things in a trace."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "line_differs_from_damages": _("The line differs from the damages that were assessed."),
    "line_of_other_parties": _("The invoice is between other parties than the breach."),
    "line_differs_from_fee": _("The line differs from the payment that was claimed."),
    "fee_line_of_other_parties": _("The invoice is between other parties than the contract."),
    "line_tax_differs_from_rate": _("Net and tax of the line do not follow from its rate."),
    "fee_differs_from_plan": _("Counted again from the terms, the fee plan has no such payment."),
    "fee_term_of_other_contract": _("The term belongs to another contract."),
    "adjustment_without_paper": _("What was decided outside has no paper."),
    "adjustment_not_in_effect": _("The adjustment never took effect."),
    "adjustment_paper_missing": _("The paper of the adjustment is not in the storage."),
    "adjustment_paper_changed": _("The paper of the adjustment differs from the one that was kept."),
    "workings_do_not_follow": _("Computed again from the terms, the workings come out differently."),
    "amount_differs_from_workings": _("The workings end in another amount."),
    "damages_term_of_other_breach": _("The damages rest on another term than this kind of breach names."),
    "breach_not_confirmed": _("The breach is not confirmed."),
    "breach_without_word_of_injured": _("No word of the injured party confirms the breach."),
    "breach_not_at_due_time": _("The breach is dated at another moment than the due time."),
    "measurement_of_other_contract": _("The measurement is of another contract."),
    "period_differs_from_term": _("The period measured does not follow from the contract."),
    "level_differs_from_term": _("The target was another when the period began."),
    "measured_verdict_does_not_follow": _("Judged again from its value, the measurement says something else."),
    "target_not_missed": _("The target was not missed."),
    "measurement_was_corrected": _("The measurement was corrected since, and the target was not missed."),
    "breach_not_at_end_of_period": _("The breach is dated before the period had ended."),
    "obligation_of_other_parties": _("The obligation was owed between other parties."),
    "obligation_of_other_contract": _("The obligation stems from another contract."),
    "deadline_not_missed": _("The deadline was not missed."),
    "due_time_differs_from_term": _("The due time does not follow from the term."),
    "verdict_does_not_follow": _("Computed again from its pauses, the deadline ends differently."),
    "complaint_of_other_contract": _("The complaint runs under another version of the contract."),
    "term_blank": _("The term has no value."),
    "term_differs_from_pdf": _("The signed PDF carries another value."),
    "clause_does_not_show_term": _("The text of the clause does not show the term."),
    "version_not_frozen": _("This version of the contract was never frozen."),
    "version_not_in_force": _("This version was not in force at that time."),
    "scan_missing": _("The scan of the signed paper is not in the storage."),
    "scan_changed": _("The scan differs from the one that was kept."),
    "pdf_missing": _("The signed PDF is not in the storage."),
    "pdf_changed": _("The file differs from the one that was sealed."),
    "pdf_of_other_contract": _("The file says that it is another contract."),
    "pdf_not_signed_by_both": _("The file does not carry the signatures of both parties."),
    "pdf_page_differs": _("The signed PDF has this clause on another page."),
}
"""Every code that the checks of :mod:`billing.domain.trace` can give, in words."""
