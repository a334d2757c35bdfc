"""What stands behind an obligation on the floors above: the complaint whose step was late, say.

Upper floors register how they describe it; contracts only shows what they answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contracts.models import Obligation


@dataclass(frozen=True)
class Cause:
    """One thing behind an obligation, with the page that shows it."""

    title: str
    path: str


_sources: list[Callable[[Obligation], Iterable[Cause]]] = []


def register(describe: Callable[[Obligation], Iterable[Cause]]) -> None:
    """Add a floor that may know causes of obligations."""
    _sources.append(describe)


def causes_of(obligation: Obligation | None) -> list[Cause]:
    """All known causes of an obligation; none for a breach recorded by hand."""
    return [] if obligation is None else [cause for describe in _sources for cause in describe(obligation)]
