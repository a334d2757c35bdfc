"""The navigation, with the places of all floors in it."""

from itertools import groupby

from parties.domain.scope import SYSTEM
from parties.web.navigation import entries_for


def test_the_places_of_one_heading_stand_together() -> None:
    headings = [heading for heading, _places in groupby(str(entry.area) for entry in entries_for(SYSTEM))]
    assert len(headings) == len(set(headings)) > 4
