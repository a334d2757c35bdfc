"""Who said a thing that is kept, in words for a page."""


def person_in(label: str) -> str:
    """The name in the label of an actor; the number that tells namesakes apart in the audit is left out."""
    return label.partition(" ")[2] or label


class Said:
    """A row that keeps in ``by`` who wrote it."""

    by: str

    @property
    def by_name(self) -> str:
        return person_in(self.by)
