"""What the figures of retention mean: the formulas, by version. A frozen month names the version it was counted by.

Version 1. A *visit* is a business day (the one on which the night began) with a bill of which something is left after
refunds; a refund counts on the day of the bill that it takes back. A *period* is a business month or quarter, the
*period before* the one of the same length that ends where it begins. Counted are the *members*: whoever joined by the
period's last day and was not merged into another; who was erased stays in the count, unnamed. A member counts at the
home venue, wherever they came, in the tier they have when it is counted, and under the source through which they were
won.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.retention.rates import Rate

VERSION: Final = 1


class Counts(NamedTuple):
    """What is counted of a group of members; each number is of different members, so groups can be added up."""

    members: int = 0
    at_start: int = 0
    joined: int = 0
    welcomed: int = 0
    active: int = 0
    before: int = 0
    kept: int = 0
    repeated: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both groups together."""
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Formula:
    """One figure: who is counted, out of whom, both in words and as numbers of :class:`Counts`."""

    code: str
    label: str | Promise
    icon: str
    counted: str | Promise
    out_of: str | Promise
    rate: Callable[[Counts], Rate]
    falling_is_good: bool = False


FORMULAS: Final = (
    Formula(
        "retention",
        pgettext_lazy("figure", "Retention"),
        "heart-handshake",
        _("Members who came in the period before and in this one."),
        _("Members who came in the period before."),
        lambda counts: Rate(counts.kept, counts.before),
    ),
    Formula(
        "churn",
        pgettext_lazy("figure", "Churn"),
        "door-exit",
        _("Members who came in the period before and not in this one."),
        _("Members who came in the period before."),
        lambda counts: Rate(counts.before - counts.kept, counts.before),
        falling_is_good=True,
    ),
    Formula(
        "active",
        pgettext_lazy("figure", "Active members"),
        "users",
        _("Members who came in the period."),
        _("All members at the end of the period."),
        lambda counts: Rate(counts.active, counts.members),
    ),
    Formula(
        "repeat",
        pgettext_lazy("figure", "Repeat purchase"),
        "repeat",
        _("Members who came on two days of the period or more."),
        _("Members who came in the period."),
        lambda counts: Rate(counts.repeated, counts.active),
    ),
    Formula(
        "growth",
        pgettext_lazy("figure", "Member growth"),
        "user-plus",
        _("Members who joined in the period."),
        _("All members when the period began."),
        lambda counts: Rate(counts.joined, counts.at_start),
    ),
    Formula(
        "welcome",
        pgettext_lazy("figure", "New members who came"),
        "confetti",
        _("Of those who joined in the period, the ones who also came in it."),
        _("Members who joined in the period."),
        lambda counts: Rate(counts.welcomed, counts.joined),
    ),
)
FORMULA: Final = {formula.code: formula for formula in FORMULAS}
