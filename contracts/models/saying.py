"""Who said a thing that is kept, and what, in words for a page."""

from collections.abc import Mapping
from typing import ClassVar

from django_stubs_ext import StrOrPromise


def person_in(label: str) -> str:
    """The name in the label of an actor; the number that tells namesakes apart in the audit is left out."""
    return label.partition(" ")[2] or label


class Said:
    """A row that keeps in ``by`` who wrote it."""

    by: str

    @property
    def by_name(self) -> str:
        return person_in(self.by)


class Spoken(Said):
    """One word of a side on a matter; ``verb`` names it in the table of the matter."""

    VERBS: ClassVar[Mapping[str, StrOrPromise]]
    verb: str

    @property
    def verb_label(self) -> str:
        """What was done, in words."""
        return str(self.VERBS[self.verb])
