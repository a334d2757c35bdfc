"""What stands behind an obligation: the breach that it makes good, or the complaint whose step was late.

Upper floors register how they describe what is theirs; contracts only shows what they answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

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
    if obligation is None:
        return []
    return [cause for describe in (_breach_behind, *_sources) for cause in describe(obligation)]


def _breach_behind(obligation: Obligation) -> Iterable[Cause]:
    breach = obligation.breach_behind
    if breach is not None:
        yield Cause(obligation.cause_text, reverse("contracts:breach", args=[breach.pk]))
