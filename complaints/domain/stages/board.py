"""The board: what is open in columns, by the work that comes next. What is closed costs it nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.domain.stages.queue import by_time_left
from complaints.models import LANES, Complaint

CARDS: Final = 10
MOST_COUNTED: Final = 1000

LANE_NAMES: Final[dict[str, str | Promise]] = {
    "arriving": pgettext_lazy("board of complaints", "To receive"),
    "judging": _("To verify and classify"),
    "planning": _("To plan"),
    "doing": _("To carry out"),
    "telling": _("To tell and close"),
}


@dataclass(frozen=True)
class Lane:
    """One column: its cards, the most urgent first, and the key from which to read on (empty: nothing there).

    ``count`` is empty where only more cards were asked for; ``is_more``: there are more than were counted.
    """

    name: str
    cards: Sequence[Complaint]
    after: str
    count: int | None = None

    @property
    def label(self) -> str | Promise:
        """What the column is called."""
        return LANE_NAMES[self.name]

    @property
    def is_more(self) -> bool:
        """Whether the column holds more than is ever counted."""
        return self.count is not None and self.count > MOST_COUNTED

    @property
    def most(self) -> int:
        """How many are shown as counted."""
        return MOST_COUNTED


def board(rows: QuerySet[Complaint]) -> list[Lane]:
    """Every column from its beginning."""
    return [
        Lane(lane.name, lane.cards, lane.after, _count(rows, lane.name))
        for lane in (more_cards(rows, name) for name in LANES)
    ]


def more_cards(rows: QuerySet[Complaint], name: str, *, after: str = "") -> Lane:
    """The next cards of one column."""
    page = by_time_left(rows.filter(state__in=LANES[name]), after=after, size=CARDS)
    return Lane(name, page.rows, page.after)


def _count(rows: QuerySet[Complaint], name: str) -> int:
    return rows.filter(state__in=LANES[name]).order_by()[: MOST_COUNTED + 1].count()
