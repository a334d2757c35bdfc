"""Why a message to somebody who was drawn did not go out, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.care.contacting import NO_ADDRESS, NO_CONSENT, NOT_SET_UP

WHY: Final[dict[str, Promise]] = {
    NO_CONSENT: _("has not agreed to surveys by message"),
    NO_ADDRESS: _("left no address for messages"),
    NOT_SET_UP: _("no provider is set up for the ways they agreed to"),
    "erased": pgettext_lazy("member", "Erased"),
    "merged": pgettext_lazy("member", "Merged into another"),
}


def why_not(code: str) -> str:
    """The words for a code; empty for none, a general word for what a provider said."""
    return str(WHY.get(code, _("could not be delivered"))) if code else ""
