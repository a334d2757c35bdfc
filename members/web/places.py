"""The members' places in the navigation, from order 50 to 59 under the heading of their own."""

from typing import Final

from parties.web.navigation import NavEntry, register

PLACES: Final[tuple[NavEntry, ...]] = ()


def connect() -> None:
    """Add them, each for those who may go there."""
    for place in PLACES:
        register(place)
