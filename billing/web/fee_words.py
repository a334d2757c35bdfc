"""What the payments of a fee are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.domain.fees.plan import Part

PARTS: Final[Mapping[Part, Promise]] = {
    Part.WHOLE: _("Whole fee"),
    Part.FIRST_INSTALMENT: _("First instalment"),
    Part.FINAL_INSTALMENT: _("Final instalment"),
    Part.PERIOD: _("Fee of a period"),
    Part.BASE: _("Base fee"),
    Part.VALUE_ADDED: _("Value-added services, as ordered"),
    Part.REVENUE_SHARE: _("Share of revenue"),
}
