"""The first place of everybody's navigation."""

from django.utils.translation import gettext_lazy as _

from parties.web.navigation import NavEntry, register


def connect() -> None:
    """Add it; it is nobody's in particular."""
    register(NavEntry(_("Home"), "home", "home", "self", order=10))
