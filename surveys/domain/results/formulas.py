"""What the figures of a survey mean: the formulas, by version. A counted wave names the version it was counted by.

Version 1. Each is worked through with an example in ``docs/methods.md``, which a test reads back. *Satisfied* are
answers with 4 or 5 of 5 on the question of role ``satisfaction`` (every form: "satisfied" or "very satisfied" of the
service as a whole). *Loyal* are answers with 4 or 5 of 5 on the question of role ``loyalty`` and, where the
questionnaire asks for a recommendation too, 7 to 10 of 10 on that (form loyalty, 3.3; form retention, 5.4: willing both
to come again and to recommend).
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERSION: Final = 1

SATISFACTION: Final = "satisfaction"
LOYALTY: Final = "loyalty"
RECOMMENDATION: Final = "recommendation"
"""The roles that a question may have, and the names of the figures that come from them."""

TOP_OF: Final = {5: 4, 10: 9}
"""The scale of a rating → from which value on it counts as good: the two highest."""
WILLING_FROM: Final = 7
"""Who recommends with less would rather not (of 10)."""
PROMOTER_FROM: Final = 9
DETRACTOR_TO: Final = 6


@dataclass(frozen=True)
class Formula:
    """An index of a wave: which answers count, in words; ``term`` is the target of the contract that it measures."""

    code: str
    label: str | Promise
    counted: str | Promise
    term: str = ""
    unit: str = "%"


FORMULAS: Final = (
    Formula(
        SATISFACTION,
        _("Satisfaction index"),
        _("Share of answers with 4 or 5 of 5 on the question about satisfaction as a whole."),
        "satisfaction_target",
    ),
    Formula(
        LOYALTY,
        _("Loyalty index"),
        _("Share of answers that would come again (4 or 5 of 5) and, where asked, recommend it (7 to 10 of 10)."),
        "loyalty_target",
    ),
    Formula(
        RECOMMENDATION,
        pgettext_lazy("net promoter score", "Recommendation (NPS)"),
        _("Share of answers with 9 or 10 less the share with 0 to 6 of 10."),
        unit="",
    ),
)
FORMULA: Final = {formula.code: formula for formula in FORMULAS}
