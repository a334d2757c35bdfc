"""What can follow from a breach; which of them, the breach's kind says (see ``form_reading.shape``)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PREFIX: Final = "remedy."
DISPUTE_DATE: Final = "dispute.date"


class RemedyCode(TextChoices):
    """Sources: the breach catalogues of the forms (forms "Known troubles and remedies")."""

    REDO = "redo", _("Do it, or do it again")
    WARNING = "warning", _("Written warning")
    FINE = "fine", _("Fine")
    DISCIPLINE = "discipline", _("Measures against the staff concerned")
    COMPENSATE_CUSTOMERS = "compensate_customers", _("Compensate the customers concerned")
    AGREE_COMPENSATION = "agree_compensation", _("Agree a compensation")
    COMPENSATION = "compensation", _("Compensation of the loss")
    DAMAGES = "damages", _("Damages by the clause")
    REFUND = "refund", _("Refund of fees")
    RESCIND = "rescind", _("Rescind the contract")
    REVISE_PLAN = "revise_plan", _("Revise the plan")
    REASSESS = "reassess", _("Improve and be assessed again")
    RENEGOTIATE_BUDGET = "renegotiate_budget", _("Renegotiate the budget")
    STRONGER_SECURITY = "stronger_security", _("Stronger protection of data")
    REPLACE_THIRD_PARTY = "replace_third_party", _("Replace the third party")


TO_BE_DONE: Final = frozenset(
    {
        RemedyCode.REDO,
        RemedyCode.DISCIPLINE,
        RemedyCode.COMPENSATE_CUSTOMERS,
        RemedyCode.REVISE_PLAN,
        RemedyCode.REASSESS,
        RemedyCode.STRONGER_SECURITY,
    }
)
"""Those that the party at fault carries out: each opens an obligation with a due day."""


def kind_of(code: str) -> str:
    """The kind of the deadlines of a remedy's obligation."""
    return f"{PREFIX}{code}"


def is_kept_by_hand(kind: str) -> bool:
    """Whether deadlines of this kind belong to an obligation of a remedy or a dispute, which its debtor records."""
    return kind.startswith(PREFIX) or kind == DISPUTE_DATE


def remedy_label(kind: str) -> str:
    """What deadlines of this kind are about, in the reader's language; empty for kinds of others."""
    if kind == DISPUTE_DATE:
        return str(_("Date in a dispute"))
    code = kind.removeprefix(PREFIX)
    return str(RemedyCode(code).label) if kind.startswith(PREFIX) and code in RemedyCode.values else ""
