"""Criteria that the scores answer: on which field of the map somebody stands, and whether they may be about to leave.

They say what the last scoring said. Who was not there within its twelve months has no score, and fits none of them.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from members.domain.offers.criteria import Kind, OneOf, SomeOf
from members.domain.retention.fields import FIELDS, squares_of

LEAVING: Final = "leaving"
STAYING: Final = "staying"
RISKS: Final[Sequence[tuple[str, StrOrPromise]]] = (
    (LEAVING, pgettext_lazy("risk of leaving", "May be about to leave")),
    (STAYING, pgettext_lazy("risk of leaving", "No sign of leaving")),
)
# The index of the scores begins with the party, which a condition on members does not know.
_OF_PARTY: Final = Q(score__party=F("party"))


def on_fields(codes: Sequence[str]) -> Q:
    """The condition on members who stand on one of these fields of the map."""
    squares = [square for code in codes for square in squares_of(code)]
    return _OF_PARTY & reduce(or_, (Q(score__recency=r, score__frequency=f) for r, f in squares), Q(pk__in=[]))


def at_risk(said: str) -> Q:
    """The condition on members who may be about to leave, or on those of whom nothing says so."""
    return _OF_PARTY & Q(score__is_at_risk=said == LEAVING)


KINDS: Final = (
    Kind(
        "rfm",
        _("Field of the map of members"),
        (SomeOf("fields", _("Fields"), lambda _party: [(each.code, str(each.label)) for each in FIELDS]),),
        lambda values, _at: on_fields(values["fields"]),
    ),
    Kind(
        "risk",
        _("Risk of leaving"),
        (OneOf("is", _("Risk of leaving"), lambda _party: RISKS),),
        lambda values, _at: at_risk(values["is"]),
    ),
)
