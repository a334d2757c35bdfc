"""What a rule of care writes: plain text in up to three languages, with a few gaps that are filled for each member."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.refusals import Refused
from foundation.text import clean_text, says_something

LONGEST_TEXT: Final = 500
GAPS: Final[dict[str, str | Promise]] = {
    "name": pgettext_lazy("gap of a greeting", "the member's name"),
    "venue": pgettext_lazy("gap of a greeting", "the venue, or the party"),
    "years": _("how many years, on an anniversary"),
    "voucher": _("the voucher's code, where the rule hands one out"),
    "until": _("until when the voucher counts"),
}
"""What may stand in curly brackets, and what comes in its place."""
WITH_OFFER: Final = frozenset({"voucher", "until"})
ON_ANNIVERSARIES: Final = frozenset({"years"})
LANGUAGE_FIELDS: Final = {"zh-hans": "zh_hans", "zh-hant": "zh_hant", "en": "en"}

_GAP = re.compile(r"\{([^{}]*)\}")
_MARKUP = re.compile(r"[<>]|&#?\w+;|\]\(|\*\*|https?:", re.IGNORECASE)
"""Signs of HTML, Markdown and links: an SMS shows them as they are, and a link in it looks like a fraud's."""


def checked_text(text: str, field: str, *, gaps: frozenset[str]) -> str:
    """The text as it is kept.

    Refused: ``members.gap_unknown``, ``members.brackets_unpaired``, ``members.text_has_markup``, and what a text is
    refused for.
    """
    said = clean_text(text, LONGEST_TEXT, field)
    if _MARKUP.search(said):
        raise Refused("members.text_has_markup", field)
    unknown = next((gap for gap in _GAP.findall(said) if gap not in gaps), None)
    if unknown is not None:
        raise Refused("members.gap_unknown", field, gap=unknown[:20])
    if re.search(r"[{}]", _GAP.sub("", said)):
        raise Refused("members.brackets_unpaired", field)
    return said if says_something(said) else ""


def gaps_for(*, is_anniversary: bool, has_offer: bool) -> frozenset[str]:
    """What may be filled in on such an occasion."""
    barred = (frozenset() if is_anniversary else ON_ANNIVERSARIES) | (frozenset() if has_offer else WITH_OFFER)
    return frozenset(GAPS) - barred


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text for one member. What fills a gap is never read as a gap itself."""
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), text)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in the member's language, else in Simplified Chinese, which is always there."""
    return texts.get(language) or texts["zh-hans"]
