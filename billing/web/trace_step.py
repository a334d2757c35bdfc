"""What a step of a trace consists of, and how its facts are put into words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from contracts.domain.terms.catalogue import spec
from foundation.languages import pick

Facts = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One card of the chain. ``why`` leads over to the next card."""

    kind: str
    icon: str
    title: str
    value: str = ""
    at: datetime | None = None
    why: str = ""
    href: str = ""
    text: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str | Promise] = field(default_factory=list)


def both(facts: Facts, name: str) -> str:
    """A text that is kept in Chinese and English, in the reader's language."""
    return pick(get_language() or "zh-hans", facts[f"{name}_zh"] or "", facts[f"{name}_en"] or "")


def moment(at: datetime | str | None) -> str:
    """A moment in Shanghai, to the minute."""
    if at is None:
        return "—"
    read = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{timezone.localtime(read):%Y-%m-%d %H:%M}"


def term_label(name: str) -> str:
    """What a term is called, in the reader's language."""
    return spec(name).label(get_language() or "zh-hans")
