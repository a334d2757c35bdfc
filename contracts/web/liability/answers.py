"""The words with which somebody answers what waits for them, as buttons: the same word looks the same everywhere."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: Final[dict[str, tuple[Any, str]]] = {
    "accept": (pgettext_lazy("an answer", "Accept"), "check"),
    "decline": (pgettext_lazy("an answer", "Decline"), "x"),
    "reject": (_("Reject"), "x"),
    "withdraw": (_("Take it back"), "arrow-back-up"),
    "cured": (_("Cured in time"), "check"),
    "not_cured": (_("Not cured in time"), "x"),
}
LEADING: Final = ("accept", "cured")
"""What is drawn as the expected answer."""


class Answer(NamedTuple):
    """A button: the word, what stands on it, and the address that takes it."""

    verb: str
    label: str
    icon: str
    variant: str
    address: str


def answers(route: str, *ids: int, verbs: Iterable[str]) -> list[Answer]:
    """The buttons for these words; ``route`` takes the ids and the word."""
    return [
        Answer(
            verb,
            *LABELS[verb],
            variant="primary" if verb in LEADING else "secondary",
            address=reverse(route, args=[*ids, verb]),
        )
        for verb in verbs
    ]
