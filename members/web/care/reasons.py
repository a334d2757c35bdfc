"""Why a message was not sent or did not arrive, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, str | Promise]] = {
    "no_consent": _("has not agreed to it"),
    "no_address": _("left no address for it"),
    "not_set_up": _("no provider is set up"),
    "too_often": _("was written to often enough"),
    "rule_off": _("the rule was switched off"),
    "merged": _("was merged into another member"),
    "erased": _("was erased"),
    "too_late": _("it would have come too late"),
    "came_back": _("has come again meanwhile"),
    "stock_gone": _("no voucher was left"),
    "offer_over": _("the offer was over"),
    "offer_cancelled": _("the offer was called off"),
    "member_has_all": _("has had the voucher already"),
}


def reason_in_words(code: str) -> str | Promise:
    """In words; what a carrier said, as it said it."""
    return REASONS.get(code, code)
